import {
  type Disposable,
  env,
  Hover,
  type HoverProvider,
  l10n,
  languages,
  MarkdownString,
  type Position,
  type TextDocument,
} from 'vscode';
import { type FunctionTotals, formatNs, type RunTotals } from '../analysis/index.ts';
import type { TimelineTables } from '../analysis/tables.ts';
import { isFunctionKind } from '../analysis/totals/keys.ts';
import { displayText } from '../shared/text.ts';
import { type SiteRow, taskKindNames } from '../shared/timeline.ts';
import type { RecordedLines } from './recordedLines.ts';
import { programLanguages } from './snippet.ts';
import { timesWords } from './totalsWords.ts';

/** What is known of the run that the panel shows. */
export interface HoverRun {
  readonly totals: RunTotals;
  readonly tables: TimelineTables;
}

const MODULE = taskKindNames.indexOf('module');
/** Most functions that one hover tells about. */
const MAX_FUNCTIONS = 3;

/** On a function's name, and on what it ran from or waited at: what its calls were spent on in the run that the panel shows. */
export class HoverTotals implements HoverProvider, Disposable {
  readonly #run: () => HoverRun | null;
  readonly #lines: RecordedLines;
  readonly #registration: Disposable;

  constructor(run: () => HoverRun | null, lines: RecordedLines) {
    this.#run = run;
    this.#lines = lines;
    this.#registration = languages.registerHoverProvider([...programLanguages], this);
  }

  provideHover(document: TextDocument, position: Position): Hover | null {
    const run = this.#run();
    const file = run && this.#lines.fileOf(document);
    const line = this.#lines.before(document, position.line + 1);
    const range = document.getWordRangeAtPosition(position);
    if (!run || !file || line === null || !range) return null;
    const isHere = (site: SiteRow | undefined) =>
      site?.line === line && this.#lines.shown(site.file) === file;
    const word = { text: document.getText(range), from: range.start.character + 1, to: range.end.character };
    const functions = functionsAt(run, word, isHere).slice(0, MAX_FUNCTIONS);
    return functions.length === 0
      ? null
      : new Hover(
          functions.map((row) => words(row, run.tables)),
          range,
        );
  }

  dispose(): void {
    this.#registration.dispose();
  }
}

/** A word of the document; columns count from 1, the last one included. */
interface Word {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

/** The functions that have this name on the line, or ran from this word or waited at it. */
function functionsAt(
  { totals, tables }: HoverRun,
  word: Word,
  isHere: (site: SiteRow | undefined) => boolean,
): FunctionTotals[] {
  const isOwn = ({ kind }: FunctionTotals) => isFunctionKind[kind] === true;
  const named = totals.functions.filter(
    (row) => isOwn(row) && isHere(tables.sites[row.site]) && row.name.split(/[.#]/).at(-1) === word.text,
  );
  if (named.length > 0) return named;
  // A module begins at its first line, whatever stands there.
  const modules = new Set(totals.functions.filter(({ kind }) => kind === MODULE).map(({ site }) => site));
  const isSite = tables.sites.some(
    (site, id) => isHere(site) && site.column >= word.from && site.column <= word.to && !modules.has(id),
  );
  if (!isSite) return [];
  return totals.lines
    .filter((row) => isHere(tables.sites[row.site]))
    .flatMap(({ functions }) => functions.filter(isOwn));
}

/** Names come from the program: they are text, never Markdown. */
function words(row: FunctionTotals, tables: TimelineTables): MarkdownString {
  const text = new MarkdownString();
  text.isTrusted = false;
  text.supportHtml = false;
  text.appendMarkdown('**');
  text.appendText(displayText(row.name, 120) || l10n.t('(anonymous)'));
  text.appendMarkdown('**');
  const calls = row.calls === 1 ? l10n.t('1 call') : l10n.t('{0} calls', row.calls);
  text.appendText(` · ${calls}\n`);
  text.appendText(`${timesWords(row)}\n`);
  text.appendText(l10n.t('longest call: {0}', formatNs(row.longestNs)));
  const startedAt = new Date(tables.facts.startedAt);
  if (!Number.isNaN(startedAt.getTime())) {
    text.appendText(` · ${l10n.t('last run at {0}', startedAt.toLocaleTimeString(env.language))}`);
  }
  return text;
}
