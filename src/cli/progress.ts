import { basename } from 'node:path';
import type { ProgressStep } from '../collector/index.ts';
import { printable } from './terminal.ts';

/** A terminal to write to. */
export interface TerminalOut {
  write(text: string): unknown;
}

/** Between two renewals of the line, in ms. */
const RENEW_MS = 500;
const CLEAR_LINE = '\r\u001b[K';

/**
 * One line that says how far the run is. It is renewed in place only while the program does not print to the same
 * terminal (`live`): else it would be written into the program's own lines, and each step is said once instead.
 */
export class Progress {
  private readonly out: TerminalOut;
  private readonly live: boolean;
  private readonly file: string;
  private readonly timer: NodeJS.Timeout | null;
  private bytes = 0;
  private shown = '';
  private step: ProgressStep | null = null;
  private readonly beginMs = performance.now();

  constructor(out: TerminalOut, live: boolean, file: string) {
    this.out = out;
    this.live = live;
    this.file = printable(basename(file));
    this.timer = live ? setInterval(() => this.renew(), RENEW_MS) : null;
  }

  onStep(step: ProgressStep): void {
    if (step.kind === 'notExact') return;
    this.step = step;
    this.renew();
  }

  onBytes(count: number): void {
    this.bytes += count;
  }

  /** Takes the line away, once and for all. */
  end(): void {
    if (this.timer) clearInterval(this.timer);
    if (this.live && this.shown !== '') this.out.write(CLEAR_LINE);
    this.shown = '';
    this.step = null;
  }

  private renew(): void {
    const text = this.text();
    if (text === null || text === this.shown) return;
    this.shown = text;
    this.out.write(this.live ? `${CLEAR_LINE}${text}` : `${text}\n`);
  }

  private text(): string | null {
    switch (this.step?.kind) {
      case 'compiling':
        return this.live ? `Compiling ${this.file}` : null;
      case 'starting':
        return `Recording ${this.file} with Node ${this.step.node.version} (Ctrl+C stops it)`;
      case 'waiting':
        return `${this.file} is over; waiting for ${this.step.processes} of its processes (Ctrl+C stops them)`;
      case 'running':
        return this.live ? this.growth() : null;
      default:
        return null;
    }
  }

  private growth(): string {
    const seconds = Math.round((performance.now() - this.beginMs) / 1000);
    return `Recording ${this.file}: ${seconds} s, ${(this.bytes / 1e6).toFixed(1)} MB (Ctrl+C stops it)`;
  }
}
