/** VS Code in a browser, with the extension, driven as a person would. */
import { strict as assert } from 'node:assert';
import { mkdir, mkdtemp, readdir, readFile, readlink, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Frame, Page } from 'playwright-core';
import { launchChromium } from '../../../src/dev/chromium.ts';
import { endGroupsWithUs } from '../../../src/dev/groups.ts';
import { installServer } from '../../../src/dev/installServer.ts';
import { linkNodeTypes } from '../../../src/dev/nodeTypes.ts';
import { cacheRoot } from '../../../src/dev/paths.ts';
import { startServer, type VscodeServer } from '../../../src/dev/vscodeServer.ts';
import { SESSION_VARIABLE } from '../../../src/shared/session.ts';

// Mocha alone would leave the servers behind.
endGroupsWithUs(() => process.exit(1));

export interface WorkbenchOptions {
  /** Files of the folder that is opened, by name. */
  readonly files: Readonly<Record<string, string>>;
  /** The folder is not trusted. */
  readonly isUntrusted?: boolean;
}

export class Workbench {
  readonly page: Page;
  /** The folder that is open, absolute. */
  readonly folder: string;
  readonly #root: string;
  readonly #server: VscodeServer;
  readonly #browser: Browser;

  private constructor(root: string, server: VscodeServer, browser: Browser, page: Page) {
    this.#root = root;
    this.folder = join(root, 'workspace');
    this.#server = server;
    this.#browser = browser;
    this.page = page;
  }

  /** Resolves when the explorer shows the files. */
  static async open({ files, isUntrusted = false }: WorkbenchOptions): Promise<Workbench> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'concurrency-visualizer-ui-')));
    const folder = join(root, 'workspace');
    await mkdir(folder);
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await linkNodeTypes(folder);
    const main = await installServer(console.log);
    const server = await startServer({
      main,
      dataDir: join(root, 'server'),
      askForTrust: isUntrusted,
      extension: 'installed',
    });
    const browser = await launchChromium();
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 }, colorScheme: 'light' });
    const workbench = new Workbench(root, server, browser, page);
    try {
      await page.goto(server.address({ folder }));
      await workbench.explorerRow(Object.keys(files)[0] ?? '').waitFor();
      return workbench;
    } catch (error) {
      await workbench.close();
      throw error;
    }
  }

  get serverPid(): number {
    return this.#server.pid;
  }

  explorerRow(name: string) {
    return this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
  }

  /** Opens a file with a double click in the explorer. */
  async openFile(name: string): Promise<void> {
    await this.explorerRow(name).dblclick();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.page.locator('.monaco-editor.focused').waitFor();
  }

  /** Chooses a command from the palette, by its title. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press('F1');
    const input = this.page.locator('.quick-input-widget input[type=text]');
    await input.waitFor();
    await input.fill(`>${title}`);
    // A command that was just enabled may come a moment later.
    await this.page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title }).waitFor();
    await this.page.keyboard.press('Enter');
  }

  /** The page in the panel, as soon as it is drawn. */
  async timeline(): Promise<Frame> {
    for (const endMs = performance.now() + 30_000; performance.now() < endMs; await delay(50)) {
      for (const frame of this.page.frames().filter((each) => each.url().includes('fake.html'))) {
        // A frame may go away while it is asked.
        const drawn = await frame
          .evaluate("document.querySelector('main.panel') !== null")
          .catch(() => false);
        if (drawn) return frame;
      }
    }
    throw new Error('the panel shows no timeline');
  }

  /** Number of the line that the cursor is on, in the editor beside the panel. */
  async cursorLine(): Promise<number> {
    return Number(await this.page.locator('.line-numbers.active-line-number').first().textContent());
  }

  /** A picture of the whole window in `.vscode-test/screens`. */
  async screenshot(name: string, colorScheme: 'light' | 'dark' = 'light'): Promise<void> {
    await this.page.emulateMedia({ colorScheme });
    await this.page.locator(`.monaco-workbench.vs${colorScheme === 'dark' ? '-dark' : ''}`).waitFor();
    await this.page.screenshot({
      path: join(cacheRoot, 'screens', `${name}-${colorScheme}.png`),
      animations: 'disabled',
    });
  }

  /** Pids of the recorded processes that were started in our folder; Linux only. */
  async recordedPids(): Promise<string[]> {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const recorded = await Promise.all(
      pids.map(async (pid) => {
        const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
        const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
        return environment.includes(`${SESSION_VARIABLE}=`) && cwd === this.folder ? pid : null;
      }),
    );
    return recorded.filter((pid) => pid !== null);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    await rm(this.#root, { recursive: true, force: true, maxRetries: 5 });
  }
}

type Falsy = false | 0 | '' | null | undefined;

/** Waits until `look` returns something, and returns it. */
export async function until<T>(
  what: string,
  look: () => Promise<T>,
  withinMs = 20_000,
): Promise<Exclude<T, Falsy>> {
  for (const endMs = performance.now() + withinMs; ; await delay(30)) {
    const found = await look();
    if (found) return found as Exclude<T, Falsy>;
    assert(performance.now() < endMs, `waited ${withinMs} ms for: ${what}`);
  }
}

/** Takes a picture of the window after each test that failed. */
export function picturesOfFailures(workbench: () => Workbench): void {
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench().screenshot(`failed-${this.currentTest.title.replace(/\W+/g, '-')}`);
  });
}
