import type { Ns } from '../../src/shared/timeline.ts';
import type { SpanTable, Track } from '../model/track.ts';

/** Columns of a tile. */
const COLUMNS = 256;
/** Tiles that are kept at most, counted in generations: 4 kB each. */
const GENERATION = 4096;
/** So much of a frame may go into making tiles, in ms; where it does not suffice, coarser ones are shown until the next frame. */
const BUDGET_MS = 3;
/** A coarser tile may be so many levels above. */
const COARSER = 12;

/**
 * How long each state of a track lasted from its beginning to each edge of 256 columns, which are 2^level ns wide. What lies before
 * the end of the track's last span never changes.
 */
class Tile {
  readonly startNs: Ns;
  readonly columnNs: Ns;
  /** To the start of the tile, by state. */
  readonly base: Float64Array;
  /** From the start of the tile to edge `i`, at `i * states + state`. */
  readonly sums: Float32Array;
  /** Edges that are known for good. */
  edges = 0;
  /** Spans of the track when it was looked at last. */
  spans = -1;
  /** Index of the span at the last known edge, to look from there. */
  hint = -1;

  constructor(level: number, number: number, states: number) {
    this.columnNs = 2 ** level;
    this.startNs = number * COLUMNS * this.columnNs;
    this.base = new Float64Array(states);
    this.sums = new Float32Array((COLUMNS + 1) * states);
  }

  get isFinal(): boolean {
    return this.edges > COLUMNS;
  }
}

const sums = new Float64Array(16);

/** Goes on where the tile ends so far, to the end of what is known of the track. */
function extend(tile: Tile, track: Track, table: SpanTable): void {
  const { length } = track.spans;
  if (tile.isFinal || tile.spans === length) return;
  const closedNs = length > 0 ? track.endAt(length - 1, table) : 0;
  tile.spans = length;
  for (let edge = tile.edges; edge <= COLUMNS; edge++) {
    const ns = tile.startNs + edge * tile.columnNs;
    tile.hint = track.findStart(ns, table, tile.hint);
    sums.fill(0);
    track.sumClosed(ns, tile.hint, table, sums, 1);
    if (edge === 0) tile.base.set(sums.subarray(0, track.states));
    write(tile, edge, track.states);
    if (ns > closedNs) {
      fillFrom(tile, edge, track.states);
      return;
    }
    tile.edges = edge + 1;
  }
}

function write({ sums: to, base }: Tile, edge: number, states: number): void {
  for (let s = 1; s < states; s++) to[edge * states + s] = sums[s]! - base[s]!;
}

/** Behind the last span nothing is added. */
function fillFrom({ sums: to }: Tile, edge: number, states: number): void {
  for (let i = (edge + 1) * states; i < to.length; i++) to[i] = to[i - states]!;
}

/** Puts two tiles together whose columns are half as wide. */
function join(tile: Tile, left: Tile, right: Tile, states: number): void {
  tile.base.set(left.base);
  for (let edge = 0; edge <= COLUMNS; edge++) {
    const isLeft = edge <= COLUMNS / 2;
    const from = isLeft ? left : right;
    const at = (2 * edge - (isLeft ? 0 : COLUMNS)) * states;
    for (let s = 1; s < states; s++)
      tile.sums[edge * states + s] = from.sums[at + s]! + from.base[s]! - tile.base[s]!;
  }
  tile.edges = COLUMNS + 1;
}

type Generation = Map<Track, Map<number, Tile>>;

/**
 * The tiles that were needed last, of the tracks of one recording: a frame costs what is on screen, however many spans lie
 * in each of its columns.
 */
export class Tiles {
  readonly table: SpanTable;
  /** Something in this frame is coarser than it could be: the next one will be finer. */
  isRough = false;
  private young: Generation = new Map();
  private old: Generation = new Map();
  private youngTiles = 0;
  private untilMs = Number.POSITIVE_INFINITY;

  constructor(table: SpanTable) {
    this.table = table;
  }

  /** A frame begins. */
  begin(nowMs: number): void {
    this.untilMs = nowMs + BUDGET_MS;
    this.isRough = false;
  }

  /** The tile around a moment whose columns are `2 ** level` ns wide, or a coarser one, if there is one and no time is left. */
  at(track: Track, level: number, ns: Ns): Tile {
    const number = Math.floor(ns / (COLUMNS * 2 ** level));
    const found = this.find(track, level, number);
    if (found) {
      extend(found, track, this.table);
      return found;
    }
    if (this.joined(track, level, number)) return this.find(track, level, number)!;
    const coarser = performance.now() > this.untilMs ? this.coarser(track, level, number) : undefined;
    if (!coarser) return this.make(track, level, number);
    this.isRough = true;
    extend(coarser, track, this.table);
    return coarser;
  }

  private make(track: Track, level: number, number: number): Tile {
    const tile = new Tile(level, number, track.states);
    extend(tile, track, this.table);
    this.keep(track, keyOf(level, number), tile);
    return tile;
  }

  private joined(track: Track, level: number, number: number): boolean {
    const left = this.find(track, level - 1, number * 2);
    const right = left?.isFinal ? this.find(track, level - 1, number * 2 + 1) : undefined;
    if (!left || !right?.isFinal) return false;
    const tile = new Tile(level, number, track.states);
    join(tile, left, right, track.states);
    this.keep(track, keyOf(level, number), tile);
    return true;
  }

  private coarser(track: Track, level: number, number: number): Tile | undefined {
    for (let up = 1; up <= COARSER; up++) {
      const tile = this.find(track, level + up, Math.floor(number / 2 ** up));
      if (tile) return tile;
    }
    return undefined;
  }

  private find(track: Track, level: number, number: number): Tile | undefined {
    const key = keyOf(level, number);
    const young = this.young.get(track)?.get(key);
    if (young) return young;
    const old = this.old.get(track)?.get(key);
    if (old) this.keep(track, key, old);
    return old;
  }

  /** What nobody asked for as long as a whole generation of others came is forgotten. */
  private keep(track: Track, key: number, tile: Tile): void {
    if (this.youngTiles >= GENERATION) {
      this.old = this.young;
      this.young = new Map();
      this.youngTiles = 0;
    }
    const tiles = this.young.get(track);
    if (tiles) tiles.set(key, tile);
    else this.young.set(track, new Map([[key, tile]]));
    this.youngTiles++;
  }
}

const keyOf = (level: number, number: number): number => level * 2 ** 40 + number;

/** Reads a track's sums from the tiles of a level. Within a column time is spread evenly. */
export class TileReader {
  private track!: Track;
  private tiles!: Tiles;
  private level = 0;

  /** Tiles with columns of at most `nsPerPx`. */
  start(track: Track, tiles: Tiles, nsPerPx: number): void {
    this.track = track;
    this.tiles = tiles;
    this.level = Math.floor(Math.log2(nsPerPx));
  }

  /**
   * Writes how long each state lasted before `count` moments from `ns` on, `stepNs` apart: state `s` before moment `i` at
   * `i * states + s`.
   */
  read(ns: Ns, stepNs: Ns, count: number, into: Float64Array): void {
    const tileNs = COLUMNS * 2 ** this.level;
    for (let i = 0; i < count; ) {
      const atNs = Math.max(0, ns + i * stepNs);
      const tile = this.tiles.at(this.track, this.level, atNs);
      // A coarser tile reaches further, but only this part of it is missing.
      const endNs = (Math.floor(atNs / tileNs) + 1) * tileNs;
      const until = Math.min(count, Math.max(i + 1, Math.ceil((endNs - ns) / stepNs)));
      readTile(tile, this.track.states, ns, stepNs, i, until, into);
      i = until;
    }
  }
}

function readTile(
  { startNs, columnNs, sums: of, base }: Tile,
  states: number,
  ns: Ns,
  stepNs: Ns,
  from: number,
  to: number,
  into: Float64Array,
): void {
  for (let i = from; i < to; i++) {
    const column = Math.max(0, (ns + i * stepNs - startNs) / columnNs);
    const edge = Math.min(COLUMNS - 1, column | 0);
    const part = column - edge;
    const at = edge * states;
    for (let s = 1; s < states; s++) {
      const before = of[at + s]!;
      into[i * states + s] = base[s]! + before + (of[at + states + s]! - before) * part;
    }
  }
}
