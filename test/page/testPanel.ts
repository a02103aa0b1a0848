/** The page in Chromium with a host that is the test: messages in, messages out, pixels and rows to look at. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { Recording } from '../../src/analysis/index.ts';
import { excerptLines } from '../../src/host/excerptLines.ts';
import {
  type BatchMessage,
  type HostMessage,
  type PageMessage,
  PROTOCOL_VERSION,
  type RunStatus,
} from '../../src/shared/protocol.ts';
import type { TimelineDelta } from '../../src/shared/timeline.ts';
import { pageHtml, type ThemeName } from './themes.ts';
import { encodeBatch, fetchBatch } from './transfer.ts';

const dist = join(import.meta.dirname, '../../dist');
const origin = 'http://panel.test';

export interface PanelOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What an earlier page saved. */
  readonly saved?: unknown;
  /** Colours that the system forces. */
  readonly forcedColors?: 'active' | 'none';
  readonly pixelRatio?: number;
}

/** Stands in for VS Code inside the page; runs before the page's script. */
function fakeVsCode(saved: unknown): void {
  const host = { sent: [] as unknown[], saved };
  Object.assign(window, {
    host,
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => host.sent.push(message),
      getState: () => host.saved,
      setState: (state: unknown) => {
        host.saved = state;
      },
    }),
  });
}

declare global {
  interface Window {
    host: { sent: PageMessage[]; saved: unknown };
  }
}

export class TestPanel {
  readonly page: Page;
  private readonly context: BrowserContext;
  private readonly batches = new Map<string, Buffer>();
  private seq = 0;

  private constructor(page: Page, context: BrowserContext) {
    this.page = page;
    this.context = context;
  }

  /** Opens the page and waits until it says that it is ready; says nothing to it yet. */
  static async open(browser: Browser, options: PanelOptions = {}): Promise<TestPanel> {
    const {
      theme = 'dark',
      width = 900,
      height = 560,
      saved,
      forcedColors = 'none',
      pixelRatio = 1,
    } = options;
    const context = await browser.newContext({
      viewport: { width, height },
      forcedColors,
      deviceScaleFactor: pixelRatio,
    });
    const page = await context.newPage();
    const panel = new TestPanel(page, context);
    await page.route(`${origin}/**`, (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: pageHtml(theme) });
      const batch = panel.batches.get(pathname);
      return batch ? route.fulfill({ body: batch }) : route.fulfill({ path: join(dist, pathname) });
    });
    await page.addInitScript(fakeVsCode, saved);
    await page.goto(`${origin}/`);
    await panel.waitForMessage('ready');
    return panel;
  }

  /** Opens the page and greets it as the host does. */
  static async greeted(browser: Browser, options: PanelOptions = {}): Promise<TestPanel> {
    const panel = await TestPanel.open(browser, options);
    await panel.send({ type: 'hello', version: PROTOCOL_VERSION, texts: {} });
    return panel;
  }

  close(): Promise<void> {
    return this.context.close();
  }

  async send(message: HostMessage): Promise<void> {
    await this.page.evaluate((data) => window.dispatchEvent(new MessageEvent('message', { data })), message);
    await this.drawn();
  }

  status(phase: RunStatus['phase'], text = '', rest: Partial<RunStatus> = {}): Promise<void> {
    const status = { phase, file: phase === 'idle' ? '' : 'main.ts', text, code: null, at: null, ...rest };
    return this.send({ type: 'status', status });
  }

  /** Sends a batch; resolves when the page has taken it in. */
  async sendBatch(delta: BatchMessage['delta'], reset = this.seq === 0): Promise<void> {
    const address = `/batch/${++this.seq}`;
    this.batches.set(address, encodeBatch({ type: 'batch', seq: this.seq, reset, delta }));
    await this.page.evaluate(fetchBatch, address);
    this.batches.delete(address);
    const { seq } = this;
    await this.page.waitForFunction(
      (n) => window.host.sent.some((m) => m.type === 'ack' && m.seq === n),
      seq,
    );
  }

  /** Shows a saved recording, in as many batches as the host would send, each `changed`; resolves when it is drawn. */
  async show(
    file: string,
    phase: RunStatus['phase'] = 'finished',
    changed = (delta: TimelineDelta) => delta,
  ): Promise<void> {
    const recording = openRecording(file);
    await this.status('recording');
    let reset = true;
    let step = recording.deltaSince(recording.startCursor());
    for (;;) {
      await this.sendBatch(changed(step.delta), reset);
      if (!step.more) break;
      reset = false;
      step = recording.deltaSince(step.cursor);
    }
    if (phase !== 'recording') await this.status(phase, 'Finished after 224 ms', { code: 0 });
  }

  /** Answers the places that the page has asked for, as the host does; `textOf` gives the text of a file. */
  async answerExcerpts(textOf: (file: string) => string): Promise<void> {
    await this.drawn();
    for (const message of await this.sent()) {
      if (message.type !== 'excerpt') continue;
      const { file, line } = message;
      await this.send({ type: 'excerpt', file, line, ...excerptLines(textOf(file), line) });
    }
  }

  /** Resolves after everything that has changed so far is on screen. */
  async drawn(): Promise<void> {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
    );
  }

  sent(): Promise<PageMessage[]> {
    return this.page.evaluate(() => window.host.sent);
  }

  /** The first message of a type that the page has sent since `forget`; waits for it. */
  async waitForMessage<T extends PageMessage['type']>(type: T): Promise<Extract<PageMessage, { type: T }>> {
    await this.page.waitForFunction((wanted) => window.host.sent.some((m) => m.type === wanted), type);
    const found = (await this.sent()).find((message) => message.type === type);
    return found as Extract<PageMessage, { type: T }>;
  }

  /** Forgets the messages so far. */
  async forget(): Promise<void> {
    await this.page.evaluate(() => {
      window.host.sent.length = 0;
    });
  }

  /** What the page has saved, once it did so after this call. */
  saved(): Promise<unknown> {
    return this.page.evaluate(() => window.host.saved);
  }

  /** Labels of the rows that are in the document, from top to bottom. */
  rows(): Promise<string[]> {
    return this.page.$$eval('[role=row] .label', (labels) => labels.map((label) => label.textContent ?? ''));
  }

  /** Position of a row's middle on the page, and that of the canvas. */
  async rowAt(label: string): Promise<{ x: number; y: number; width: number }> {
    const row = this.page.locator('[role=row]', { has: this.page.getByText(label, { exact: true }) }).first();
    const box = (await row.boundingBox())!;
    const canvas = (await this.page.locator('canvas.bars').boundingBox())!;
    return { x: canvas.x, y: box.y + box.height / 2, width: canvas.width };
  }

  /** How many pixels of the canvas have a colour (`#rrggbb`), within a small distance. */
  pixels(color: string): Promise<number> {
    return this.page.$eval(
      'canvas.bars',
      (canvas, wanted) => {
        const { width, height } = canvas as HTMLCanvasElement;
        const data = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height).data;
        const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(wanted.slice(at, at + 2), 16)) as [
          number,
          number,
          number,
        ];
        let found = 0;
        for (let i = 0; i < data.length; i += 4) {
          const distance = Math.abs(data[i]! - r) + Math.abs(data[i + 1]! - g) + Math.abs(data[i + 2]! - b);
          if (data[i + 3]! > 200 && distance < 12) found++;
        }
        return found;
      },
      color,
    );
  }

  /** A fingerprint of what is on the canvas: another picture has another. */
  picture(): Promise<string> {
    return this.page.$eval('canvas.bars', (canvas) => (canvas as HTMLCanvasElement).toDataURL());
  }

  /** Labels of the axis. */
  axis(): Promise<string[]> {
    return this.page.$$eval('.axis-plot .tick text', (texts) => texts.map((text) => text.textContent ?? ''));
  }

  text(selector: string): Promise<string> {
    return this.page.$eval(selector, (element) => element.textContent ?? '');
  }
}

/** A saved recording, read to its end. */
export function openRecording(file: string): Recording {
  const recording = new Recording();
  recording.push(file, readFileSync(file));
  recording.finish();
  return recording;
}
