import type { ExcerptMessage, PageMessage } from '../../src/shared/protocol.ts';
import type { SiteRow } from '../../src/shared/timeline.ts';

/** Some lines of the source around a place. */
export type Excerpt = Pick<ExcerptMessage, 'firstLine' | 'lines'>;

/** The lines around places, as the host gives them: each place is asked for once. */
export class Excerpts {
  /** Counts the answers. */
  answers = 0;
  private readonly known = new Map<string, Excerpt | null>();
  private readonly send: (message: PageMessage) => void;

  constructor(send: (message: PageMessage) => void) {
    this.send = send;
  }

  /** Null: not there yet, or there are none. */
  get(site: SiteRow): Excerpt | null {
    const key = keyOf(site);
    const found = this.known.get(key);
    if (found !== undefined) return found;
    this.known.set(key, null);
    this.send({ type: 'excerpt', file: site.file, line: site.line });
    return null;
  }

  take({ file, line, firstLine, lines }: ExcerptMessage): void {
    this.answers++;
    this.known.set(keyOf({ file, line }), lines.length > 0 ? { firstLine, lines } : null);
  }

  /** Another run: its source may be another one. */
  reset(): void {
    this.answers++;
    this.known.clear();
  }
}

const keyOf = ({ file, line }: Pick<SiteRow, 'file' | 'line'>): string => `${line} ${file}`;
