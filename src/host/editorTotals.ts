import type { Disposable, TextDocument, Uri } from 'vscode';
import type { Recording } from '../analysis/index.ts';
import { HoverTotals } from './hoverTotals.ts';
import { type LineNote, LineNotes, lineNotes } from './lineNotes.ts';
import { LiveTotals } from './liveTotals.ts';
import type { Places } from './places.ts';
import { RecordedLines } from './recordedLines.ts';

/** Tells in the editor what the lines and functions of the newest run were spent on. */
export class EditorTotals implements Disposable {
  readonly #live = new LiveTotals(() => this.#notes.update());
  readonly #lines: RecordedLines;
  readonly #notes: LineNotes;
  readonly #hover: HoverTotals;
  #recording: Recording | null = null;

  constructor(places: () => Places | null) {
    this.#lines = new RecordedLines(places, (document) => this.#notes.update(document));
    this.#notes = new LineNotes((document) => lineNotes(document, this.#live.totals, this.#lines));
    const run = () => {
      const { totals } = this.#live;
      return totals && this.#recording ? { totals, tables: this.#recording.tables } : null;
    };
    this.#hover = new HoverTotals(run, this.#lines);
  }

  /** A program runs, and this is its recording. */
  begin(recording: Recording, program: Uri | null): void {
    this.#recording = recording;
    this.#lines.begin(program);
    this.#live.begin(recording);
  }

  grown(): void {
    this.#live.grown();
  }

  /** The run is over. */
  over(): void {
    this.#live.over();
  }

  /** There is no run any more, or another one begins. */
  clear(): void {
    this.#recording = null;
    this.#live.clear();
  }

  /** The notes on a document's lines, as they are shown now. */
  notesOn(document: TextDocument): readonly LineNote[] {
    return this.#notes.on(document);
  }

  dispose(): void {
    this.clear();
    for (const part of [this.#lines, this.#notes, this.#hover]) part.dispose();
  }
}
