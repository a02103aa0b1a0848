import type { Strip } from './bars.ts';

/** The part of a row that bars fill; the rest is air. */
export function stripOf(row: number, rowPx: number): Strip {
  const air = rowPx >= 20 ? 3 : 2;
  return { y: row * rowPx + air, height: rowPx - 2 * air };
}
