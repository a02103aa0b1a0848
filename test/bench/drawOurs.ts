/** Our page under measurement: it is given made-up spans as the host would, and moved with the wheel. Runs in the page. */
import { Recording } from '../../src/analysis/index.ts';
import { type BatchMessage, MAX_BATCH_SPANS } from '../../src/shared/protocol.ts';
import { NONE, type TimelineDelta } from '../../src/shared/timeline.ts';
import { frameTimes, nextFrame, nextTask, type Step } from './drawFrames.ts';
import { type MadeUpSpans, RUN_NS } from './drawSpans.ts';

/** Lanes per thread: its own and those of the functions that run on it, each called once. */
const LANES_PER_THREAD = 25;

/** The batches of a made-up recording: a process, whose threads have `LANES_PER_THREAD` lanes each. */
export function* batchesOf(spans: MadeUpSpans): Generator<BatchMessage> {
  const empty = emptyDelta();
  let seq = 1;
  const batch = (delta: Partial<TimelineDelta>): BatchMessage => ({
    type: 'batch',
    seq,
    reset: seq++ === 1,
    delta: { ...empty, ...delta },
  });
  for (let from = 0; from < spans.length; from += MAX_BATCH_SPANS) {
    const to = Math.min(spans.length, from + MAX_BATCH_SPANS);
    yield batch({
      nowNs: spans.endNs[to - 1]!,
      ...(from === 0 && lanesOf(spans)),
      spans: columnsOf(spans, from, to),
    });
  }
  yield batch(endOf(spans));
}

const emptyDelta = (): TimelineDelta => {
  const nothing = new Recording();
  return nothing.deltaSince(nothing.startCursor()).delta;
};

const taskOf = (lane: number): number =>
  lane % LANES_PER_THREAD === 0 ? NONE : lane - Math.floor(lane / LANES_PER_THREAD) - 1;
const threadOf = (lane: number): number => Math.floor(lane / LANES_PER_THREAD);

function lanesOf({ lanes }: MadeUpSpans): Partial<TimelineDelta> {
  const functions = Array.from({ length: lanes }, (_, lane) => lane).filter((lane) => taskOf(lane) !== NONE);
  const tasks = functions.length;
  const process = {
    id: 0,
    pid: 1,
    parent: null,
    command: ['node', 'made-up.ts'],
    startNs: 0,
    endNs: null,
    outcome: null,
  };
  return {
    strings: functions.map((lane) => `work${lane}`),
    sites: functions.map((lane) => ({ file: 'made-up.ts', line: lane + 1, column: 1, name: `work${lane}` })),
    processes: [process],
    threads: Array.from({ length: Math.ceil(lanes / LANES_PER_THREAD) }, (_, id) => threadRow(id)),
    tasks: {
      first: 0,
      thread: Int32Array.from(functions, threadOf),
      kind: new Uint8Array(tasks),
      name: Int32Array.from(functions, taskOf),
      site: Int32Array.from(functions, taskOf),
      parent: new Int32Array(tasks).fill(NONE),
      startNs: new Float64Array(tasks),
    },
  };
}

const threadRow = (id: number): TimelineDelta['threads'][number] => ({
  id,
  process: 0,
  kind: id === 0 ? 'main' : 'worker',
  threadId: id,
  osTid: null,
  name: `worker ${id}`,
  startedBy: null,
  startNs: 0,
  endNs: null,
  outcome: null,
});

const columnsOf = (spans: MadeUpSpans, from: number, to: number): TimelineDelta['spans'] => ({
  thread: spans.lane.slice(from, to).map(threadOf),
  task: spans.lane.slice(from, to).map(taskOf),
  state: spans.state.slice(from, to),
  startNs: spans.startNs.slice(from, to),
  endNs: spans.endNs.slice(from, to),
  reason: new Int32Array(to - from).fill(NONE),
  site: new Int32Array(to - from).fill(NONE),
});

/** Everything is over. */
function endOf({ lanes }: MadeUpSpans): Partial<TimelineDelta> {
  const tasks = Int32Array.from({ length: lanes }, (_, lane) => taskOf(lane)).filter((task) => task !== NONE);
  const ends = {
    task: tasks,
    endNs: new Float64Array(tasks.length).fill(RUN_NS),
    outcome: new Uint8Array(tasks.length).fill(1),
  };
  return { nowNs: RUN_NS, taskEnds: ends };
}

export interface Loaded {
  /** From the first batch to the first frame with bars, ms. */
  readonly firstPaintMs: number;
  /** From the first batch to the frame that shows all of them, ms. */
  readonly allShownMs: number;
}

const receive = (data: unknown): void => void window.dispatchEvent(new MessageEvent('message', { data }));

/** Hands the spans to the page, batch after batch, each once the page has acknowledged the one before. */
export async function load(spans: MadeUpSpans): Promise<Loaded> {
  const batches = [...batchesOf(spans)];
  const canvas = document.querySelector<HTMLCanvasElement>('canvas.bars')!;
  await nextTask();
  const startMs = performance.now();
  const firstPaint = firstFrameWithBars(canvas);
  for (const batch of batches) {
    receive(batch);
    await nextTask();
  }
  await nextFrame();
  const allShownMs = (await nextFrame()) - startMs;
  return { firstPaintMs: (await firstPaint) - startMs, allShownMs };
}

/** The frame after the one in which a colour of the bars came onto the canvas. */
async function firstFrameWithBars(canvas: HTMLCanvasElement): Promise<number> {
  const [r, g, b] = colourOfRunning();
  for (;;) {
    await nextFrame();
    const { data } = canvas.getContext('2d')!.getImageData(canvas.width >> 1, 0, 1, canvas.height);
    for (let i = 0; i < data.length; i += 4) {
      if (Math.abs(data[i]! - r!) + Math.abs(data[i + 1]! - g!) + Math.abs(data[i + 2]! - b!) < 12)
        return nextFrame();
    }
  }
}

function colourOfRunning(): readonly number[] {
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.color = 'var(--vscode-charts-blue)';
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return [...colour.matchAll(/\d+/g)].map(Number);
}

/** Moves the page through the journey with wheel events: up and down to zoom, sideways to pan. */
export function travel(limitMs: number): Promise<number[]> {
  const canvas = document.querySelector('canvas.bars')!;
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const wheel = (share: number, delta: { deltaX?: number; deltaY?: number }) =>
    canvas.dispatchEvent(
      new WheelEvent('wheel', {
        ...delta,
        clientX: left + share * width,
        clientY: top + height / 2,
        bubbles: true,
        cancelable: true,
      }),
    );
  const go = (step: Step) =>
    // What d3-zoom makes of a wheel: 2 ** (-0.002 × its pixels).
    'pan' in step
      ? wheel(0.5, { deltaX: step.pan * width })
      : wheel(step.at, { deltaY: Math.log2(step.zoom) * 500 });
  return frameTimes(go, limitMs);
}
