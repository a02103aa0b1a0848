import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { summarize, summaryText, timelineJsonChunks, toTimelineJson } from '../../src/analysis/index.ts';
import { formatNs } from '../../src/analysis/summary.ts';
import { channelOfWorker } from '../../src/shared/records.ts';
import { read } from './pictures.ts';
import { CWD, collectorFact, collectorHeader, joinBytes, ProcessWriter } from './recordWriter.ts';

/** One async function that waits for a worker's message, and everything else once. */
function program(): ReturnType<typeof read> {
  const process = new ProcessWriter(7).header(100, -1);
  const main = process.thread(0).fact(0);
  const site = main.sites(0, 1, `${CWD}/main.ts`, [[3, 5, 'f "\u2028']]);
  main
    .put(1, 'taskStart', 1, 2, site)
    .event(2, { e: 'workerStart', threadId: 1, file: 'w.ts', name: '' }, 2, site);
  main.put(3, 'taskSuspend', 1, 2, site).put(6, 'messageReceive', 0, channelOfWorker(1, 1), 1);
  main
    .text(6, 'console', 'hi', 2, site, 2)
    .put(7, 'taskSettled', 0, 2)
    .put(8, 'taskResume', 0, 2)
    .put(9, 'taskEnd', 1, 2);
  main.put(10, 'timerStart', 50, 3).put(11, 'loss', 0, 4, 500);
  process.thread(1).fact(4).put(5, 'messageSend', 0, channelOfWorker(1, 1), 1);
  process.end(20, 0);
  const facts = [
    collectorFact({ f: 'clock', errorNs: 480 }, 0),
    collectorFact({ f: 'ended', pid: 100, code: 0, signal: null }, 21),
  ];
  return read(joinBytes([collectorHeader(), ...facts, process.bytes()]));
}

describe('Timeline JSON', () => {
  it('has the tables as the format says', () => {
    const site = { file: 'main.ts', line: 3, column: 5, name: 'f "\u2028' };
    const task = { thread: 0, task: 0 };
    const { spans, ...json } = toTimelineJson(program().tables);
    deepStrictEqual(json, {
      format: 1,
      clockErrorNs: 480,
      startedAt: '2026-01-02T03:04:05.678Z',
      mode: 'full',
      coreCount: null,
      coreRecording: null,
      processes: [
        {
          id: 0,
          pid: 100,
          parent: null,
          command: ['node', 'main.ts'],
          startNs: -1e6,
          endNs: 21e6,
          outcome: { kind: 'exited', code: 0 },
        },
      ],
      threads: [
        {
          id: 0,
          process: 0,
          kind: 'main',
          threadId: 0,
          osTid: 900,
          name: 'main',
          startNs: 0,
          endNs: 21e6,
          outcome: null,
        },
        {
          id: 1,
          process: 0,
          kind: 'worker',
          threadId: 1,
          osTid: 901,
          name: 'w.ts',
          startNs: 4e6,
          endNs: 21e6,
          outcome: null,
        },
      ],
      tasks: [
        {
          id: 0,
          thread: 0,
          kind: 'async function',
          name: 'f "\u2028',
          site,
          parent: null,
          startNs: 1e6,
          endNs: 9e6,
          outcome: 'returned',
        },
        {
          id: 1,
          thread: 0,
          kind: 'timer',
          name: 'timer 50 ms',
          site: null,
          parent: null,
          startNs: 10e6,
          endNs: null,
          outcome: 'pending',
        },
      ],
      links: [
        {
          kind: 'spawn',
          exact: true,
          from: { ...task, ns: 2e6 },
          to: { thread: 1, task: null, ns: 4e6 },
        },
        {
          kind: 'message',
          exact: true,
          from: { thread: 1, task: null, ns: 5e6 },
          to: { thread: 0, task: null, ns: 6e6 },
        },
      ],
      cores: [],
      marks: [{ kind: 'console', level: 'warn', thread: 0, ns: 6e6, text: 'hi', task: 0, site }],
      counters: [],
      losses: [{ thread: 0, startNs: 10_999_500, endNs: 11e6, count: 4 }],
    });
    deepStrictEqual(
      new Set(spans),
      new Set([
        { ...task, state: 'running', startNs: 1e6, endNs: 3e6, reason: null, site },
        { thread: 0, task: null, state: 'running', startNs: 1e6, endNs: 3e6, reason: null, site: null },
        { ...task, state: 'waiting', startNs: 3e6, endNs: 7e6, reason: 'promise', site },
        { ...task, state: 'ready', startNs: 7e6, endNs: 8e6, reason: null, site },
        { ...task, state: 'running', startNs: 8e6, endNs: 9e6, reason: null, site },
        { thread: 0, task: null, state: 'running', startNs: 8e6, endNs: 9e6, reason: null, site: null },
        {
          thread: 0,
          task: 1,
          state: 'waiting',
          startNs: 10e6,
          endNs: 21e6,
          reason: 'timer 50 ms',
          site: null,
        },
      ]),
    );
  });

  it('of an empty recording is complete, too', () => {
    const json = toTimelineJson(read(new Uint8Array(0)).tables);
    deepStrictEqual(
      [json.format, json.clockErrorNs, json.tasks, json.cores, json.counters],
      [1, null, [], [], []],
    );
  });

  it('of a long recording comes in many pieces, none of them large', () => {
    const process = new ProcessWriter(7).header(100, 0);
    const main = process.thread(0).fact(0);
    for (let i = 1; i <= 2500; i++) main.put(i, 'taskStart', 1, i * 2).put(i + 0.5, 'taskEnd', 1, i * 2);
    const { tables } = read(joinBytes([collectorHeader(), process.bytes()]));
    const chunks = [...timelineJsonChunks(tables)];
    ok(chunks.length > 8);
    ok(Math.max(...chunks.map(({ length }) => length)) < 300_000);
    const json = JSON.parse(chunks.join('')) as ReturnType<typeof toTimelineJson>;
    deepStrictEqual([json.tasks.length, json.spans.length], [2500, 5000]);
  });
});

describe('the summary', () => {
  it('gives the numbers of the program', () => {
    deepStrictEqual(summarize(program().tables), {
      outcome: { kind: 'exited', code: 0 },
      wallMs: 22,
      processes: 1,
      threads: 2,
      tasks: 2,
      messages: 1,
      dropped: 4,
      skipped: 0,
      clockErrorNs: 480,
      mode: 'full',
      exactCauses: 0,
      cost: {
        recordsNs: null,
        drainNs: 1000,
        samplerNs: null,
        totalNs: 1000,
        shareOfWall: 1 / 22_000,
        shareOfCpu: null,
      },
      verdict: 'serial',
      maxInProgress: 1,
      meanInProgress: 0.364,
      maxRunning: 1,
      meanRunning: 0.136,
      workMs: 3,
      criticalPathMs: 7,
      parallelism: 0.429,
    });
  });

  it('says them in words', () => {
    strictEqual(
      summaryText(summarize(program().tables)),
      [
        'Exited with code 0 after 22 ms',
        'processes 1 · threads 2 · tasks 2 · messages 1',
        'Serial: at most (on average) 1 (0.4) tasks in progress, 1 (0.1) threads running. Work 3 ms, critical path 7 ms, parallelism 0.43.',
        'Times of different threads agree within 480 ns.',
        'Recording took 1 µs of CPU time, 0.0045 % of the run (writing them 1 µs).',
        'Of the time that functions and modules waited, 0 % has an exact cause.',
        '4 records were dropped because the program was faster than its recorder.',
      ].join('\n'),
    );
    const nothing = { ...summarize(read(new Uint8Array(0)).tables), skipped: 3 };
    strictEqual(
      summaryText(nothing, (phrase) => phrase.toUpperCase()),
      [
        'STILL RUNNING WHEN THE RECORDING ENDED AFTER 0 ns',
        'PROCESSES 0 · THREADS 0 · TASKS 0 · MESSAGES 0',
        'SERIAL: AT MOST (ON AVERAGE) 0 (0.0) TASKS IN PROGRESS, 0 (0.0) THREADS RUNNING. WORK 0 ns, CRITICAL PATH 0 ns, PARALLELISM 0.',
        'HOW WELL THE CLOCKS OF DIFFERENT THREADS AGREE WAS NOT MEASURED.',
        'WHAT RECORDING TOOK WAS NOT MEASURED.',
        '3 RECORDS COULD NOT BE READ AND WERE SKIPPED.',
      ].join('\n'),
    );
  });

  it('writes lengths of time in the unit that fits', () => {
    deepStrictEqual([0, 999, 1000, 12_345, 1e6, 123_456_789, 999_999_999, 61.25e9, 1234e9].map(formatNs), [
      '0 ns',
      '999 ns',
      '1 µs',
      '12.3 µs',
      '1 ms',
      '123 ms',
      '1000 ms',
      '61.3 s',
      '1234 s',
    ]);
  });
});
