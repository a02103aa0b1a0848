/** What a task or thread did, one line a state. */
import { counted } from './storyBlocks.ts';
import type { Span, StoryIndex } from './storyIndex.ts';
import { causeText, lengthText, placeText, reasonMs, Step } from './storyWords.ts';

/**
 * The states of a lane in order of time. Running for less than a step of 100 ms is left out, and so is being ready for less
 * after a wait: every task has those, and a busy machine makes them longer. Ready without a wait before (an `await` of something that was
 * there already) is told however short it is. The length of a wait is told only when it is for a timer: what a file, a worker or a
 * process takes is not up to the program. The same line again and again is one line with a count.
 */
export function stateLines(index: StoryIndex, spans: readonly Span[], ownReason: string | null): string[] {
  const lines = spans.flatMap((span, i) => {
    const before = spans[i - 1];
    if (span.state === 'running') return longLine(index, span);
    if (span.state === 'ready')
      return before?.state === 'waiting' ? longLine(index, span) : [`ready${placeText(index, span.site)}`];
    const resumedNs = spans.slice(i + 1).find(({ state }) => state === 'running')?.startNs ?? span.endNs;
    return [stopLine(index, span, resumedNs, ownReason)];
  });
  return counted(lines);
}

function longLine(index: StoryIndex, { state, startNs, endNs, site }: Span): string[] {
  const length = lengthText(endNs - startNs, Step.stretchMs, null);
  return length === '' ? [] : [`${state}${placeText(index, site)}${length}`];
}

/** An operation's own wait has the operation's name for its reason and its line for its place: both stand above. */
function stopLine(index: StoryIndex, span: Span, resumedNs: number, ownReason: string | null): string {
  const { state, reason, site } = span;
  const isOwn = reason === ownReason;
  const what = isOwn ? '' : ` ${reason ?? '(no reason)'}${placeText(index, site)}`;
  const length = stopLength(span);
  const cause = index.causeOf(span, resumedNs);
  return `${state}${what}${length}${cause === undefined ? '' : ` ← ${causeText(index, cause)}`}`;
}

function stopLength({ state, reason, startNs, endNs }: Span): string {
  if (state === 'blocked') return lengthText(endNs - startNs, Step.stretchMs, null);
  const timerMs = reasonMs(reason);
  return timerMs === null ? '' : lengthText(endNs - startNs, Step.waitMs, timerMs);
}
