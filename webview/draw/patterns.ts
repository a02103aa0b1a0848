import { State } from '../../src/shared/timeline.ts';
import { type Ink, type Stack, solidInk, tileInk } from './pixels.ts';
import type { Theme } from './theme.ts';

/** Fills that tell states apart without colour. */
export interface Patterns {
  readonly ready: CanvasPattern;
  readonly blocked: CanvasPattern;
  readonly loss: CanvasPattern;
  readonly garbage: CanvasPattern;
  /** The states as pixels; `readyLine` and `blockedLine` are the outlines of their boxes. */
  /** From the bottom of a column up. */
  readonly stack: Stack;
  readonly inks: Readonly<
    Record<'running' | 'ready' | 'readyLine' | 'waiting' | 'blocked' | 'blockedLine', Ink>
  >;
}

type Painter = (context: CanvasRenderingContext2D, size: number) => void;

/** Side of a pattern's tile in CSS pixels. */
const TILE = 6;

export function makePatterns(theme: Theme, pixelRatio: number): Patterns {
  const tile = (paint: Painter) => makeTile(paint, pixelRatio);
  const ready = tile((context, size) => dots(context, size, theme));
  const shade = theme.highContrast ? 0 : 0.3;
  const blocked = tile((context, size) => hatch(context, size, theme.blocked, shade, 1.4));
  const inks = {
    running: solidInk(theme.running),
    ready: tileInk(ready),
    readyLine: solidInk(theme.ready),
    waiting: solidInk(theme.waiting),
    blocked: tileInk(blocked),
    blockedLine: solidInk(theme.blocked),
  };
  return {
    ready: makePattern(ready),
    blocked: makePattern(blocked),
    // Both ways, so that nobody takes it for blocked.
    loss: makePattern(tile((context, size) => crossHatch(context, size, theme.error))),
    inks,
    stack: [
      { state: State.running, ink: inks.running },
      { state: State.blocked, ink: inks.blocked },
      { state: State.ready, ink: inks.ready },
    ],
    garbage: makePattern(tile((context, size) => stripes(context, size, theme))),
  };
}

function makeTile(paint: Painter, pixelRatio: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  const size = Math.max(1, Math.round(TILE * pixelRatio));
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d')!;
  context.scale(size / TILE, size / TILE);
  paint(context, TILE);
  return canvas;
}

function makePattern(tile: HTMLCanvasElement): CanvasPattern {
  const pattern = tile.getContext('2d')!.createPattern(tile, 'repeat')!;
  // Frames are drawn in CSS pixels: a tile must come out at its own resolution again.
  pattern.setTransform(new DOMMatrix().scale(TILE / tile.width));
  return pattern;
}

function dots(context: CanvasRenderingContext2D, size: number, theme: Theme): void {
  context.globalAlpha = theme.highContrast ? 0 : 0.22;
  context.fillStyle = theme.ready;
  context.fillRect(0, 0, size, size);
  context.globalAlpha = 1;
  for (const [x, y] of [
    [size / 4, size / 4],
    [(size * 3) / 4, (size * 3) / 4],
  ] as const) {
    context.beginPath();
    context.arc(x, y, 0.9, 0, Math.PI * 2);
    context.fill();
  }
}

/** Upright ones, on the background: what lies below does not show through. */
function stripes(context: CanvasRenderingContext2D, size: number, theme: Theme): void {
  context.fillStyle = theme.background;
  context.fillRect(0, 0, size, size);
  context.fillStyle = theme.foreground;
  for (const x of [0.5, 0.5 + size / 2]) context.fillRect(x, 0, 1, size);
}

function crossHatch(context: CanvasRenderingContext2D, size: number, color: string): void {
  hatch(context, size, color, 0, 0.7);
  context.translate(size, 0);
  context.scale(-1, 1);
  hatch(context, size, color, 0, 0.7);
}

function hatch(
  context: CanvasRenderingContext2D,
  size: number,
  color: string,
  shade: number,
  line: number,
): void {
  context.fillStyle = color;
  context.globalAlpha = shade;
  context.fillRect(0, 0, size, size);
  context.globalAlpha = 1;
  context.strokeStyle = color;
  context.lineWidth = line;
  context.beginPath();
  // The same line three times, so that the tiles join at their corners.
  for (const shift of [-size, 0, size]) {
    context.moveTo(shift - 1, size + 1);
    context.lineTo(shift + size + 1, -1);
  }
  context.stroke();
}
