import type { SpanWords } from '../layout/words.ts';
import { setText } from './dom.ts';
import type { Shell } from './shell.ts';

/** Fills the strip of details; `site` null hides the button to the code; `why` tells whether one can ask what a wait was for. */
export function drawDetails({ details }: Shell, words: SpanWords, why: boolean): void {
  setText(details.title, words.title);
  setText(details.totals, words.totals);
  setText(details.sentence, words.sentence);
  details.why.hidden = !why;
  details.show.hidden = words.site === null;
}
