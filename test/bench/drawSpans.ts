/** Made-up spans, the same for everyone whose drawing is measured. Runs in the page. */
import { State } from '../../src/shared/timeline.ts';

/** How long the made-up run lasts, in ns. */
export const RUN_NS = 10e9;

/** Spans in the order in which a recording would tell them; those of a lane follow one another. */
export interface MadeUpSpans {
  readonly lanes: number;
  readonly length: number;
  readonly lane: Int32Array;
  readonly state: Uint8Array;
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
}

/** Every state is followed by one that can follow it: what waits is ready before it runs. */
const states = [State.running, State.waiting, State.ready, State.running, State.blocked] as const;

/**
 * `length` spans in `lanes` lanes, as many in each, without gaps from 0 to about `RUN_NS`. Most are short and a few long (each lasts the mean
 * times a number whose logarithm is even) and whole nanoseconds, as a recorder tells them, so that there is something to see at every zoom.
 */
export function makeSpans(length: number, lanes: number): MadeUpSpans {
  const random = randomNumbers(length);
  const spans = {
    lanes,
    length,
    lane: new Int32Array(length),
    state: new Uint8Array(length),
    startNs: new Float64Array(length),
    endNs: new Float64Array(length),
  };
  const meanNs = (RUN_NS * lanes) / length;
  const lastNs = new Float64Array(lanes);
  for (let i = 0; i < length; i++) {
    const lane = i % lanes;
    spans.lane[i] = lane;
    spans.state[i] = states[(Math.floor(i / lanes) + lane) % states.length]!;
    spans.startNs[i] = lastNs[lane]!;
    lastNs[lane]! += Math.ceil(meanNs * SPREAD_MEAN * 100 ** (random() - 0.5));
    spans.endNs[i] = lastNs[lane]!;
  }
  return spans;
}

/** 1 ÷ the mean of `100 ** (u - 0.5)` for u from 0 to 1. */
const SPREAD_MEAN = Math.log(100) / (10 - 0.1);

/** A linear congruential generator, so that every run has the same spans; from 0 to 1. */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
