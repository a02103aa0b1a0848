/** The text of a recording: from small timelines, written row by row. */
import assert from 'node:assert/strict';
import type { SiteRow } from '../../src/shared/timeline.ts';
import type { TimelineJson } from '../../src/shared/timelineJson.ts';
import { storyText } from './storyText.ts';
import { lengthText } from './storyWords.ts';

type Task = TimelineJson['tasks'][number];
type Span = TimelineJson['spans'][number];
type Link = TimelineJson['links'][number];

const ms = (value: number): number => value * 1e6;
const site = (line: number, name = 'f', file = 'a.ts'): SiteRow => ({ file, line, column: 1, name });

const empty: TimelineJson = {
  format: 1,
  clockErrorNs: null,
  startedAt: '',
  mode: 'full',
  coreCount: null,
  coreRecording: null,
  processes: [process(0, null)],
  threads: [thread(0, 0)],
  tasks: [],
  spans: [],
  links: [],
  cores: [],
  marks: [],
  counters: [],
  losses: [],
};

function process(id: number, parent: number | null): TimelineJson['processes'][number] {
  const command = ['/somewhere/node', `/home/me/${id === 0 ? 'a' : 'child'}.ts`];
  return {
    id,
    pid: 100 + id,
    parent,
    command,
    startNs: 0,
    endNs: ms(9),
    outcome: { kind: 'exited', code: id },
  };
}

function thread(id: number, ofProcess: number, name = 'main'): TimelineJson['threads'][number] {
  const kind = name === 'main' ? 'main' : 'worker';
  const outcome = { kind: 'terminated' } as const;
  return { id, process: ofProcess, kind, threadId: id, osTid: 7, name, startNs: 0, endNs: null, outcome };
}

function task(id: number, name: string, line: number | null, more: Partial<Task> = {}): Task {
  const place = line === null ? null : site(line, name);
  const kind = 'async function';
  return {
    id,
    thread: 0,
    kind,
    name,
    site: place,
    parent: null,
    startNs: 0,
    endNs: 1,
    outcome: 'returned',
    ...more,
  };
}

/** `times` in ms. */
function span(
  of: number | null,
  state: Span['state'],
  times: [number, number],
  more: Partial<Span> = {},
): Span {
  const [startNs, endNs] = times.map(ms) as [number, number];
  return { thread: 0, task: of, state, startNs, endNs, reason: null, site: site(9), ...more };
}

/** From and to: thread, task, ms. */
function link(kind: Link['kind'], from: Place, to: Place, exact = true): Link {
  return { kind, exact, from: point(from), to: point(to) };
}
type Place = readonly [thread: number, task: number | null, ms: number];
const carrying = (copiedBytes: number, transferredBytes: number) => ({
  copiedBytes,
  transferredBytes,
  isLowerBound: false,
  sendNs: 1,
});
const point = ([ofThread, ofTask, at]: Place) => ({ thread: ofThread, task: ofTask, ns: ms(at) });

/** What stands under the main thread of a timeline with these rows, less its indentation. */
function linesOf(rows: Partial<TimelineJson>): string[] {
  const [processLine, threadLine, ...lines] = storyText({ ...empty, ...rows }, 'a.ts')
    .trimEnd()
    .split('\n');
  assert.deepEqual([processLine, threadLine], ['process a.ts, exited 0', '  thread main']);
  return lines.map((line) => line.slice(4));
}

describe('lengths of time', () => {
  const words = (value: number, step: number, expected: number | null = null): string =>
    lengthText(ms(value), step, expected);

  it('are told in steps, from 8 ms below to 10 ms below the next one', () => {
    assert.deepEqual(
      [92, 100, 140].map((value) => words(value, 50)),
      Array(3).fill(' ~100ms'),
    );
    assert.deepEqual(
      [92, 100, 190].map((value) => words(value, 100)),
      Array(3).fill(' ~100ms'),
    );
    assert.deepEqual(
      [0, 20, 41].map((value) => words(value, 50)),
      ['', '', ''],
    );
  });

  it('are told as they are when they fit no step', () => {
    assert.equal(words(141, 50), ' 141ms (not ~100ms)');
  });

  it('fit what is expected, where that is known', () => {
    assert.deepEqual(
      [10, 31, 120].map((value) => words(value, 50, 30)),
      Array(3).fill(' ~30ms'),
    );
    assert.equal(words(121, 50, 30), ' ~100ms');
    assert.equal(words(51, 50, 5000), ' ~50ms');
    assert.equal(words(10, 50, 5000), '');
  });
});

describe('the text of a recording', () => {
  it('has tasks under those that began them, in the order of the source', () => {
    const tasks = [
      task(0, 'late', 8),
      task(1, 'early', 2),
      task(2, 'inner', 5, { parent: 1, outcome: 'threw' }),
    ];
    assert.deepEqual(linesOf({ tasks }), [
      'async function early :2 returned',
      '  async function inner :5 threw',
      'async function late :8 returned',
    ]);
  });

  it('tells equal tasks once, whatever ran between them', () => {
    const tasks = [task(0, 'one', 2), task(1, 'two', 3), task(2, 'one', 2)];
    assert.deepEqual(linesOf({ tasks }), [
      'async function one :2 returned ×2',
      'async function two :3 returned',
    ]);
  });

  it('leaves out what no line of the program began, and says so where a task began in it', () => {
    const tasks = [
      task(0, 'nextTick', 4, { kind: 'tick', site: site(4, 'send') }),
      task(1, 'HTTP request', null, { kind: 'io' }),
      task(2, 'answer', 6, { parent: 1 }),
    ];
    assert.deepEqual(linesOf({ tasks }), ['async function answer :6 returned, in HTTP request']);
  });

  it('tells waits with reason, place and cause, and lengths of those for timers', () => {
    const tasks = [task(0, 'f', 2), task(1, 'timer 50 ms', 3, { kind: 'timer', parent: 0 })];
    const spans = [
      span(0, 'running', [0, 1]),
      span(0, 'waiting', [1, 55], { reason: 'timer 50 ms' }),
      span(0, 'ready', [55, 56]),
      span(0, 'running', [56, 57]),
      span(0, 'waiting', [57, 300], { reason: 'promise' }),
      span(0, 'running', [300, 301]),
    ];
    const links = [link('resolve', [0, 1, 55], [0, 0, 56], false)];
    assert.deepEqual(linesOf({ tasks: [tasks[0]!], spans: [] }), ['async function f :2 returned']);
    assert.deepEqual(linesOf({ tasks, spans, links }), [
      'async function f :2 returned',
      '  - waiting timer 50 ms :9 ~50ms ← timer 50 ms :3 (inferred)',
      '  - waiting promise :9',
      '  timer 50 ms :3',
    ]);
  });

  it('tells being ready when it is long, or when there was no wait before', () => {
    const spans = [
      span(0, 'running', [0, 1]),
      span(0, 'ready', [1, 2]),
      span(0, 'running', [2, 3]),
      span(0, 'waiting', [3, 4], { reason: 'promise' }),
      span(0, 'ready', [4, 110]),
      span(0, 'running', [110, 111]),
    ];
    assert.deepEqual(linesOf({ tasks: [task(0, 'f', 2)], spans }).slice(1), [
      '  - ready :9',
      '  - waiting promise :9',
      '  - ready :9 ~100ms',
    ]);
  });

  it('does not tell how long a task ran that was ended in the middle', () => {
    const spans = [
      span(0, 'running', [0, 100]),
      span(0, 'ready', [100, 101]),
      span(0, 'running', [101, 301]),
    ];
    assert.deepEqual(linesOf({ tasks: [task(0, 'f', 2, { outcome: 'pending' })], spans }), [
      'async function f :2 pending',
      '  - running :9 ~100ms',
      '  - ready :9',
    ]);
  });

  it('names the sender of a message that ended a wait, not the callback that took it', () => {
    const tasks = [
      task(0, 'ask', 2),
      task(1, 'message port', null, { kind: 'callback' }),
      task(2, 'nextTick', null, { kind: 'tick', parent: 1 }),
    ];
    const spans = [
      span(0, 'waiting', [1, 6], { reason: 'message' }),
      span(0, 'running', [6, 7]),
      span(1, 'running', [4, 5]),
      span(2, 'running', [5, 6]),
    ];
    const links = [link('message', [1, null, 3], [0, 1, 4]), link('resolve', [0, 2, 6], [0, 0, 6])];
    const threads = [thread(0, 0), thread(1, 0, 'ada')];
    assert.equal(
      linesOf({ tasks, spans, links, threads })[1],
      '  - waiting message :9 ← message from worker "ada"',
    );
  });

  it('tells what holds a thread without a task, and who ended that', () => {
    const spans = [span(null, 'blocked', [0, 100], { reason: 'Atomics.wait' })];
    const links = [link('notify', [1, null, 100], [0, null, 100])];
    const threads = [thread(0, 0), thread(1, 0, 'ada')];
    assert.deepEqual(linesOf({ spans, links, threads }).slice(0, 1), [
      '- blocked Atomics.wait :9 ~100ms ← notify by worker "ada"',
    ]);
  });

  it('has threads and children with who started them and how they ended, and messages by receiver', () => {
    const rows: Partial<TimelineJson> = {
      processes: [process(0, null), process(1, 0)],
      threads: [thread(0, 0), thread(1, 0, 'ada'), thread(2, 1)],
      tasks: [task(0, 'f', 2)],
      links: [
        link('spawn', [0, 0, 1], [1, null, 2]),
        link('spawn', [0, 0, 1], [2, null, 2]),
        link('message', [0, 0, 3], [1, null, 4]),
        link('message', [0, 0, 4], [1, null, 5]),
        { ...link('message', [0, 0, 5], [1, null, 6]), message: carrying(5999, 0) },
        { ...link('message', [0, 0, 6], [1, null, 7]), message: carrying(8, 2000) },
        link('message', [2, null, 5], [0, null, 6]),
        link('join', [1, null, 8], [0, 0, 9]),
      ],
    };
    const text = [
      'process a.ts, exited 0',
      '  thread main',
      '    async function f :2 returned',
      '      - message → worker "ada" ×2',
      '      - message → worker "ada", 2 kB transferred',
      '      - message → worker "ada", 5 kB copied',
      '  thread "ada" started by f :2, terminated, noticed by f :2',
      '  process child.ts started by f :2, exited 1',
      '    thread main',
      '      - message → process a.ts',
      '',
    ];
    assert.equal(storyText({ ...empty, ...rows }, 'a.ts'), text.join('\n'));
  });

  it('tells console lines and errors, but not what a program measured itself', () => {
    const mark = { level: 'log', thread: 0, task: 0, ns: 1, site: site(4) };
    const marks = [
      { ...mark, kind: 'console', text: 'hello' },
      { ...mark, kind: 'console', text: '{"name":"f","ms":5}' },
      { ...mark, kind: 'error', text: 'Uncaught Error: no\nat f', site: null },
    ];
    assert.deepEqual(linesOf({ tasks: [task(0, 'f', 2)], marks }).slice(1), [
      '  - console.log "hello" :4',
      '  - error "Uncaught Error: no"',
    ]);
  });

  it('says when records were lost', () => {
    const losses = [{ thread: 0, startNs: 0, endNs: 1, count: 3 }];
    assert.match(storyText({ ...empty, losses }, 'a.ts'), /^lost 3 records$/m);
  });
});
