/** Made-up parts of a timeline, where no real run shows the same thing every time: slices on cores, as pictures. */
import { Recording } from '../../src/analysis/index.ts';
import type { RecordingFacts, TimelineDelta } from '../../src/shared/timeline.ts';
import { NONE } from '../../src/shared/timeline.ts';

const MS = 1e6;

/** A delta that adds nothing to a timeline but what `added` says. */
export function deltaOf(
  known: { readonly nowNs: number; readonly facts: RecordingFacts },
  added: Partial<TimelineDelta>,
): TimelineDelta {
  const nothing = new Recording();
  return {
    ...nothing.deltaSince(nothing.startCursor()).delta,
    nowNs: known.nowNs,
    facts: known.facts,
    ...added,
  };
}

interface Slice {
  readonly osThread: number;
  readonly core: number;
  readonly startNs: number;
  readonly endNs: number;
}

/** What is known of the cores left out. */
export const withoutCores = (delta: TimelineDelta): TimelineDelta => ({
  ...delta,
  osThreads: [],
  cores: columnsOf([]),
  counters: [],
});

/**
 * A line is a thread, `name |slices|`, a character is a millisecond (or `characterNs`): a digit is the core that it had, `r` ready without one. The
 * lines are the timeline's threads in their order; a name in brackets is a helper of the first thread's process.
 */
export function slicesOf(
  picture: string,
  characterNs = MS,
  fromNs = 0,
): Pick<TimelineDelta, 'osThreads' | 'cores'> {
  const lines = picture.split('\n').flatMap((line) => [.../^\s*(\S.*?) *\|(.*)\|$/g[Symbol.matchAll](line)]);
  const slices = lines.flatMap(([, , states = ''], osThread) =>
    slicesIn(states, osThread, characterNs, fromNs),
  );
  return {
    osThreads: lines.map(([, name = ''], id) => ({
      id,
      tid: 1000 + id,
      pid: 100,
      process: 0,
      thread: name.startsWith('(') ? NONE : id,
      name: name.replace(/[()]/g, ''),
    })),
    cores: columnsOf(slices),
  };
}

const slicesIn = (states: string, osThread: number, characterNs: number, fromNs: number): Slice[] =>
  [...states.matchAll(/(\d|r)\1*/g)].map(({ 0: run, index }) => ({
    osThread,
    core: run.startsWith('r') ? NONE : Number(run[0]),
    startNs: fromNs + index * characterNs,
    endNs: fromNs + (index + run.length) * characterNs,
  }));

export const columnsOf = (slices: readonly Slice[]): TimelineDelta['cores'] => ({
  osThread: Int32Array.from(slices, ({ osThread }) => osThread),
  core: Int32Array.from(slices, ({ core }) => core),
  startNs: Float64Array.from(slices, ({ startNs }) => startNs),
  endNs: Float64Array.from(slices, ({ endNs }) => endNs),
});
