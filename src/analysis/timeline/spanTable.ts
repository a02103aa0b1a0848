import { NONE, type Ns, type SpanColumns, type State } from '../../shared/timeline.ts';
import type { TaskTable } from './columns.ts';
import { addBytes, type Bytes, bytesOf, FIRST_ROWS, growable, resize, roomFor } from './growable.ts';
import { Offsets } from './offsets.ts';
import { Pairs } from './pairs.ts';

/** Rows that share a base of their times, as a power of two: few enough that they lie close together in a long recording too. */
const CHUNK_BITS = 8;
const CHUNK_ROWS = 1 << CHUNK_BITS;
/** How far before its chunk's first span one may have started to take no more room: a span is added when it is over. */
const BEFORE_NS = 3e9;
const STATE_BITS = 3;
const STATE_MASK = (1 << STATE_BITS) - 1;

/**
 * Spans that are over, in the order in which they were known. Rows are only ever added. A row takes 16 bytes, where
 * reason and site repeat and the times lie close together; 8 more for each of its times that does not, and about 20 if no other
 * has its reason and site.
 */
export class SpanTable {
  length = 0;
  /** The task, or `~thread` of a span of the thread itself. */
  readonly #lane = growable(Int32Array);
  /** The number of the pair of reason and site, and the state. */
  readonly #what = growable(Int32Array);
  readonly #pairs = new Pairs();
  /** By chunk. Not a column that grows in place: those are slower to read, and this one is small. */
  #baseNs = new Float64Array(16);
  readonly #start = new Offsets();
  readonly #end = new Offsets();
  readonly #tasks: TaskTable;
  #capacity = FIRST_ROWS;

  /** `tasks` holds every task before its spans come: a task stays in its thread, so that its spans need not name that. */
  constructor(tasks: TaskTable) {
    this.#tasks = tasks;
  }

  /** `state` is less than 8. */
  push(
    thread: number,
    task: number,
    state: number,
    startNs: Ns,
    endNs: Ns,
    reason: number,
    site: number,
  ): void {
    const row = this.length;
    if (row === this.#capacity) this.#reserve(row + 1);
    if ((row & (CHUNK_ROWS - 1)) === 0) this.#beginChunk(row >>> CHUNK_BITS, Math.floor(startNs) - BEFORE_NS);
    this.#lane[row] = task === NONE ? ~thread : task;
    this.#what[row] = (this.#pairs.id(reason, site) << STATE_BITS) | state;
    this.#start.put(row, startNs, this.#baseAt(row));
    this.#end.put(row, endNs, startNs);
    this.length = row + 1;
  }

  /** Adds all rows of `rows`. */
  append(rows: SpanColumns): void {
    const { thread, task, state, startNs, endNs, reason, site } = rows;
    if (this.length + thread.length > this.#capacity) this.#reserve(this.length + thread.length);
    for (let i = 0; i < thread.length; i++)
      this.push(thread[i]!, task[i]!, state[i]!, startNs[i]!, endNs[i]!, reason[i]!, site[i]!);
  }

  /** Copies of rows `from` (included) to `to` (excluded), each column in a buffer of its own size, fit to be transferred. */
  slice(from: number, to: number): SpanColumns {
    const count = to - from;
    const columns: SpanColumns = {
      thread: new Int32Array(count),
      task: new Int32Array(count),
      state: new Uint8Array(count),
      startNs: new Float64Array(count),
      endNs: new Float64Array(count),
      reason: new Int32Array(count),
      site: new Int32Array(count),
    };
    for (let i = 0; i < count; i++) this.#copy(from + i, columns, i);
    return columns;
  }

  threadAt(row: number): number {
    const lane = this.#lane[row]!;
    return lane < 0 ? ~lane : this.#tasks.columns.thread[lane]!;
  }

  /** NONE: a span of the thread itself. */
  taskAt(row: number): number {
    const lane = this.#lane[row]!;
    return lane < 0 ? NONE : lane;
  }

  stateAt(row: number): State {
    return (this.#what[row]! & STATE_MASK) as State;
  }

  startAt(row: number): Ns {
    return this.#start.at(row, this.#baseAt(row));
  }

  endAt(row: number): Ns {
    return this.#end.at(row, this.startAt(row));
  }

  /** From its start to its end. */
  lengthAt(row: number): Ns {
    const offsetNs = this.#end.offsetAt(row);
    return offsetNs >= 0 ? offsetNs : this.endAt(row) - this.startAt(row);
  }

  reasonAt(row: number): number {
    return this.#pairs.first(this.#what[row]! >>> STATE_BITS);
  }

  siteAt(row: number): number {
    return this.#pairs.second(this.#what[row]! >>> STATE_BITS);
  }

  /** The memory that the rows take. */
  get bytes(): Bytes {
    const { length } = this;
    return addBytes([
      bytesOf([this.#lane, this.#what], length),
      bytesOf([this.#baseNs], Math.ceil(length / CHUNK_ROWS)),
      this.#pairs.bytes(),
      this.#start.bytes(length),
      this.#end.bytes(length),
    ]);
  }

  #baseAt(row: number): Ns {
    return this.#baseNs[row >>> CHUNK_BITS]!;
  }

  #beginChunk(chunk: number, baseNs: Ns): void {
    if (chunk === this.#baseNs.length) {
      const longer = new Float64Array(roomFor(chunk + 1, chunk));
      longer.set(this.#baseNs);
      this.#baseNs = longer;
    }
    this.#baseNs[chunk] = baseNs;
  }

  #copy(row: number, to: SpanColumns, i: number): void {
    const startNs = this.startAt(row);
    to.thread[i] = this.threadAt(row);
    to.task[i] = this.taskAt(row);
    to.state[i] = this.stateAt(row);
    to.startNs[i] = startNs;
    to.endNs[i] = this.#end.at(row, startNs);
    to.reason[i] = this.reasonAt(row);
    to.site[i] = this.siteAt(row);
  }

  #reserve(rows: number): void {
    this.#capacity = roomFor(rows, this.#capacity);
    for (const column of [this.#lane, this.#what, this.#start, this.#end])
      if (column instanceof Offsets) column.resize(this.#capacity);
      else resize(column, this.#capacity);
  }
}
