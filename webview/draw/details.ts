import type { SpanWords } from '../layout/words.ts';
import { setText } from './dom.ts';
import type { Shell } from './shell.ts';

/** Fills the strip of details; `site` null hides the button to the code. */
export function drawDetails({ details }: Shell, words: SpanWords): void {
  setText(details.title, words.title);
  setText(details.totals, words.totals);
  setText(details.sentence, words.sentence);
  details.show.hidden = words.site === null;
}
