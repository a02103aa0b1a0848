import { NONE, type SiteId } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';
import { relativePath } from '../timeline/sites.ts';
import { type FunctionKey, Keys } from '../totals/keys.ts';
import { LineShift, type Pair, pairSpots, type Spot, uniquePairs } from './spots.ts';

/** The places that the tasks of a run begin at: functions, and what operations begin in. */
export interface RunPlaces {
  readonly places: readonly FunctionKey[];
  /** By task: its place. */
  readonly ofTask: Int32Array;
  readonly spots: readonly Spot[];
}

/** The places of two runs as one list. */
export interface PlacePairs {
  readonly pairs: readonly Pair[];
  /** By place of that run: its pair. */
  readonly ofA: Int32Array;
  readonly ofB: Int32Array;
  readonly shift: LineShift;
}

export function placesOf(tables: TimelineTables): RunPlaces {
  const keys = new Keys(tables);
  const ofTask = new Int32Array(tables.tasks.length);
  for (let task = 0; task < ofTask.length; task++) {
    ofTask[task] = keys.functionOf(task);
    keys.see(task);
  }
  const places = keys.functions;
  return { places, ofTask, spots: places.map((place) => spotOf(tables, place)) };
}

export function pairPlaces(a: RunPlaces, b: RunPlaces): PlacePairs {
  const shift = new LineShift(a.spots, b.spots, uniquePairs(a.spots, b.spots));
  const pairs = pairSpots(a.spots, b.spots, shift);
  return {
    pairs,
    ofA: numbersOf(pairs, 'a', a.places.length),
    ofB: numbersOf(pairs, 'b', b.places.length),
    shift,
  };
}

/** For each task the pair of its place. */
export const pairOfTasks = (ofTask: Int32Array, ofPlace: Int32Array): Int32Array =>
  ofTask.map((place) => ofPlace[place]!);

/**
 * The place of a site. The file that was run counts as the same in both runs, whatever it is called and wherever it lies: its
 * name is empty.
 */
export function spotOfSite({ sites, facts }: TimelineTables, site: SiteId, kind: number): Spot {
  const { file, line, column, name } = sites[site]!;
  const isEntry = file === relativePath(facts.cwd, facts.entry);
  return { kind, file: isEntry ? '' : file, name, line, column };
}

function spotOf(tables: TimelineTables, { kind, name, site }: FunctionKey): Spot {
  return site === NONE ? { kind, file: '\0', name, line: 0, column: 0 } : spotOfSite(tables, site, kind);
}

function numbersOf(pairs: readonly Pair[], side: 'a' | 'b', length: number): Int32Array {
  const numbers = new Int32Array(length).fill(NONE);
  for (const [i, pair] of pairs.entries()) if (pair[side] !== NONE) numbers[pair[side]] = i;
  return numbers;
}
