/**
 * Whether the panel keeps up with a program that makes about 200,000 spans a second: in a real VS Code, all the way from the program through
 * the extension host to the page.
 *
 * *Arrived* are the spans in the messages that the page got; *complete*: the files of the recording, read here, hold as many. *Busy* is the
 * processor time of the page's main thread ÷ the time from the start to the end of the program (Chromium's `TaskDuration`, counted by the
 * thread's own clock). *Input*: from the moment at which Chromium made the event of a real key press to the frame after the one that shows
 * the next row as the current one.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CDPSession, Frame, Page } from 'playwright-core';
import { Recording } from '../../src/analysis/index.ts';
import { SESSION_VARIABLE } from '../../src/shared/session.ts';
import { statusText } from '../vscode/ui/timelinePage.ts';
import { until, Workbench } from '../vscode/ui/workbench.ts';

const SECONDS = 10;
/** Each makes four spans: the call runs, its caller runs, waits, and is ready. */
const CALLS_PER_SECOND = 50_000;
const KEY_EVERY_MS = 150;

/** The panel is opened with a run of its own, so that everything of the next one is seen. */
const shortProgram = `export async function main(): Promise<void> {}

await main();
`;

const program = `import { setTimeout as sleep } from 'node:timers/promises';

async function step(): Promise<void> {}

async function main(): Promise<void> {
  const startMs = performance.now();
  for (let calls = 0; calls < ${SECONDS * CALLS_PER_SECOND}; ) {
    const due = ((performance.now() - startMs) / 1000) * ${CALLS_PER_SECOND};
    for (; calls < due; calls++) await step();
    await sleep(5);
  }
}

await main();
`;

interface Seen {
  /** Spans in all messages since the last that began a timeline. */
  spans: number;
  /** ms from each key press to its frame. */
  readonly inputMs: number[];
}

declare global {
  interface Window {
    seen: Seen;
  }
}

/** Runs in the page. */
function watch(): void {
  const seen: Seen = { spans: 0, inputMs: [] };
  window.seen = seen;
  window.addEventListener('message', ({ data }) => {
    if (data?.type !== 'batch') return;
    seen.spans = (data.reset ? 0 : seen.spans) + data.delta.spans.thread.length;
  });
  const current = () => document.querySelector<HTMLElement>('.lane-row.current')?.dataset.index;
  window.addEventListener(
    'keydown',
    ({ timeStamp }) => {
      const before = current();
      const look = () =>
        requestAnimationFrame(() => {
          if (current() === before) look();
          else requestAnimationFrame(() => seen.inputMs.push(performance.now() - timeStamp));
        });
      look();
    },
    { capture: true },
  );
}

export async function live(): Promise<object> {
  const workbench = await Workbench.open({ files: { 'many.ts': shortProgram } });
  try {
    await workbench.openFile('many.ts');
    await workbench.command('Visualize Concurrency');
    const timeline = await workbench.timeline();
    await until('the short run', async () => /Finished/.test(await statusText(timeline)));
    await timeline.evaluate(watch);
    await writeFile(join(workbench.folder, 'many.ts'), program);
    await timeline
      .getByRole('button', { name: 'Run Again' })
      .evaluate((button: HTMLElement) => button.click());
    await until('the program', async () => (await workbench.recordedPids()).length > 0);
    const [pid] = await workbench.recordedPids();
    const dir = await sessionOf(pid!);
    await until('its recording', async () => /Recording/.test(await statusText(timeline)));
    const clock = await ThreadClock.of(workbench.page, timeline);
    await pressKeys(workbench, timeline);
    const busyShare = await clock.busyShare();
    await until('the end', async () => /Finished/.test(await statusText(timeline)), 60_000);
    const recorded = await spansIn(dir);
    await until('the last spans', async () => (await spansSeen(timeline)) >= recorded, 60_000).catch(
      () => {},
    );
    return told(await timeline.evaluate(() => window.seen), recorded, busyShare);
  } finally {
    await workbench.close();
  }
}

function told({ spans, inputMs }: Seen, recorded: number, busyShare: number): object {
  const sorted = inputMs.toSorted((a, b) => a - b);
  const result = {
    spansPerSecond: Math.round(recorded / SECONDS),
    arrived: spans,
    complete: spans === recorded,
    busyShare: Math.round(busyShare * 100) / 100,
    inputP95Ms: Math.round(sorted[Math.floor(sorted.length * 0.95)]!),
    inputMaxMs: Math.round(sorted.at(-1)!),
  };
  console.log(
    `${result.spansPerSecond.toLocaleString('en')} spans a second: ${spans} of ${recorded} arrived in the page`,
  );
  console.log(`Its main thread was busy for ${Math.round(busyShare * 100)} % of the time`);
  console.log(
    `${inputMs.length} keys were answered within ${result.inputP95Ms} ms (95 %), ${result.inputMaxMs} ms (all)`,
  );
  return result;
}

const spansSeen = (timeline: Frame): Promise<number> => timeline.evaluate(() => window.seen.spans);

/** Goes from row to row until the program is over. */
async function pressKeys(workbench: Workbench, timeline: Frame): Promise<void> {
  await timeline.locator('[role=row]').first().click();
  for (let down = true; /Recording/.test(await statusText(timeline)); down = !down) {
    await workbench.page.keyboard.press(down ? 'ArrowDown' : 'ArrowUp');
    await delay(KEY_EVERY_MS);
  }
}

/** Folder of the recording that a process belongs to. */
async function sessionOf(pid: string): Promise<string> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8');
  const value = environment.split('\0').find((each) => each.startsWith(`${SESSION_VARIABLE}=`))!;
  return JSON.parse(value.slice(SESSION_VARIABLE.length + 1)).dir;
}

async function spansIn(dir: string): Promise<number> {
  const recording = new Recording();
  for (const file of await readdir(dir)) {
    if (file.endsWith('.cvrec')) recording.push(file, await readFile(join(dir, file)));
  }
  recording.finish();
  return recording.tables.spans.length;
}

/** The processor time of the thread that a frame lives on. */
class ThreadClock {
  private readonly session: CDPSession;
  private readonly startMs = performance.now();
  private readonly beforeS: number;

  private constructor(session: CDPSession, beforeS: number) {
    this.session = session;
    this.beforeS = beforeS;
  }

  static async of(page: Page, frame: Frame): Promise<ThreadClock> {
    // A frame in a process of its own has a session of its own; otherwise it shares the window's thread.
    const session = await page
      .context()
      .newCDPSession(frame)
      .catch(() => page.context().newCDPSession(page));
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new ThreadClock(session, await taskSeconds(session));
  }

  /** Share of the time since the beginning. */
  async busyShare(): Promise<number> {
    const seconds = (await taskSeconds(this.session)) - this.beforeS;
    return (seconds * 1000) / (performance.now() - this.startMs);
  }
}

async function taskSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value;
}
