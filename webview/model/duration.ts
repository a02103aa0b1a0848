import type { Ns } from '../../src/shared/timeline.ts';

const units: Readonly<Record<string, Ns>> = { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, min: 60e9 };

/** A length of time as people write it: `5ms`, `1.5 s`, `1,5 s`, `20µs`; without a unit it is in ms. Null: it is none. */
export function parseDuration(text: string): Ns | null {
  const match = /^(\d+(?:[.,]\d*)?|[.,]\d+)\s*([a-zµμ]*)$/i.exec(text.trim());
  const unit = units[match?.[2]?.toLowerCase() || 'ms'];
  return match === null || unit === undefined ? null : Number(match[1]!.replace(',', '.')) * unit;
}
