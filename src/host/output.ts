import { type Disposable, l10n, type OutputChannel, window } from 'vscode';
import { OUTPUT_LANGUAGE } from './outputLinks.ts';

/** Most text of one run that is shown, in UTF-16 code units: the channel keeps all that it is given. */
export const MAX_SHOWN = 1 << 20;
const FLUSH_MS = 50;

/** Shows what the program prints. What is beyond `MAX_SHOWN` is counted, not shown. */
export class ProgramOutput implements Disposable {
  readonly #channel: OutputChannel;
  #pending: string[] = [];
  #shown = 0;
  #cut = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor() {
    this.#channel = window.createOutputChannel(l10n.t('Concurrency Visualizer'), OUTPUT_LANGUAGE);
  }

  /** A new run: what the run before printed goes away. */
  begin(): void {
    this.#flush();
    this.#channel.clear();
    this.#shown = 0;
    this.#cut = 0;
  }

  append(text: string): void {
    const room = Math.max(0, MAX_SHOWN - this.#shown);
    this.#shown += Math.min(room, text.length);
    this.#cut += Math.max(0, text.length - room);
    if (room === 0) return;
    this.#pending.push(text.slice(0, room));
    this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
  }

  /** The run is over: says what was cut, and how it ended. */
  end(summary: string): void {
    this.#flush();
    if (this.#cut > 0) this.#channel.append(`\n${cutNote(this.#cut)}\n`);
    this.#channel.appendLine(`\n[${summary}]`);
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#channel.dispose();
  }

  #flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending.length > 0) this.#channel.append(this.#pending.join(''));
    this.#pending = [];
  }
}

const cutNote = (characters: number): string =>
  l10n.t(
    '… the program printed {0} more characters, which are not shown here. Run it in a terminal to see all of its output.',
    characters.toLocaleString(),
  );
