import { State } from '../../src/shared/timeline.ts';
import type { CallGroup } from '../model/callGroup.ts';
import { STATES, type Track } from '../model/track.ts';
import { type Frame, layoutTrack, Pieces } from './pieces.ts';

/** Pixels per column of a density. */
export const DENSITY_PX = 2;

/** How many of a folded row's calls are in each state, column by column (`DENSITY_PX` wide). */
export interface Density {
  readonly columns: number;
  /** Mean number in each state in column `i`, at `i * STATES + state`. */
  readonly counts: Float32Array;
}

/** A group's density: from its curves while they are fine enough for the frame, else from its rows. */
export function groupDensity(group: CallGroup, frame: Frame): Density {
  const curve = group.curve(State.running) ?? group.curve(State.waiting);
  const columnNs = frame.scale.nsPerPx * DENSITY_PX;
  if (curve && curve.bucketNs <= columnNs * 2) return curveDensity(group, frame);
  return tracksDensity(group.rows, frame);
}

function emptyDensity(frame: Frame): Density {
  const columns = Math.ceil(frame.scale.widthPx / DENSITY_PX);
  return { columns, counts: new Float32Array(columns * STATES) };
}

function curveDensity(group: CallGroup, frame: Frame): Density {
  const density = emptyDensity(frame);
  for (let state = 1; state < STATES; state++) {
    const curve = group.curve(state as State);
    if (!curve) continue;
    for (let column = 0; column < density.columns; column++) {
      const ns = frame.scale.toNs((column + 0.5) * DENSITY_PX);
      if (ns <= frame.nowNs) density.counts[column * STATES + state] = curve.at(ns);
    }
  }
  return density;
}

const pieces = new Pieces();

/** The density of several tracks: what each does, added up. */
export function tracksDensity(tracks: readonly Track[], frame: Frame): Density {
  const density = emptyDensity(frame);
  for (const track of tracks) {
    layoutTrack(track, frame, pieces);
    addPieces(density);
  }
  return density;
}

function addPieces({ columns, counts }: Density): void {
  for (let i = 0; i < pieces.columns; i++) {
    const column = Math.floor(pieces.columnX[i]! / DENSITY_PX);
    if (column < 0 || column >= columns) continue;
    for (let s = 1; s < pieces.states; s++)
      counts[column * STATES + stateOf(s)]! += pieces.shares[i * pieces.states + s]! / DENSITY_PX;
  }
  for (let i = 0; i < pieces.bars; i++) {
    addBar(
      counts,
      columns,
      stateOf(pieces.barState[i]!),
      pieces.barX0[i]! / DENSITY_PX,
      pieces.barX1[i]! / DENSITY_PX,
    );
  }
}

/** On a core every colour stands for a thread that runs. */
const stateOf = (kind: number): number => (pieces.states === STATES ? kind : State.running);

function addBar(counts: Float32Array, columns: number, state: number, from: number, to: number): void {
  const last = Math.min(columns - 1, Math.floor(to));
  for (let column = Math.max(0, Math.floor(from)); column <= last; column++) {
    counts[column * STATES + state]! += Math.min(to, column + 1) - Math.max(from, column);
  }
}
