/** What the page's model of a recording weighs, and how long it looks for the bar under the pointer. Runs in the page. */

import { addBytes } from '../../src/analysis/timeline/growable.ts';
import { SceneMaker, type Viewport } from '../../webview/layout/sceneOf.ts';
import { under } from '../../webview/layout/signs.ts';
import { PanelState } from '../../webview/model/panelState.ts';
import { batchesOf } from './drawOurs.ts';
import type { MadeUpSpans } from './drawSpans.ts';

/** Points at which the bar under the pointer is looked for. */
const POINTS = 200_000;
const viewport: Viewport = { widthPx: 1000, heightPx: 700, scrollPx: 0 };

export interface ModelCost {
  /** Bytes of the spans' table and the tracks ÷ spans. */
  readonly bytesPerSpan: number;
  /** Mean time to find what is under the pointer, ms. */
  readonly hitTestMs: number;
}

export function measureModel(spans: MadeUpSpans): ModelCost {
  const state = new PanelState();
  for (const { delta } of batchesOf(spans)) state.recording.apply(delta);
  return { bytesPerSpan: trackBytes(state) / spans.length, hitTestMs: hitTest(state) };
}

/** Over the whole run, and at a hundredth of it. */
function hitTest(state: PanelState): number {
  const { startNs, endNs } = state.extent;
  const middle = (startNs + endNs) / 2;
  const times = [null, { startNs: middle, endNs: middle + (endNs - startNs) / 100 }].map((window) => {
    state.window = window;
    const scene = new SceneMaker(state).make(viewport);
    const { lanes, rowPx } = scene.rows;
    let found = 0;
    const startMs = performance.now();
    for (let i = 0; i < POINTS; i++) {
      // Steps that have no common divisor with the size, so that points are all over the picture.
      const y = (i * 31.7) % Math.min(viewport.heightPx, lanes.length * rowPx);
      const { span, sign } = under(lanes[Math.floor(y / rowPx)]!, (i * 137.3) % viewport.widthPx, y, scene);
      if (span || sign) found++;
    }
    const ms = (performance.now() - startMs) / POINTS;
    if (found < POINTS / 2) throw new Error(`there was nothing under ${POINTS - found} of ${POINTS} points`);
    return ms;
  });
  return Math.max(...times);
}

/** With the room for more rows, which is memory as well. */
function trackBytes({ recording: { store, lanes } }: PanelState): number {
  const tracks = [...lanes.threads.map(({ track }) => track), ...lanes.groups.flatMap(({ rows }) => rows)];
  return addBytes([store.spans.bytes, ...tracks.map(({ bytes }) => bytes)]).reserved;
}
