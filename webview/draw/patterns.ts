import type { Theme } from './theme.ts';

/** Fills that tell states apart without colour. */
export interface Patterns {
  readonly ready: CanvasPattern;
  readonly blocked: CanvasPattern;
  readonly loss: CanvasPattern;
  readonly garbage: CanvasPattern;
}

type Painter = (context: CanvasRenderingContext2D, size: number) => void;

/** Side of a pattern's tile in CSS pixels. */
const TILE = 6;

export function makePatterns(theme: Theme, pixelRatio: number): Patterns {
  const tile = (paint: Painter) => makeTile(paint, pixelRatio);
  return {
    ready: tile((context, size) => dots(context, size, theme)),
    blocked: tile((context, size) => hatch(context, size, theme.blocked, theme.highContrast ? 0 : 0.3, 1.4)),
    // Both ways, so that nobody takes it for blocked.
    loss: tile((context, size) => crossHatch(context, size, theme.error)),
    garbage: tile((context, size) => stripes(context, size, theme)),
  };
}

function makeTile(paint: Painter, pixelRatio: number): CanvasPattern {
  const canvas = document.createElement('canvas');
  const size = Math.max(1, Math.round(TILE * pixelRatio));
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d')!;
  context.scale(size / TILE, size / TILE);
  paint(context, TILE);
  const pattern = context.createPattern(canvas, 'repeat')!;
  // Frames are drawn in CSS pixels: a tile must come out at its own resolution again.
  pattern.setTransform(new DOMMatrix().scale(TILE / size));
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
