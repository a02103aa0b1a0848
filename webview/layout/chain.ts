import { NONE } from '../../src/shared/timeline.ts';
import { type Arrow, arrowBetween } from './arrows.ts';
import type { Scene } from './scene.ts';

/** A bar of the chain, as it lies on the canvas; `row` may be that of a group that is folded. */
export interface ChainBar {
  /** Counts from 1, as in the list. */
  readonly number: number;
  readonly row: number;
  readonly x0: number;
  readonly x1: number;
}

/** The bars of the chain that are in a row, and the arrows from each to the one that it led to. */
export function layoutChain(scene: Scene): {
  readonly bars: readonly ChainBar[];
  readonly arrows: readonly Arrow[];
} {
  const { chain, rows, frame } = scene;
  const bars: ChainBar[] = [];
  const arrows: Arrow[] = [];
  let before = NONE;
  for (const [i, { span, via }] of (chain?.answer.steps ?? []).entries()) {
    const row = rows.indexOf(span.thread, span.task);
    if (row >= 0) {
      const [x0, x1] = [frame.scale.toPx(span.startNs), frame.scale.toPx(span.endNs)];
      bars.push({ number: i + 1, row, x0, x1 });
      if (via && before >= 0 && before !== row) {
        const kind = via.kind === 'message' ? 'message' : 'resolve';
        const ends = { fromRow: row, fromNs: via.fromNs, toRow: before, toNs: via.toNs };
        arrows.push(arrowBetween(ends, kind, via.exact, rows, frame.scale));
      }
    }
    before = row;
  }
  return { bars, arrows };
}
