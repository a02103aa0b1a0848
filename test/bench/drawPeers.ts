/** Other drawings under measurement, through their own interfaces. Runs in the page. */
import { stateNames } from '../../src/shared/timeline.ts';
import { after, frameTimes, nextFrame, type Step } from './drawFrames.ts';
import { type MadeUpSpans, RUN_NS } from './drawSpans.ts';

export interface PeerTimes {
  /** From its own kind of data, ready in memory, to the first frame with bars, ms. */
  readonly firstPaintMs: number;
  readonly frames: readonly number[];
}

/** Draws the spans, and resolves with a way to move what is shown, once bars are in the document. */
type Draw = (
  spans: MadeUpSpans,
) => Promise<{ readonly startMs: number; readonly go: (step: Step) => unknown }>;

export async function measurePeer(
  name: PeerName,
  spans: MadeUpSpans,
  framesLimitMs: number,
): Promise<PeerTimes> {
  const { startMs, go } = await peers[name](spans);
  await nextFrame();
  const firstPaintMs = (await nextFrame()) - startMs;
  return { firstPaintMs, frames: await frameTimes(go, framesLimitMs) };
}

/** vis-timeline counts in ms and shows no less than one: a microsecond is drawn as a millisecond. */
const toMs = (ns: number): number => ns / 1000;

declare const vis: {
  readonly DataSet: new (rows: readonly object[]) => object;
  readonly Timeline: new (
    root: HTMLElement,
    items: object,
    groups: object,
    options: object,
  ) => { setWindow(start: number, end: number, options: object): void };
};

const visTimeline: Draw = async (spans) => {
  const items = Array.from({ length: spans.length }, (_, id) => ({
    id,
    group: spans.lane[id]!,
    start: toMs(spans.startNs[id]!),
    end: toMs(spans.endNs[id]!),
    content: '',
    className: stateNames[spans.state[id]!]!,
  }));
  const groups = Array.from({ length: spans.lanes }, (_, id) => ({ id, content: `lane ${id}` }));
  const endMs = toMs(RUN_NS);
  const options = {
    height: 700,
    stack: false,
    verticalScroll: true,
    start: 0,
    end: endMs,
    zoomMin: 1,
    margin: 0,
  };
  const startMs = performance.now();
  const timeline = new vis.Timeline(root(), new vis.DataSet(items), new vis.DataSet(groups), options);
  await toBeThere('.vis-item');
  const go = shown((start, end) => timeline.setWindow(start * endMs, end * endMs, { animation: false }));
  return { startMs, go };
};

interface Chart {
  data(groups: readonly object[]): Chart;
  width(px: number): Chart;
  maxHeight(px: number): Chart;
  enableAnimations(on: boolean): Chart;
  enableOverview(on: boolean): Chart;
  zQualitative(on: boolean): Chart;
  zoomX(range: readonly [Date, Date]): Chart;
}
declare const TimelinesChart: new (root: HTMLElement) => Chart;

const timelinesChart: Draw = async (spans) => {
  const lanes = Array.from({ length: spans.lanes }, (_, lane) => ({
    label: `lane ${lane}`,
    data: [] as object[],
  }));
  for (let i = 0; i < spans.length; i++) {
    const timeRange = [toMs(spans.startNs[i]!), toMs(spans.endNs[i]!)];
    lanes[spans.lane[i]!]!.data.push({ timeRange, val: stateNames[spans.state[i]!]! });
  }
  const startMs = performance.now();
  const chart = new TimelinesChart(root());
  chart.width(1200).maxHeight(700).enableAnimations(false).enableOverview(false).zQualitative(true);
  chart.data([{ group: 'made up', data: lanes }]);
  await toBeThere('.series-segment');
  const go = shown(async (start, end) => {
    chart.zoomX([new Date(start * toMs(RUN_NS)), new Date(end * toMs(RUN_NS))]);
    // It draws a millisecond later.
    await new Promise((resolve) => setTimeout(resolve, 2));
  });
  return { startMs, go };
};

/** Speedscope shows one lane at a time; the others are loaded. */
const speedscope: Draw = async (spans) => {
  const file = speedscopeFile(spans);
  const input = await toBeThere<HTMLInputElement>('input[type=file]');
  const files = new DataTransfer();
  files.items.add(file);
  input.files = files.files;
  const startMs = performance.now();
  input.dispatchEvent(new Event('change', { bubbles: true }));
  const canvas = await toBe(flameChart);
  const { left, top, width, height } = canvas.getBoundingClientRect();
  const go = (step: Step) => {
    const share = 'pan' in step ? 0.5 : step.at;
    const at = { clientX: left + share * width, clientY: top + height / 2, bubbles: true, cancelable: true };
    const delta =
      'pan' in step ? { deltaX: step.pan * width } : { deltaY: (step.zoom - 1) * 40, ctrlKey: true };
    canvas.dispatchEvent(new WheelEvent('wheel', { ...at, ...delta }));
  };
  return { startMs, go };
};

/** The last of its canvases, behind the one for everything and that of the small map. */
const flameChart = (): HTMLCanvasElement | undefined => [...document.querySelectorAll('canvas')][2];

/** A file in its own format, in parts: one string could be longer than a string can be. */
function speedscopeFile(spans: MadeUpSpans): File {
  const events: string[][] = Array.from({ length: spans.lanes }, () => []);
  for (let i = 0; i < spans.length; i++) {
    const frame = spans.state[i]!;
    const [start, end] = [Math.round(spans.startNs[i]!), Math.round(spans.endNs[i]!)];
    events[spans.lane[i]!]!.push(
      `{"type":"O","frame":${frame},"at":${start}},{"type":"C","frame":${frame},"at":${end}}`,
    );
  }
  const frames = stateNames.map((name) => ({ name }));
  const schema = 'https://www.speedscope.app/file-format-schema.json';
  const head = `{"$schema":"${schema}","shared":${JSON.stringify({ frames })},"profiles":[`;
  const profiles = events.map((own, lane) => {
    const comma = lane === 0 ? '' : ',';
    const last = `"startValue":0,"endValue":${Math.round(RUN_NS * 2)}`;
    return `${comma}{"type":"evented","name":"lane ${lane}","unit":"nanoseconds",${last},"events":[${own.join(',')}]}`;
  });
  return new File([head, ...profiles, ']}'], 'made-up.speedscope.json', { type: 'application/json' });
}

const peers = { 'vis-timeline': visTimeline, 'timelines-chart': timelinesChart, speedscope };
export type PeerName = keyof typeof peers;

const root = (): HTMLElement => document.body.appendChild(document.createElement('div'));

/** A way to take steps, of something that can show any stretch; `show` gets it as shares of the whole run. */
function shown(show: (start: number, end: number) => unknown): (step: Step) => unknown {
  let window: [number, number] = [0, 1];
  return (step) => {
    window = after(window, step);
    return show(...window);
  };
}

const toBeThere = <T extends Element>(selector: string): Promise<T> =>
  toBe(() => document.querySelector<T>(selector));

/** Resolves with an element once there is one. */
async function toBe<T extends Element>(look: () => T | null | undefined): Promise<T> {
  for (;;) {
    const found = look();
    if (found) return found;
    await nextFrame();
  }
}
