import type { State } from '../../src/shared/timeline.ts';
import { HELPER } from '../model/cores.ts';

/** Colours of a frame, resolved from the theme: a canvas knows no CSS variables and no forced colours. */
export interface Theme {
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly faint: string;
  readonly accent: string;
  readonly running: string;
  readonly ready: string;
  readonly waiting: string;
  readonly blocked: string;
  /** Text on a running bar. */
  readonly onRunning: string;
  /** Text on the accent. */
  readonly onAccent: string;
  /** Colours of threads on the cores, from 1 on (`colourOf`), and of text on them. */
  readonly threads: readonly string[];
  readonly onThreads: readonly string[];
  readonly message: string;
  readonly spawn: string;
  readonly error: string;
  readonly warning: string;
  /** What the program itself marked and measured. */
  readonly timing: string;
  readonly band: string;
  readonly hover: string;
  readonly font: string;
  /** Outlines instead of shades. */
  readonly highContrast: boolean;
}

const names = [
  'background',
  'foreground',
  'muted',
  'faint',
  'accent',
  'running',
  'ready',
  'waiting',
  'blocked',
  'message',
  'spawn',
  'error',
  'warning',
  'timing',
  'band',
  'hover',
] as const;

/** Reads the theme; style.css says which of its colours stands for what (`--cv-…`). */
export function readTheme(): Theme {
  const probe = document.createElement('span');
  probe.className = 'probe';
  document.getElementById('app')?.append(probe);
  const style = getComputedStyle(probe);
  const read = (name: string) => {
    probe.style.setProperty('color', `var(--cv-${name})`);
    return style.color;
  };
  const colors = Object.fromEntries(names.map((name) => [name, read(name)])) as Record<
    (typeof names)[number],
    string
  >;
  const threads = [colors.muted];
  for (let colour = 1; colour <= HELPER; colour++)
    threads.push(read(colour === HELPER ? 'helper' : `thread-${colour}`));
  const font = style.fontFamily;
  probe.remove();
  const inkOn = (color: string) => textOn(color, colors.foreground, colors.background);
  const onRunning = inkOn(colors.running);
  const onAccent = inkOn(colors.accent);
  const onThreads = threads.map(inkOn);
  return { ...colors, onRunning, onAccent, threads, onThreads, font, highContrast: isHighContrast() };
}

function isHighContrast(): boolean {
  const { classList } = document.body;
  return (
    classList.contains('vscode-high-contrast') ||
    classList.contains('vscode-high-contrast-light') ||
    matchMedia('(forced-colors: active)').matches
  );
}

/** Calls back whenever the theme is another one. */
export function onThemeChange(changed: () => void): void {
  new MutationObserver(changed).observe(document.body, { attributes: true, attributeFilter: ['class'] });
  new MutationObserver(changed).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ['style'],
  });
  matchMedia('(forced-colors: active)').addEventListener('change', changed);
}

/** Whichever of two colours reads better on a background. */
function textOn(background: string, one: string, other: string): string {
  const [b, x, y] = [luminance(background), luminance(one), luminance(other)];
  return contrast(b, x) >= contrast(b, y) ? one : other;
}

const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);

/** Relative luminance as WCAG defines it, 0 to 1. */
function luminance(color: string): number {
  const [r, g, b] = rgb(color).map((v) => {
    const c = v / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const rgb = (color: string): number[] => rgba(color).slice(0, 3);

/** Red, green, blue and alpha of any CSS colour, 0 to 255: the canvas computes them. */
export function rgba(color: string): number[] {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  return [...context.getImageData(0, 0, 1, 1).data];
}

export const stateColor = (theme: Theme, state: State): string =>
  [theme.faint, theme.running, theme.ready, theme.waiting, theme.blocked][state] ?? theme.faint;
