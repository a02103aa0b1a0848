import { basename, isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Uri } from 'vscode';
import type { TimelineDelta } from '../shared/timeline.ts';

/** Where a recording's files are: what it was started with. */
export interface PlacesOrigin {
  /** The program's working directory, absolute, as people know it. */
  readonly cwd: string;
  /** The document that was run. */
  readonly document: Uri;
  /** The file that holds the text of a snippet, absolute; null: the document is a file and was run itself. */
  readonly snippetFile: string | null;
}

/** Leads from the files of a recording's sites to documents, and back. */
export class Places {
  readonly #origin: PlacesOrigin;
  /** The name that the file with a snippet's text goes by. */
  readonly #shown: string;

  constructor(origin: PlacesOrigin) {
    this.#origin = origin;
    const { document, cwd } = origin;
    this.#shown = document.scheme === 'file' ? siteFile(cwd, document.fsPath) : basename(document.path);
  }

  /** The document that a site's file is shown in; null when there is none (a `data:` URL, code from a string). */
  document(file: string): Uri | null {
    if (file === this.#shown) return this.#origin.document;
    const path = this.#absolute(file);
    if (path === null) return null;
    return path === this.#origin.snippetFile ? this.#origin.document : Uri.file(path);
  }

  /** The name that a document's file has in the sites; null when it cannot have one. */
  file(document: Uri): string | null {
    if (document.toString() === this.#origin.document.toString()) return this.#shown;
    return document.scheme === 'file' ? siteFile(this.#origin.cwd, document.fsPath) : null;
  }

  /** The name that people are shown for a file of the recording: a snippet goes by its document's. */
  shown(file: string): string {
    const { snippetFile } = this.#origin;
    return snippetFile !== null && this.#absolute(file) === snippetFile ? this.#shown : file;
  }

  /** The same part of the timeline, with the names that people are shown. */
  named(delta: TimelineDelta): TimelineDelta {
    if (this.#origin.snippetFile === null) return delta;
    return {
      ...delta,
      facts: { ...delta.facts, entry: this.shown(delta.facts.entry) },
      sites: delta.sites.map((site) => ({ ...site, file: this.shown(site.file) })),
      processes: delta.processes.map((row) => ({
        ...row,
        command: row.command.map((word) => this.shown(word)),
      })),
    };
  }

  #absolute(file: string): string | null {
    if (file.startsWith('file:')) return fileURLToPath(file);
    if (/^(?:[a-z][a-z\d+.-]+:|\[)/i.test(file)) return null;
    return isAbsolute(file) ? file : join(this.#origin.cwd, file);
  }
}

/** How a recording writes a path: relative to `cwd` where it lies below it, with `/`; otherwise absolute. */
export function siteFile(cwd: string, path: string): string {
  const below = relative(cwd, path);
  const outside = below === '' || below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below);
  return (outside ? path : below).split(sep).join('/');
}
