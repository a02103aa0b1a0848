import { SITE_INDEX_BITS, type SitesText, type SiteTuple, siteNumber } from '../../shared/records.ts';
import { cutText } from '../../shared/text.ts';
import { NONE, type SiteId, type SiteRow } from '../../shared/timeline.ts';

/** All sites of the timeline, each once, however many processes name it. */
export class SiteIndex {
  readonly #rows: SiteRow[];
  readonly #ids = new Map<string, SiteId>();
  cwd = '';

  /** `rows` gets the sites, in the order in which they are first used. */
  constructor(rows: SiteRow[]) {
    this.#rows = rows;
  }

  id(path: string, [line, column, name]: SiteTuple): SiteId {
    const file = relativePath(this.cwd, path);
    const key = `${line}:${column}:${file}\n${name}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = this.#rows.push({ file, line, column, name: cutText(name) }) - 1;
      this.#ids.set(key, id);
    }
    return id;
  }
}

/** What the numbers of sites mean in one process. */
export class SiteScope {
  readonly #index: SiteIndex;
  readonly #paths = new Map<number, string>();
  readonly #files = new Set<string>();
  /** By number, not in arrays by index: a damaged table may begin at any index. */
  readonly #tuples = new Map<number, SiteTuple>();
  readonly #ids = new Map<number, SiteId>();

  constructor(index: SiteIndex) {
    this.#index = index;
  }

  add({ id, path, from, sites }: SitesText): void {
    if (!this.#paths.has(id)) this.#paths.set(id, path);
    this.#files.add(path.replaceAll('\\', '/'));
    for (const [i, site] of sites.entries()) this.#tuples.set(siteNumber(id, from + i), site);
  }

  /** The row of a place in a file of the program; NONE when none of its files is called so. */
  place(path: string, line: number, column: number): SiteId {
    const known = this.#files.has(path.replaceAll('\\', '/'));
    return known && line > 0 ? this.#index.id(path, [line, Math.max(column, 1), '']) : NONE;
  }

  /** The row of a site's number; NONE when it is 0 or not known (yet). */
  id(number: number): SiteId {
    const known = this.#ids.get(number);
    if (known !== undefined) return known;
    const path = this.#paths.get(number >>> SITE_INDEX_BITS);
    const tuple = this.#tuples.get(number);
    if (path === undefined || tuple === undefined) return NONE;
    const id = this.#index.id(path, tuple);
    this.#ids.set(number, id);
    return id;
  }
}

/** `path` as seen from the folder `cwd`, with `/`, when it lies below it; as it is otherwise (also a URL). */
export function relativePath(cwd: string, path: string): string {
  const folder = cwd.replaceAll('\\', '/').replace(/\/+$/, '');
  const whole = path.replaceAll('\\', '/');
  return cwd !== '' && whole.startsWith(`${folder}/`) ? whole.slice(folder.length + 1) : path;
}

/** The last part of a path or file URL; `data:` for a data URL. */
export function baseName(path: string): string {
  if (path.startsWith('data:')) return 'data:';
  const plain = path.startsWith('file:') ? path.replace(/[?#].*$/s, '') : path;
  return plain.slice(Math.max(plain.lastIndexOf('/'), plain.lastIndexOf('\\')) + 1) || path;
}
