/**
 * How fast the page draws, whatever was recorded: made-up spans of four sizes in 200 and in 5,000 lanes, in Chromium without a
 * GPU; beside it three other drawings of timelines, on the same spans, as far as they get.
 *
 * A *frame* is the time between two callbacks of `requestAnimationFrame`, each of which takes one step of the same journey (zoom in,
 * pan, zoom out), with Chromium's limit on frames taken away: so it holds scripts, layout, painting and rastering. *First
 * paint* of ours: from handing over the first batch to the first frame with bars; of the others: from their own kind of data, ready
 * in memory (of speedscope: from its file), to the frame after the first bar is in the document.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from '../../src/dev/chromium.ts';
import { TestPanel } from '../page/testPanel.ts';
import type { OursTimes } from './drawInPage.ts';
import type { ModelCost } from './drawModel.ts';
import type { PeerName, PeerTimes } from './drawPeers.ts';
import { median } from './paired.ts';

const SIZES = [10_000, 100_000, 1_000_000, 5_000_000] as const;
const ROUNDS = 3;
const FRAMES_LIMIT_MS = 30_000;
/** For loading and moving; who needs longer is not asked for more spans. */
const PEER_LIMIT_MS = 60_000;
const size = { width: 1200, height: 800 };
const modules = join(import.meta.dirname, '../../node_modules');
const peerNames: readonly PeerName[] = ['vis-timeline', 'timelines-chart', 'speedscope'];

/** A number for each size; null: it did not get there in time. */
type BySize = Record<string, number | null>;

interface Drawn {
  readonly firstPaintMs: BySize;
  readonly frameP50Ms: BySize;
  readonly frameP95Ms: BySize;
}

interface OursDrawn extends Drawn {
  readonly allShownMs: BySize;
  readonly bytesPerSpan: number;
  readonly hitTestMs: number;
}

const noneDrawn = (): Drawn => ({ firstPaintMs: {}, frameP50Ms: {}, frameP95Ms: {} });

export async function drawing(): Promise<object> {
  const script = await inPage();
  const few = await inLanes(200, script);
  return { ...few, lanes5000: await inLanes(5000, script) };
}

async function inLanes(lanes: number, script: string): Promise<object> {
  const ours = await measureOurs(lanes, script);
  const peers: Partial<Record<PeerName, Drawn>> = {};
  for (const name of peerNames) peers[name] = await measurePeer(name, lanes, script);
  return { ...ours, peers };
}

async function inPage(): Promise<string> {
  const entryPoints = [join(import.meta.dirname, 'drawInPage.ts')];
  const { outputFiles } = await esbuild.build({ entryPoints, bundle: true, write: false, format: 'iife' });
  return outputFiles[0]!.text;
}

async function measureOurs(lanes: number, script: string): Promise<OursDrawn> {
  const drawn = { ...noneDrawn(), allShownMs: {} as BySize };
  const rounds = new Map(SIZES.map((spans) => [spans, [] as OursTimes[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const spans of SIZES) rounds.get(spans)!.push(await ours(spans, lanes, script));
  }
  for (const [spans, times] of rounds) {
    drawn.firstPaintMs[spans] = rounded(median(times.map(({ firstPaintMs }) => firstPaintMs)));
    drawn.allShownMs[spans] = rounded(median(times.map(({ allShownMs }) => allShownMs)));
    drawn.frameP50Ms[spans] = rounded(median(times.map(({ frames }) => quantile(frames, 0.5))));
    drawn.frameP95Ms[spans] = rounded(median(times.map(({ frames }) => quantile(frames, 0.95))));
    say('this page', spans, lanes, drawn);
  }
  const cost = await model(SIZES.at(-1)!, lanes, script);
  const bytesPerSpan = rounded(cost.bytesPerSpan);
  const hitTestMs = Number(cost.hitTestMs.toPrecision(2));
  console.log(`${bytesPerSpan} bytes per span; the bar under the pointer is found in ${hitTestMs * 1000} µs`);
  return { ...drawn, bytesPerSpan, hitTestMs };
}

const ours = (spans: number, lanes: number, script: string): Promise<OursTimes> =>
  withBrowser(async (browser) => {
    const panel = await TestPanel.greeted(browser, size);
    await panel.status('finished', 'Finished');
    await panel.page.evaluate(script);
    return panel.page.evaluate((args) => window.bench.ours(...args), [
      spans,
      lanes,
      FRAMES_LIMIT_MS,
    ] as const);
  });

const model = (spans: number, lanes: number, script: string): Promise<ModelCost> =>
  withBrowser(async (browser) => {
    const page = await browser.newPage();
    await page.evaluate(script);
    return page.evaluate((args) => window.bench.model(...args), [spans, lanes] as const);
  });

async function measurePeer(name: PeerName, lanes: number, script: string): Promise<Drawn> {
  const drawn = noneDrawn();
  let isInTime = true;
  for (const spans of SIZES) {
    const times: PeerTimes | null = isInTime ? await peer(name, spans, lanes, script) : null;
    isInTime = times !== null;
    drawn.firstPaintMs[spans] = times && rounded(times.firstPaintMs);
    drawn.frameP50Ms[spans] = times && rounded(quantile(times.frames, 0.5));
    drawn.frameP95Ms[spans] = times && rounded(quantile(times.frames, 0.95));
    say(name, spans, lanes, drawn);
  }
  return drawn;
}

/** Null: it takes too long, or fails. */
const peer = (name: PeerName, spans: number, lanes: number, script: string): Promise<PeerTimes | null> =>
  withBrowser(async (browser) => {
    const page = await browser.newPage({ viewport: size });
    await openPeer[name](page);
    await page.evaluate(script);
    const args = [name, spans, lanes, FRAMES_LIMIT_MS] as const;
    return Promise.race([
      page.evaluate((of) => window.bench.peer(...of), args).catch(() => null),
      new Promise<null>((resolve) => setTimeout(resolve, PEER_LIMIT_MS, null)),
    ]);
  });

const scriptAndStyle = async (page: Page, script: string, style?: string): Promise<void> => {
  await page.addScriptTag({ content: await readFile(join(modules, script), 'utf8') });
  if (style) await page.addStyleTag({ content: await readFile(join(modules, style), 'utf8') });
};

const openPeer: Readonly<Record<PeerName, (page: Page) => Promise<void>>> = {
  'vis-timeline': (page) =>
    scriptAndStyle(
      page,
      'vis-timeline/standalone/umd/vis-timeline-graph2d.min.js',
      'vis-timeline/styles/vis-timeline-graph2d.min.css',
    ),
  'timelines-chart': (page) => scriptAndStyle(page, 'timelines-chart/dist/timelines-chart.min.js'),
  async speedscope(page) {
    await page.route('http://speedscope.test/**', (route) => {
      const { pathname } = new URL(route.request().url());
      return route.fulfill({ path: join(modules, 'speedscope/dist/release', pathname) });
    });
    await page.goto('http://speedscope.test/index.html');
  },
};

/** Everybody gets a browser of his own: one that hangs holds nobody else up. */
async function withBrowser<T>(use: (browser: Browser) => Promise<T>): Promise<T> {
  const browser = await launchChromium({ args: ['--disable-frame-rate-limit', '--disable-gpu-vsync'] });
  try {
    return await use(browser);
  } finally {
    await browser.close();
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

const rounded = (value: number): number => Math.round(value * 10) / 10;

function say(
  who: string,
  spans: number,
  lanes: number,
  { firstPaintMs, frameP50Ms, frameP95Ms }: Drawn,
): void {
  const first = firstPaintMs[spans];
  const where = `${spans.toLocaleString('en')} spans in ${lanes.toLocaleString('en')} lanes, ${who}:`;
  if (first === null) console.log(`${where} not within ${PEER_LIMIT_MS / 1000} s`);
  else
    console.log(
      `${where} first paint ${first} ms, frames ${frameP50Ms[spans]} ms (95 % within ${frameP95Ms[spans]} ms)`,
    );
}
