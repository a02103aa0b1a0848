import { NONE, type Ns, State, taskKindNames } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { isFunctionKind } from '../totals/keys.ts';
import type { FunctionTotals, LineTotals, RunTotals } from '../totals/report.ts';
import type { Totals } from '../totals/sum.ts';
import { isNoise } from './noise.ts';
import { type PlacePairs, type RunPlaces, spotOfSite } from './places.ts';
import { LineShift, type Pair, pairSpots, type Spot } from './spots.ts';

/** A function or a line, before and after; null: it was not there. */
export interface RowChange<Row extends Totals> {
  readonly before: Row | null;
  readonly after: Row | null;
  /** How much the state has changed that has changed most. */
  readonly sizeNs: Ns;
  readonly isNoise: boolean;
}

export interface FunctionChange extends RowChange<FunctionTotals> {
  /** The pair of its places. */
  readonly place: number;
}

/** The states that are compared. */
export const comparedStates = [State.running, State.ready, State.waiting, State.blocked] as const;

/** A run, and what it was spent on. */
export interface Run {
  readonly tables: TimelineTables;
  readonly totals: RunTotals;
  readonly places: RunPlaces;
}

/** In the mode `light` no operations are recorded: where only one run was, they are not compared. */
function isCompared({ before, after }: Omit<FunctionChange, 'place'>, withOperations: boolean): boolean {
  const row = after ?? before;
  return row !== null && (withOperations || isFunctionKind[row.kind] === true);
}

/** The functions of both runs; what has changed most comes first. */
export function functionChanges(a: Run, b: Run, { pairs }: PlacePairs): FunctionChange[] {
  const [before, after] = [rowsByPlace(a), rowsByPlace(b)];
  return pairs
    .map((pair, place) => ({ place, ...changeOf(before[pair.a] ?? null, after[pair.b] ?? null) }))
    .filter((row) => isCompared(row, a.tables.facts.mode === b.tables.facts.mode))
    .sort(byPlaceSize);
}

/** The lines of both runs, likewise. A line stays the same when its function has moved, or lines above it were added. */
export function lineChanges(a: Run, b: Run, places: PlacePairs): RowChange<LineTotals>[] {
  const functions = places.pairs.filter((pair) => isFunctionPair(pair, a.places, b.places));
  const shift = new LineShift(a.places.spots, b.places.spots, functions);
  return pairSpots(lineSpots(a), lineSpots(b), shift)
    .map((pair) => changeOf(a.totals.lines[pair.a] ?? null, b.totals.lines[pair.b] ?? null))
    .sort(bySize);
}

function changeOf<Row extends Totals>(before: Row | null, after: Row | null): RowChange<Row> {
  let [sizeNs, isSmall] = [0, true];
  for (const state of comparedStates) {
    const [beforeNs, afterNs] = [before?.ns[state] ?? 0, after?.ns[state] ?? 0];
    sizeNs = Math.max(sizeNs, Math.abs(afterNs - beforeNs));
    isSmall &&= isNoise(beforeNs, afterNs);
  }
  return { before, after, sizeNs, isNoise: isSmall };
}

type AnyChange = RowChange<FunctionTotals> | RowChange<LineTotals>;

const bySize = (x: AnyChange, y: AnyChange): number => y.sizeNs - x.sizeNs;
const byPlaceSize = (x: FunctionChange, y: FunctionChange): number => bySize(x, y) || x.place - y.place;

/** The totals of each place of a run. */
function rowsByPlace({ totals, places }: Run): (FunctionTotals | undefined)[] {
  const keyOf = ({ kind, site, name }: Pick<FunctionTotals, 'kind' | 'site' | 'name'>): string =>
    `${kind} ${site === NONE ? name : site}`;
  const rows = new Map(totals.functions.map((row) => [keyOf(row), row]));
  return places.places.map((place) => rows.get(keyOf(place)));
}

function isFunctionPair({ a, b }: Pair, inA: RunPlaces, inB: RunPlaces): boolean {
  if (a === NONE || b === NONE || inB.spots[b]!.line === 0) return false;
  return isFunctionKind[inA.places[a]!.kind] === true && taskKindNames[inA.places[a]!.kind] !== 'module';
}

/** A line's function is that of its first site. */
const lineSpots = ({ tables, totals }: Run): Spot[] =>
  totals.lines.map(({ site }) => spotOfSite(tables, site, 0));
