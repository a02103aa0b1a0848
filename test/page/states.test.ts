/** Early and small states: what is going on, and what to do. */
import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../src/dev/chromium.ts';
import type { RunStatus } from '../../src/shared/protocol.ts';
import { type MarkRow, NONE } from '../../src/shared/timeline.ts';
import { endedBadly, failureOf } from '../../webview/layout/failure.ts';
import { hintOf } from '../../webview/layout/hint.ts';
import { violations } from './axe.ts';
import { deltaOf } from './madeUp.ts';
import { programs, Recordings } from './recordings.ts';
import { fromPicture } from './support.ts';
import { openRecording, TestPanel } from './testPanel.ts';

const MS = 1e6;
const statusOf = (phase: RunStatus['phase'], rest: Partial<RunStatus> = {}): RunStatus => ({
  phase,
  file: 'main.ts',
  text: 'text',
  code: null,
  at: null,
  ...rest,
});

describe('page: what went wrong', () => {
  const error = (kind: MarkRow['kind'], ms: number, thread = 0): MarkRow => ({
    kind,
    level: 'error',
    thread,
    task: NONE,
    ns: ms * MS,
    text: `${kind} at ${ms}`,
    site: NONE,
  });
  const recording = fromPicture(`
main  |RRRR   |
  f   |RRRR   |
other |  RRRR |
  g   |  RRRR |
`);
  const failure = (status: RunStatus, marks: readonly MarkRow[] = []) => {
    recording.apply(deltaOf(recording.store, { marks }));
    return failureOf(status, recording.store, recording.lanes)?.text ?? null;
  };

  it('is told by the host when nothing ran, and by the last error that nobody caught when it ended with one', () => {
    const crashed = statusOf('finished', { code: 1 });
    assert.equal(failure(crashed), null);
    assert.equal(failure(statusOf('failed', { text: 'No Node.' })), 'No Node.');
    assert.equal(
      failure(crashed, [error('error', 1), error('error', 3, 1), error('console', 4)]),
      'error at 3',
    );
    assert.equal(failure(statusOf('finished', { code: 0 })), null);
    assert.equal(failure(statusOf('recording')), null);
    assert.equal(failure(statusOf('stopped')), null);
  });

  it('a program that was killed has not ended well', () => {
    const phases = ['idle', 'starting', 'recording', 'finished', 'stopped', 'failed'] as const;
    assert.deepEqual(
      phases.filter((phase) => endedBadly(statusOf(phase))),
      ['finished', 'failed'],
    );
  });
});

describe('page: a hint when there is little to see', () => {
  const hint = (picture: string) => {
    const { store, lanes } = fromPicture(picture);
    return hintOf(store, lanes)?.[0] ?? null;
  };

  it('nothing ran, or nothing but one thread, one thing after another', () => {
    assert.match(hint('main |RRRR|')!, /^No code of the program ran/);
  });

  it('not where there is something to see', () => {
    assert.equal(hint('main |RRRR|\n  f  |RRRR|'), null);
    assert.equal(hint('main |RRRR|\n  timer 3 ms |___R|'), null);
    assert.equal(hint('main  |RRRR|\nother |RRRR|'), null);
  });
});

describe('page: early and small states', function () {
  this.timeout(120_000);
  let browser: Browser;
  let recordings: Recordings;
  let panel: TestPanel;

  before(async () => {
    recordings = await Recordings.create();
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await recordings?.remove();
  });
  afterEach(async () => {
    const errors = (await panel.sent()).filter((message) => message.type === 'pageError');
    assert.deepEqual(await violations(panel), []);
    await panel.close();
    assert.deepEqual(errors, []);
  });

  async function showing(name: keyof typeof programs): Promise<string> {
    const file = await recordings.record(name, programs[name]);
    panel = await TestPanel.greeted(browser);
    await panel.show(file);
    return file;
  }

  it('a program without async functions: one thread, one thing after another', async () => {
    await showing('synchronous');
    assert.match(await panel.text('.details'), /^No async tasks: everything ran on one thread.*await/);
    assert.deepEqual((await panel.rows()).slice(0, 3), ['synchronous.ts', 'main thread', '<module>']);
  });

  it('an empty file', async () => {
    await showing('empty');
    assert.match(await panel.text('.details'), /^No code of the program ran.*Write a few lines/);
    assert.deepEqual((await panel.rows()).slice(0, 2), ['empty.ts', 'main thread']);
  });

  it('a program that exits at once', async () => {
    await showing('exitsAtOnce');
    assert.ok((await panel.rows()).includes('<module>'));
    assert.match(await panel.text('.header'), /exit code 0/);
  });

  it('one short bar: an axis, an overview, and zooming that works', async () => {
    await showing('oneBar');
    const before = await panel.axis();
    assert.ok(before.length >= 2, before.join());
    assert.ok((await panel.text('.overview')).length > 0);
    await panel.page.getByRole('button', { name: 'Zoom in' }).click();
    await panel.drawn();
    assert.notDeepEqual(await panel.axis(), before);
    await panel.page.getByRole('button', { name: 'Whole run' }).click();
    await panel.drawn();
    assert.deepEqual(await panel.axis(), before);
  });

  it('a run that failed in the middle: the lanes stay, the error is said, and leads to its line', async () => {
    const file = await showing('throwsLater');
    await panel.status('finished', 'Ended with exit code 1 after 142 ms; its output says more', { code: 1 });
    assert.match(await panel.text('.header'), /exit code 1.*TypeError: no such id/);
    assert.equal(await panel.page.locator('.header').getAttribute('data-phase'), 'failed');
    assert.ok((await panel.rows()).includes('load'));
    await panel.page.getByRole('button', { name: 'throwsLater.ts:4' }).click();
    const { site } = await panel.waitForMessage('reveal');
    assert.deepEqual([site.file, site.line], ['throwsLater.ts', 4]);
    const { tables } = openRecording(file);
    assert.equal(tables.marks.filter(({ kind }) => kind === 'error').length, 1);
  });

  it('a run that was stopped before it started can be run again from there', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.status('stopped', 'Stopped before it started');
    assert.match(await panel.text('.empty'), /Nothing was recorded.*Stopped before it started/);
    await panel.page.locator('.empty').getByRole('button', { name: 'Run Again' }).click();
    assert.deepEqual(await panel.waitForMessage('action'), { type: 'action', name: 'runAgain' });
  });

  it('compiling, starting Node, waiting for the first event', async () => {
    panel = await TestPanel.greeted(browser);
    await panel.status('starting', 'Compiling 3 files');
    assert.equal(await panel.text('.empty'), 'Compiling 3 files');
    await panel.status('starting', 'Compiled 3 files, starting Node 24.1.0');
    assert.equal(await panel.text('.empty'), 'Compiled 3 files, starting Node 24.1.0');
    await panel.status('recording');
    assert.match(await panel.text('.empty'), /Waiting for the first event/);
  });

  it('a recording of which a part is of a newer version says so, and what to do', async () => {
    panel = await TestPanel.greeted(browser);
    const problem =
      'Stream 9 was recorded in format 4, but this version reads formats up to 3. Open it with a newer version.';
    await panel.status('finished', `Finished after 2 s. ${problem}`, { code: 0 });
    assert.match(
      await panel.text('.empty'),
      /Nothing was recorded.*format 4.*formats up to 3.*newer version/,
    );
  });
});
