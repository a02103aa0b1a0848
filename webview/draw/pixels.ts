import type { Strip } from './bars.ts';
import { rgba } from './theme.ts';

/** What a box is filled with, as pixels of the screen: one colour, or a tile that is repeated. A pixel is `0xaabbggrr`, not premultiplied. */
export interface Ink {
  readonly size: number;
  readonly pixels: Uint32Array;
}

/** What a state is filled with. */
export interface StateInk {
  readonly state: number;
  readonly ink: Ink;
}

/** Inks that lie on top of one another in a column. */
export type Stack = readonly [StateInk, StateInk, StateInk];
const STACKED = 3;

/** One colour. */
export function solidInk(color: string): Ink {
  const [r, g, b, a] = rgba(color) as [number, number, number, number];
  return { size: 1, pixels: Uint32Array.of(((a << 24) | (b << 16) | (g << 8) | r) >>> 0) };
}

/** A tile of a pattern. */
export function tileInk(tile: HTMLCanvasElement): Ink {
  const { data } = tile.getContext('2d')!.getImageData(0, 0, tile.width, tile.height);
  return { size: tile.width, pixels: new Uint32Array(data.buffer) };
}

/**
 * The bars of one strip, written pixel by pixel and put on the canvas at once: a path of a thousand boxes takes Chromium's software
 * renderer far longer. Positions are in CSS pixels, as on the canvas; edges are softened.
 */
export class PixelStrip {
  private readonly canvas = document.createElement('canvas');
  private readonly context = this.canvas.getContext('2d')!;
  private image = new ImageData(1, 1);
  private pixels = new Uint32Array(this.image.data.buffer);
  private ratio = 1;
  private width = 1;
  private height = 1;
  /** Its place on the canvas, in pixels of the screen. */
  private top = 0;
  private shift = 0;
  /** Where a tile begins: patterns scroll along with the rows. */
  private tiled = 0;
  /** Upper edges of the states of a stack, in each column of pixels. */
  private tops = new Int16Array(0);
  private lineColors = new Uint32Array(0);

  /** Begins an empty strip of a canvas, which may be scrolled down. */
  begin(widthPx: number, strip: Strip, onto: CanvasRenderingContext2D): void {
    const { a: ratio, f: scroll } = onto.getTransform();
    this.ratio = ratio;
    this.width = Math.max(1, Math.round(widthPx * ratio));
    this.top = Math.floor(strip.y * ratio + scroll);
    this.height = Math.max(1, Math.ceil((strip.y + strip.height) * ratio + scroll) - this.top);
    this.shift = this.top - scroll;
    this.tiled = Math.max(0, Math.round(this.shift));
    if (this.image.width === this.width && this.image.height === this.height) this.pixels.fill(0);
    else this.resize();
  }

  /** The nearest edge between two pixels. */
  snapped(x: number): number {
    return Math.round(x * this.ratio) / this.ratio;
  }

  /** Fills a box, on top of what is there. */
  box(ink: Ink, x0: number, x1: number, y0: number, y1: number): void {
    const { ratio, shift, width, height } = this;
    const left = Math.max(0, x0 * ratio);
    const right = Math.min(width, x1 * ratio);
    const top = Math.max(0, y0 * ratio - shift);
    const bottom = Math.min(height, y1 * ratio - shift);
    for (let y = Math.floor(top); y < bottom; y++) {
      this.line(ink, left, right, y, Math.min(y + 1, bottom) - Math.max(y, top));
    }
  }

  /**
   * Fills columns one CSS pixel wide from the bottom up: of column `i`, which is at `x[i]`, state `s` has the share `shares[i * states + s]`
   * of the strip's height, and at least a pixel. The three states lie on top of one another in their order.
   */
  columns(
    x: Float64Array,
    shares: Float64Array,
    states: number,
    count: number,
    stack: Stack,
    strip: Strip,
  ): void {
    const { ratio, width } = this;
    const bottom = Math.min(this.height, Math.round((strip.y + strip.height) * ratio - this.shift));
    const tops = this.emptyTops(bottom);
    const heightPx = strip.height * ratio;
    for (let i = 0; i < count; i++) {
      const left = Math.max(0, Math.round(x[i]! * ratio));
      const right = Math.min(width, Math.round((x[i]! + 1) * ratio));
      let edge = bottom;
      let y = bottom;
      for (let n = 0; n < STACKED; n++) {
        const share = shares[i * states + stack[n]!.state]!;
        if (share > 0) {
          edge -= share * heightPx;
          y = Math.max(0, Math.min(y - 1, Math.round(edge)));
        }
        for (let at = left; at < right; at++) tops[at * STACKED + n] = y;
      }
    }
    for (let y = 0; y < bottom; y++) this.fillLine(y, tops, stack);
  }

  /** Fills a line of pixels by the edges of the columns. Without branches: what is above and below changes from pixel to pixel. */
  private fillLine(y: number, tops: Int16Array, stack: Stack): void {
    const { pixels, width } = this;
    const size = Math.max(...stack.map(({ ink }) => ink.size));
    const colors = this.colorsOf(y, stack, size);
    for (let x = 0, at = y * width, inTile = 0, top = 0; x < width; x++, at++, top += STACKED) {
      const isAbove0 = (y - tops[top]!) >>> 31;
      const isAbove1 = (y - tops[top + 1]!) >>> 31;
      const isAbove2 = (y - tops[top + 2]!) >>> 31;
      pixels[at] = colors[(isAbove0 + isAbove1 + isAbove2) * size + inTile]!;
      inTile = inTile + 1 === size ? 0 : inTile + 1;
    }
  }

  /** What the inks of a stack, and nothing at last, look like in a line of pixels, by the place in a tile. */
  private colorsOf(y: number, stack: Stack, size: number): Uint32Array {
    const length = (STACKED + 1) * size;
    if (this.lineColors.length !== length) this.lineColors = new Uint32Array(length);
    for (let n = 0; n < STACKED; n++) {
      const { ink } = stack[n]!;
      const row = ((y + this.tiled) % ink.size) * ink.size;
      for (let x = 0; x < size; x++) this.lineColors[n * size + x] = ink.pixels[row + (x % ink.size)]!;
    }
    return this.lineColors;
  }

  /** Columns in which nothing is. */
  private emptyTops(bottom: number): Int16Array {
    const length = this.width * STACKED;
    if (this.tops.length < length) this.tops = new Int16Array(length);
    return this.tops.fill(bottom, 0, length);
  }

  /** As `box`, but only where nothing is yet; one CSS pixel wide. */
  below(ink: Ink, x: number, y0: number, y1: number): void {
    const { ratio, shift, width, pixels } = this;
    const bottom = Math.min(this.height, y1 * ratio - shift);
    for (let y = Math.max(0, Math.round(y0 * ratio - shift)); y < bottom; y++) {
      const to = Math.min(width, Math.round((x + 1) * ratio));
      for (let at = Math.max(0, Math.round(x * ratio)); at < to; at++)
        if (pixels[y * width + at] === 0) this.put(ink, at, y, Math.min(1, bottom - y));
    }
  }

  /** A part of one line of pixels; `coverage`: how much of its height. */
  private line(ink: Ink, left: number, right: number, y: number, coverage: number): void {
    const from = Math.ceil(left);
    const to = Math.floor(right);
    if (to < from) {
      this.put(ink, to, y, coverage * (right - left));
      return;
    }
    if (left < from) this.put(ink, from - 1, y, coverage * (from - left));
    if (right > to) this.put(ink, to, y, coverage * (right - to));
    if (coverage < 0.998) for (let x = from; x < to; x++) this.put(ink, x, y, coverage);
    else this.fill(ink, from, to, y);
  }

  private fill({ size, pixels: colors }: Ink, from: number, to: number, y: number): void {
    const { pixels, width } = this;
    const start = y * width;
    if (size === 1 && colors[0]! >>> 24 === 255) {
      pixels.fill(colors[0]!, start + from, start + to);
      return;
    }
    const row = ((y + this.tiled) % size) * size;
    for (let x = from, inTile = from % size; x < to; x++) {
      const color = colors[row + inTile]!;
      const below = pixels[start + x]!;
      pixels[start + x] = below === 0 ? color : over(color, color >>> 24, below);
      if (++inTile === size) inTile = 0;
    }
  }

  /** Draws the strip where it belongs. */
  end(onto: CanvasRenderingContext2D): void {
    this.context.putImageData(this.image, 0, 0);
    const before = onto.getTransform();
    onto.resetTransform();
    onto.drawImage(this.canvas, 0, this.top);
    onto.setTransform(before);
  }

  private put({ size, pixels }: Ink, x: number, y: number, coverage: number): void {
    const color = size === 1 ? pixels[0]! : pixels[((y + this.tiled) % size) * size + (x % size)]!;
    const alpha = (color >>> 24) * coverage;
    if (alpha < 0.5) return;
    const at = y * this.width + x;
    const below = this.pixels[at]!;
    if (alpha > 254.5) this.pixels[at] = color;
    else if (below === 0) this.pixels[at] = ((color & 0xffffff) | (Math.round(alpha) << 24)) >>> 0;
    else this.pixels[at] = over(color, alpha, below);
  }

  private resize(): void {
    const { width, height } = this;
    this.canvas.width = width;
    this.canvas.height = height;
    this.image = new ImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }
}

/** A colour with an alpha of its own (0 to 255) over another. */
function over(color: number, alpha: number, below: number): number {
  if (alpha < 0.5) return below;
  const belowAlpha = (below >>> 24) * (1 - alpha / 255);
  const sum = alpha + belowAlpha;
  const share = alpha / sum;
  const b = (below >>> 16) & 255;
  const g = (below >>> 8) & 255;
  const r = below & 255;
  const blue = b + (((color >>> 16) & 255) - b) * share;
  const green = g + (((color >>> 8) & 255) - g) * share;
  const red = r + ((color & 255) - r) * share;
  return (((sum + 0.5) << 24) | ((blue + 0.5) << 16) | ((green + 0.5) << 8) | (red + 0.5)) >>> 0;
}
