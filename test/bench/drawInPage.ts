/** What the bench of drawing runs in the page: bundled, and reached as `window.bench`. */
import { type ModelCost, measureModel } from './drawModel.ts';
import { type Loaded, load, travel } from './drawOurs.ts';
import { measurePeer, type PeerName, type PeerTimes } from './drawPeers.ts';
import { makeSpans } from './drawSpans.ts';

export interface OursTimes extends Loaded {
  readonly frames: readonly number[];
}

const bench = {
  async ours(length: number, lanes: number, framesLimitMs: number): Promise<OursTimes> {
    const loaded = await load(makeSpans(length, lanes));
    return { ...loaded, frames: await travel(framesLimitMs) };
  },
  model: (length: number, lanes: number): ModelCost => measureModel(makeSpans(length, lanes)),
  peer: (name: PeerName, length: number, lanes: number, framesLimitMs: number): Promise<PeerTimes> =>
    measurePeer(name, makeSpans(length, lanes), framesLimitMs),
};

export type Bench = typeof bench;

declare global {
  interface Window {
    bench: Bench;
  }
}

window.bench = bench;
