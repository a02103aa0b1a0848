import { NONE, type SiteId, type TaskId, type TaskKindName, taskKindNames } from '../../shared/timeline.ts';
import type { TimelineTables } from '../tables.ts';

/** A function, or all operations that begin in one place: what tasks have in common. */
export interface FunctionKey {
  /** Index into `taskKindNames`. */
  readonly kind: number;
  /** As the program (or Node) names it; where its tasks have many names, the function that began them. */
  name: string;
  /** Where it is in the source; NONE: not known. */
  readonly site: SiteId;
}

export interface LineKey {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The first of its sites. */
  readonly site: SiteId;
}

const functionKinds: ReadonlySet<TaskKindName> = new Set(['async function', 'async generator', 'module']);

/** By index into `taskKindNames`: whether such tasks are calls of the program's own functions, and not timers, I/O and the like. */
export const isFunctionKind: readonly boolean[] = taskKindNames.map((name) => functionKinds.has(name));

/** Numbers the functions and lines of a timeline in the order in which they are asked for. */
export class Keys {
  readonly functions: FunctionKey[] = [];
  readonly lines: LineKey[] = [];
  readonly #tables: TimelineTables;
  /** By site (or name, where there is no site) and kind. */
  readonly #bySite: number[] = [];
  readonly #byName: number[] = [];
  readonly #lineOfSite: number[] = [];
  readonly #lineByPlace = new Map<string, number>();

  constructor(tables: TimelineTables) {
    this.#tables = tables;
  }

  functionOf(task: TaskId): number {
    const { kind, site, name } = this.#tables.tasks.columns;
    const place = site[task]!;
    const known = place === NONE ? this.#byName : this.#bySite;
    const key = (place === NONE ? name[task]! : place) * taskKindNames.length + kind[task]!;
    known[key] ??= this.functions.push({ kind: kind[task]!, name: this.#nameOf(task), site: place }) - 1;
    return known[key];
  }

  /** To be called once for every task: some operations of one place have many names. */
  see(task: TaskId): void {
    const key = this.functions[this.functionOf(task)]!;
    if (key.site !== NONE && !isFunctionKind[key.kind] && key.name !== this.#nameOf(task)) {
      key.name = this.#tables.sites[key.site]?.name ?? key.name;
    }
  }

  /** NONE: the site is not known. */
  lineOf(site: SiteId): number {
    if (site === NONE) return NONE;
    this.#lineOfSite[site] ??= this.#newLine(site);
    return this.#lineOfSite[site];
  }

  #newLine(site: SiteId): number {
    const { file, line } = this.#tables.sites[site]!;
    const place = `${line} ${file}`;
    const known = this.#lineByPlace.get(place);
    if (known !== undefined) return known;
    const index = this.lines.push({ file, line, site }) - 1;
    this.#lineByPlace.set(place, index);
    return index;
  }

  #nameOf(task: TaskId): string {
    return this.#tables.strings[this.#tables.tasks.columns.name[task]!] ?? '';
  }
}
