/** Programs that go wrong, or do too much: what was recorded of them is all there, or counted. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Recording } from '../../src/analysis/index.ts';
import { MAX_TEXT } from '../../src/shared/records.ts';
import { NONE, State } from '../../src/shared/timeline.ts';
import type { TimelineJson } from '../../src/shared/timelineJson.ts';
import { waitFor } from '../collector/support.ts';
import { outputFolder, runCli, startCli } from './support.ts';

/** The calls of the function named `step` in a thread of this kind. */
function stepsIn(timeline: TimelineJson, thread: number | undefined) {
  return timeline.tasks.filter((task) => task.name === 'step' && task.thread === thread);
}

/** How often a task was suspended, in a saved recording. */
function countSuspensions(bytes: Uint8Array): number {
  const recording = new Recording();
  recording.push('recording', bytes);
  recording.finish();
  const { spans } = recording.tables;
  let count = 0;
  for (let i = 1; i < spans.length; i++) {
    const begins = spans.taskAt(i) !== NONE && spans.stateAt(i) === State.ready;
    if (begins) count++;
  }
  return count;
}

describe('bad luck', () => {
  const out = outputFolder();

  async function record(file: string) {
    const name = `${file}.json`;
    const result = await runCli(['run', file, '--json', out.file(name)], { env: out.env() });
    return { ...result, timeline: out.timeline(name) };
  }

  /** Waits until the program says that it spins, and then interrupts it as Ctrl+C does. */
  async function recordSpinning(file: string) {
    const name = `${file}.json`;
    const cli = startCli(['run', file, '--json', out.file(name)], { env: out.env() });
    await waitFor('the loop', () => cli.stdout() === 'spinning\n');
    const begin = performance.now();
    cli.child.kill('SIGINT');
    await cli.ended;
    return { stopMs: performance.now() - begin, timeline: out.timeline(name) };
  }

  it('a file that throws at once', async () => {
    const { code, stdout, stderr, timeline } = await record('throwsAtOnce.ts');
    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /RangeError: thrown at once\n\s+at .*throwsAtOnce\.ts:1:/);
    const error = timeline.marks.find((mark) => mark.kind === 'error');
    assert.match(error?.text ?? '', /RangeError.*thrown at once/);
    assert.equal(error?.site?.line ?? 1, 1);
  });

  it('a rejection that nobody handles', async () => {
    const { code, timeline } = await record('unhandledRejection.ts');
    assert.equal(code, 1);
    const errors = timeline.marks.filter((mark) => mark.kind === 'error');
    assert.equal(errors.length, 1);
    assert.match(errors[0]?.text ?? '', /TypeError.*nobody handles this/);
    assert.equal(timeline.tasks.find((task) => task.name === 'fails')?.outcome, 'threw');
  });

  it('process.exit() in the middle: nothing before it is lost, and what was under way is pending', async () => {
    const { code, timeline } = await record('exitsInTheMiddle.ts');
    assert.equal(code, 7);
    assert.deepEqual(timeline.processes[0]?.outcome, { kind: 'exited', code: 7 });
    const [counts, waits] = ['counts', 'waitsForEver'].map((name) =>
      timeline.tasks.find((task) => task.name === name),
    );
    assert.equal(counts?.outcome, 'pending');
    assert.equal(waits?.outcome, 'pending');
    const suspensions = timeline.spans.filter((span) => span.task === counts?.id && span.state !== 'running');
    assert.equal(new Set(suspensions.map((span) => span.site?.line)).size, 1);
    assert.equal(suspensions.length, 100);
    assert.ok(timeline.spans.some((span) => span.task === waits?.id && span.state === 'waiting'));
  });

  it('while (true) on the main thread: the events before it are all there, and it is stopped in a second', async () => {
    const { stopMs, timeline } = await recordSpinning('spins.ts');
    const steps = stepsIn(timeline, timeline.threads[0]?.id);
    assert.equal(steps.length, 1000);
    assert.ok(steps.every((task) => task.outcome === 'returned'));
    assert.deepEqual(
      timeline.marks.filter((mark) => mark.kind === 'console').map((mark) => mark.text),
      ['spinning'],
    );
    assert.ok(stopMs < 1000, `${stopMs} ms`);
  });

  it('while (true) in a worker: the events before it are all there, and it is stopped in a second', async () => {
    const { stopMs, timeline } = await recordSpinning('spinsInWorker.ts');
    const worker = timeline.threads.find((thread) => thread.kind === 'worker');
    const steps = stepsIn(timeline, worker?.id);
    assert.equal(steps.length, 1000);
    assert.ok(steps.every((task) => task.outcome === 'returned'));
    assert.equal(timeline.links.filter((link) => link.kind === 'message').length, 1);
    assert.ok(stopMs < 1000, `${stopMs} ms`);
  });

  it('a worker that is terminated', async () => {
    const { code, stdout, timeline } = await record('terminatesWorker.ts');
    assert.equal(code, 0);
    assert.equal(stdout, 'terminated with 1\n');
    const [main, worker] = timeline.threads;
    assert.equal(stepsIn(timeline, worker?.id).length, 1000);
    assert.ok((worker?.endNs ?? Number.POSITIVE_INFINITY) <= (main?.endNs ?? 0));
  });

  it('a child that is killed', async () => {
    const { code, timeline } = await record('killsChild.ts');
    assert.equal(code, 0);
    const [parent, child] = timeline.processes;
    assert.deepEqual(parent?.outcome, { kind: 'exited', code: 0 });
    assert.deepEqual(child?.outcome, { kind: 'killed', signal: 'SIGKILL' });
    assert.equal(child?.parent, parent?.id);
    const thread = timeline.threads.find((candidate) => candidate.process === child?.id);
    assert.equal(stepsIn(timeline, thread?.id).length, 1000);
  });

  it('100 MB of output: all of it arrives, and the command line does not hold it', async () => {
    let bytes = 0;
    const onStdout = (chunk: Buffer) => {
      bytes += chunk.length;
    };
    const args = ['run', 'prints100MB.ts', '--summary', 'json'];
    const { code, peakMb } = await runCli(args, { env: out.env(), onStdout });
    assert.equal(code, 0);
    assert.equal(bytes, 100_000_000);
    assert.ok(peakMb > 30 && peakMb < 250, `${peakMb} MB`);
  });

  it('1,000,000 awaits: under 500 MB, and each is recorded or counted', async () => {
    const args = ['run', 'millionAwaits.ts', '--summary', 'json', '--out', out.file('awaits.cvrec')];
    const { code, stdout, stderr, peakMb } = await runCli(args, { env: out.env() });
    assert.equal(code, 0);
    assert.equal(stdout, '1000000\n');
    assert.ok(peakMb > 30 && peakMb < 500, `${peakMb} MB`);
    const { dropped, skipped } = JSON.parse(stderr);
    assert.equal(skipped, 0);
    const suspensions = countSuspensions(readFileSync(out.file('awaits.cvrec')));
    assert.ok(suspensions <= 1_000_000 + 10);
    // Each await is a few records: when some are missing, at least as many are counted.
    assert.ok(suspensions + dropped >= 1_000_000, `${suspensions} recorded, ${dropped} dropped`);
  });

  it('hostile names: kept as text of at most 1,000 characters', async () => {
    const { timeline } = await record('hostileNames.ts');
    const texts = [
      ...timeline.tasks.map((task) => task.name),
      ...timeline.threads.map((thread) => thread.name),
      ...timeline.marks.map((mark) => mark.text),
    ];
    assert.ok(texts.every((text) => text.length <= MAX_TEXT));
    const console_ = timeline.marks.filter((mark) => mark.kind === 'console').map((mark) => mark.text);
    assert.equal(console_[0], '</script><script>alert(1)</script>');
    assert.equal(console_[1], '"\'`\\');
    assert.equal(console_[3], '\u202efdp.exe\u2066\u200f');
    assert.equal(console_[4]?.length, MAX_TEXT);
    assert.ok(console_[4]?.startsWith('longlong') && console_[4].endsWith('…'));
  });
});
