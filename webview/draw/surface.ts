import type { Brush } from './bars.ts';
import { makePatterns, type Patterns } from './patterns.ts';
import { PixelStrip } from './pixels.ts';
import type { Theme } from './theme.ts';

/** A canvas at the resolution of the screen, to be drawn on in CSS pixels. */
export class Surface {
  readonly canvas: HTMLCanvasElement;
  private readonly context: CanvasRenderingContext2D;
  private readonly pixels = new PixelStrip();
  private patterns: Patterns | null = null;
  private patternsFor: Theme | null = null;
  private ratio = 0;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.context = canvas.getContext('2d')!;
  }

  /** A brush for a frame of this size. */
  brush(widthPx: number, heightPx: number, theme: Theme): Brush {
    const ratio = devicePixelRatio;
    if (!this.patterns || this.patternsFor !== theme || this.ratio !== ratio) {
      this.patterns = makePatterns(theme, ratio);
      this.patternsFor = theme;
      this.ratio = ratio;
    }
    this.resize(widthPx, heightPx);
    this.context.setTransform(ratio, 0, 0, ratio, 0, 0);
    return { context: this.context, theme, patterns: this.patterns, pixels: this.pixels, widthPx };
  }

  private resize(widthPx: number, heightPx: number): void {
    const { canvas, ratio } = this;
    const width = Math.max(1, Math.round(widthPx * ratio));
    const height = Math.max(1, Math.round(heightPx * ratio));
    if (canvas.width === width && canvas.height === height) return;
    canvas.width = width;
    canvas.height = height;
    canvas.style.setProperty('width', `${widthPx}px`);
    canvas.style.setProperty('height', `${heightPx}px`);
  }
}
