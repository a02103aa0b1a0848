import type { Verdict } from '../../src/analysis/index.ts';
import { verdictNumbers, verdictWord } from '../layout/verdictWords.ts';
import { el, setText } from './dom.ts';

/** The verdict: one word, and the numbers that say so. */
export class VerdictLine {
  private readonly root: HTMLElement;
  private readonly word = el('strong');
  private readonly numbers = el('span');

  constructor(root: HTMLElement) {
    this.root = root;
    root.replaceChildren(this.word, this.numbers);
  }

  /** Null: there is nothing to judge yet. */
  update(verdict: Verdict | null): void {
    this.root.dataset.kind = verdict?.kind ?? '';
    setText(this.word, verdict ? verdictWord(verdict) : '');
    setText(this.numbers, verdict ? verdictNumbers(verdict) : '');
  }
}
