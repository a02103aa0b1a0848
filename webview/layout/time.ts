import { ticks } from 'd3-array';
import type { Ns } from '../../src/shared/timeline.ts';

interface Unit {
  readonly ns: number;
  readonly name: string;
}

const units: readonly Unit[] = [
  { ns: 1, name: 'ns' },
  { ns: 1e3, name: 'µs' },
  { ns: 1e6, name: 'ms' },
  { ns: 1e9, name: 's' },
];

/** The unit in which a length of time reads best: the largest of which there is at least one. */
export function unitFor(ns: Ns): Unit {
  const size = Math.abs(ns);
  let best = units[0]!;
  // 999.5 of a unit would be written as 1000 of it, so that it already counts as one of the next.
  for (const unit of units) if (size >= unit.ns * 0.9995) best = unit;
  return best;
}

/** A length of time in human units, with the three digits that matter: `12.3 ms`, `1.24 s`, `0 ms`. */
export function formatDuration(ns: Ns): string {
  if (ns === 0) return '0 ms';
  const unit = unitFor(ns);
  return `${threeDigits(ns / unit.ns)} ${unit.name}`;
}

/** A running clock: seconds with two decimals, so that the text does not dance while it counts. */
export function formatClock(ns: Ns): string {
  return ns < 60e9
    ? `${(ns / 1e9).toFixed(2)} s`
    : `${Math.floor(ns / 60e9)} min ${Math.floor((ns % 60e9) / 1e9)} s`;
}

/** A moment, exact enough to tell it from its neighbours in a window of `windowNs`. */
export function formatMoment(ns: Ns, windowNs: Ns): string {
  const unit = unitFor(Math.max(Math.abs(ns), 1e6));
  const digits = Math.ceil(Math.log10(unit.ns / Math.max(windowNs / 1000, 1)));
  return `${(ns / unit.ns).toFixed(Math.min(Math.max(digits, 0), 9))} ${unit.name}`;
}

/** A positive number with the three digits that matter. */
export function threeDigits(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value)) + 1e-9));
  const text = value.toFixed(Math.min(digits, 3));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Ticks of the time axis: where they are, and what they say. */
export interface TimeTicks {
  readonly values: readonly Ns[];
  readonly label: (ns: Ns) => string;
  /** When the window is far from zero and narrow, ticks count from a moment, which this names; else null. */
  readonly base: string | null;
}

/** About `count` ticks at round numbers of one unit. */
export function timeTicks(startNs: Ns, endNs: Ns, count: number): TimeTicks {
  const width = endNs - startNs;
  const unit = unitFor(width / 1.5);
  const far = startNs > width * 1000;
  const base = far ? Math.floor(startNs / (unit.ns * 1000)) * unit.ns * 1000 : 0;
  const values = ticks((startNs - base) / unit.ns, (endNs - base) / unit.ns, count).filter((v) => v >= 0);
  const step = values.length > 1 ? values[1]! - values[0]! : 1;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return {
    values: values.map((value) => base + value * unit.ns),
    label: (ns) => `${far ? '+' : ''}${((ns - base) / unit.ns).toFixed(Math.min(digits, 6))} ${unit.name}`,
    base: far ? formatMoment(base, unit.ns * 1e6) : null,
  };
}
