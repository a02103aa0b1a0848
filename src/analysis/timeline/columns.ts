import type { CoreColumns, LinkColumns, MessageColumns, TaskColumns } from '../../shared/timeline.ts';
import { FIRST_ROWS, growable, type Numbers, resize, roomFor } from './growable.ts';

type Columns<Name extends string> = Readonly<Record<Name, Numbers>>;

/**
 * A table of typed columns to which rows are only ever added; rows from `length` on mean nothing.
 */
export class ColumnTable<C extends Columns<keyof C & string>> {
  length = 0;
  readonly columns: C;
  #capacity = FIRST_ROWS;

  /** `make` returns empty columns of a given length. */
  constructor(make: (length: number) => C) {
    this.columns = make(FIRST_ROWS);
  }

  /** Copies of rows `from` (included) to `to` (excluded), each in a buffer of its own size, fit to be transferred. */
  slice(from: number, to: number): C {
    return this.#map((column) => column.slice(from, to));
  }

  /** Adds all rows of `rows`, whose columns are exactly as long as it has rows. */
  append(rows: C, count: number): void {
    this.reserve(count);
    for (const name of Object.keys(this.columns) as (keyof C & string)[]) {
      this.columns[name].set(rows[name], this.length);
    }
    this.length += count;
  }

  /** Makes room for `count` more rows. */
  protected reserve(count: number): void {
    const needed = this.length + count;
    if (needed <= this.#capacity) return;
    this.#capacity = roomFor(needed, this.#capacity);
    for (const column of Object.values<Numbers>(this.columns)) resize(column, this.#capacity);
  }

  #map(change: (column: Numbers) => Numbers): C {
    const names = Object.keys(this.columns) as (keyof C & string)[];
    return Object.fromEntries(names.map((name) => [name, change(this.columns[name])])) as unknown as C;
  }
}

const makeLinks = (length: number): LinkColumns => ({
  kind: growable(Uint8Array, length),
  exact: growable(Uint8Array, length),
  fromThread: growable(Int32Array, length),
  fromTask: growable(Int32Array, length),
  fromNs: growable(Float64Array, length),
  toThread: growable(Int32Array, length),
  toTask: growable(Int32Array, length),
  toNs: growable(Float64Array, length),
});

/** A moment on a lane. */
export interface Point {
  readonly thread: number;
  readonly task: number;
  readonly ns: number;
}

export class LinkTable extends ColumnTable<LinkColumns> {
  constructor() {
    super(makeLinks);
  }

  /** `kind` is an index into `linkKindNames`. */
  push(
    kind: number,
    exact: boolean,
    fromThread: number,
    fromTask: number,
    fromNs: number,
    toThread: number,
    toTask: number,
    toNs: number,
  ): void {
    this.reserve(1);
    const { columns, length } = this;
    columns.kind[length] = kind;
    columns.exact[length] = exact ? 1 : 0;
    columns.fromThread[length] = fromThread;
    columns.fromTask[length] = fromTask;
    columns.fromNs[length] = fromNs;
    columns.toThread[length] = toThread;
    columns.toTask[length] = toTask;
    columns.toNs[length] = toNs;
    this.length = length + 1;
  }
}

/** A task's columns, with its end: `endNs` is NaN and `outcome` 0 (pending) as long as it has none. */
export interface TaskRowColumns extends Omit<TaskColumns, 'first'> {
  readonly endNs: Float64Array;
  readonly outcome: Uint8Array;
}

const makeTasks = (length: number): TaskRowColumns => ({
  thread: growable(Int32Array, length),
  kind: growable(Uint8Array, length),
  name: growable(Int32Array, length),
  site: growable(Int32Array, length),
  parent: growable(Int32Array, length),
  startNs: growable(Float64Array, length),
  endNs: growable(Float64Array, length),
  outcome: growable(Uint8Array, length),
});

export class TaskTable extends ColumnTable<TaskRowColumns> {
  constructor() {
    super(makeTasks);
  }

  /** Adds a task that has not ended and returns its id. */
  push(thread: number, kind: number, name: number, site: number, parent: number, startNs: number): number {
    this.reserve(1);
    const { columns, length } = this;
    columns.thread[length] = thread;
    columns.kind[length] = kind;
    columns.name[length] = name;
    columns.site[length] = site;
    columns.parent[length] = parent;
    columns.startNs[length] = startNs;
    columns.endNs[length] = Number.NaN;
    columns.outcome[length] = 0;
    this.length = length + 1;
    return length;
  }

  end(task: number, endNs: number, outcome: number): void {
    this.columns.endNs[task] = endNs;
    this.columns.outcome[task] = outcome;
  }
}

const makeMessages = (length: number): MessageColumns => ({
  link: growable(Int32Array, length),
  copiedBytes: growable(Float64Array, length),
  transferredBytes: growable(Float64Array, length),
  isLowerBound: growable(Uint8Array, length),
  sendNs: growable(Float64Array, length),
});

/** What messages carried. */
export class MessageTable extends ColumnTable<MessageColumns> {
  constructor() {
    super(makeMessages);
  }

  push(
    link: number,
    copiedBytes: number,
    transferredBytes: number,
    isLowerBound: boolean,
    sendNs: number,
  ): void {
    this.reserve(1);
    const { columns, length } = this;
    columns.link[length] = link;
    columns.copiedBytes[length] = copiedBytes;
    columns.transferredBytes[length] = transferredBytes;
    columns.isLowerBound[length] = isLowerBound ? 1 : 0;
    columns.sendNs[length] = sendNs;
    this.length = length + 1;
  }
}

const makeCores = (length: number): CoreColumns => ({
  osThread: growable(Int32Array, length),
  core: growable(Int32Array, length),
  startNs: growable(Float64Array, length),
  endNs: growable(Float64Array, length),
});

/** Who had which core when, and who was ready without one. */
export class CoreTable extends ColumnTable<CoreColumns> {
  constructor() {
    super(makeCores);
  }

  push(osThread: number, core: number, startNs: number, endNs: number): void {
    this.reserve(1);
    const { columns, length } = this;
    columns.osThread[length] = osThread;
    columns.core[length] = core;
    columns.startNs[length] = startNs;
    columns.endNs[length] = endNs;
    this.length = length + 1;
  }
}
