import { deepStrictEqual, strictEqual } from 'node:assert';
import type { TimelineTables } from '../../src/analysis/index.ts';
import { ResumeWord, TaskKind, WaitKind } from '../../src/shared/records.ts';
import { taskKindNames } from '../../src/shared/timeline.ts';
import { encodePicture, read } from './pictures.ts';
import { CWD, collectorHeader, joinBytes, ProcessWriter, type ThreadWriter } from './recordWriter.ts';
import { linkTexts, spanTexts, taskTexts } from './support.ts';

/** Async function `f`, awaited in line 2, and `g`. */
function readThread(write: (thread: ThreadWriter, site: number) => void): TimelineTables {
  const process = new ProcessWriter(7).header(100, 0);
  const thread = process.thread(0).fact(0);
  const site = thread.sites(0, 1, `${CWD}/src/a.ts`, [
    [1, 1, 'f'],
    [2, 3, 'f'],
    [5, 1, 'g'],
    [9, 1, ''],
  ]);
  write(thread, site);
  return read(joinBytes([collectorHeader(), process.bytes()])).tables;
}

/** The wait of `f` from 2 to 6 ms: `hint` is what it awaits, `settler` who settles it, if anybody does. */
function waitOf(
  wait: number,
  hint: number,
  settler: number | null,
  kind = 'FSREQCALLBACK',
): readonly string[] {
  const tables = readThread((thread, site) => {
    thread.opType(0, 1, kind).put(1, 'taskStart', 1, 2, site);
    thread
      .put(1, 'opStart', 1, 3, site, 2)
      .put(1, 'timerStart', 40, 5, site, 2)
      .put(1, 'taskStart', 1, 4, site + 2, 2);
    thread
      .put(1, 'taskSuspend', WaitKind.promise, 4, site + 2)
      .put(2, 'taskSuspend', wait, 2, site + 1, hint);
    if (settler !== null) thread.put(5, 'taskSettled', 0, 2, settler);
    thread.put(6, 'taskResume', 0, 2);
  });
  return spanTexts(tables, 'f').slice(1);
}

describe('reasons of waits', () => {
  const waits: Readonly<Record<string, readonly [number, number, number | null, string?]>> = {
    'timer 40 ms': [WaitKind.promise, 5, 0],
    'file operation': [WaitKind.promise, 3, 0],
    'promise of g': [WaitKind.promise, 4, 4],
    promise: [WaitKind.promise, 0, 0],
    thenable: [WaitKind.thenable, 0, 0],
    'promise settled by g': [WaitKind.promise, 0, 4],
    worker: [WaitKind.promise, 0, 3, 'WORKER'],
    message: [WaitKind.thenable, 0, 3, 'MESSAGEPORT'],
    'next value': [WaitKind.next, 4, 0],
    consumer: [WaitKind.yield, 0, 0],
    NEWTYPE: [WaitKind.promise, 3, 0, 'NEWTYPE'],
  };
  for (const [reason, [wait, hint, settler, kind]] of Object.entries(waits)) {
    it(reason, () =>
      deepStrictEqual(waitOf(wait, hint, settler, kind), [
        `waiting 2–5 ${reason} src/a.ts:2`,
        'ready 5–6 src/a.ts:2',
      ]),
    );
  }

  it('a bare promise is named after the timer that settled it', () => {
    strictEqual(waitOf(WaitKind.promise, 0, 5)[0], 'waiting 2–5 timer 40 ms src/a.ts:2');
  });

  it('a tick is named after the operation whose result it hands on, and is itself no hint', () => {
    const tables = readThread((thread, site) => {
      thread.opType(0, 1, 'PROCESSWRAP').opType(0, 2, 'TickObject').put(1, 'taskStart', 1, 2, site);
      thread
        .put(1, 'opStart', 1, 3, 0, 2)
        .put(1, 'opStart', 2, 5, 0, 2)
        .put(2, 'taskSuspend', 1, 2, site + 1, 5);
      thread.put(3, 'opBefore', 0, 3).put(3, 'opStart', 2, 7, 0, 3).put(4, 'opAfter', 0, 3);
      thread.put(4, 'opBefore', 0, 7).put(5, 'taskSettled', 0, 2, 7).put(6, 'taskResume', 0, 2);
      thread
        .put(6, 'taskSuspend', 1, 2, site + 1, 5)
        .put(7, 'taskSettled', 0, 2, 5)
        .put(8, 'taskResume', 0, 2);
    });
    deepStrictEqual(
      spanTexts(tables, 'f').filter((text) => text.startsWith('waiting')),
      ['waiting 2–5 child process src/a.ts:2', 'waiting 6–7 nextTick src/a.ts:2'],
    );
  });

  it('without a settling there was nothing to wait for: the task was ready', () => {
    deepStrictEqual(waitOf(WaitKind.promise, 4, null), ['ready 2–6 src/a.ts:2']);
    deepStrictEqual(waitOf(WaitKind.value, 0, null), ['ready 2–6 src/a.ts:2']);
  });

  it('but those who wait to be asked, or for a next value, did wait', () => {
    deepStrictEqual(waitOf(WaitKind.yield, 0, null), ['waiting 2–6 consumer src/a.ts:2']);
    deepStrictEqual(waitOf(WaitKind.next, 0, null), ['ready 2–6 src/a.ts:2']);
  });

  it('the last word before the resume counts: a promise may be locked in to another one first', () => {
    const tables = readThread((thread, site) => {
      thread.put(1, 'taskStart', 1, 2, site).put(2, 'taskSuspend', WaitKind.promise, 2, site + 1);
      thread
        .put(3, 'taskSettled', 0, 2)
        .put(4, 'taskSettled', 0, 2)
        .put(6, 'taskResume', 0, 2)
        .put(7, 'taskSettled', 0, 2);
    });
    deepStrictEqual(spanTexts(tables, 'f').slice(1), [
      'waiting 2–4 promise src/a.ts:2',
      'ready 4–6 src/a.ts:2',
      'running 6–7 src/a.ts:2',
    ]);
  });
});

describe('who ended a wait', () => {
  /** The links to `f`, which waits from 2 to 6 ms while `g` runs at 5 ms. */
  const linksOf = (
    wait: number,
    settled: readonly [flags: number, by: number] | null,
    word = 0,
    asker = 0,
  ) => {
    const tables = readThread((thread, site) => {
      thread.put(1, 'taskStart', 1, 2, site).put(1, 'taskStart', 1, 4, site + 2, 2);
      thread.put(1, 'taskSuspend', WaitKind.promise, 4, site + 2);
      thread.put(2, 'taskSuspend', wait, 2, site + 1).put(5, 'taskResume', 0, 4);
      if (settled !== null) thread.put(5, 'taskSettled', settled[0], 2, settled[1]);
      thread.put(6, 'taskResume', 0, 2, word, asker);
    });
    return {
      links: linkTexts(tables).filter((text) => text.startsWith('resolve')),
      wait: spanTexts(tables, 'f')[1],
    };
  };

  it('is who settled its promise', () => {
    deepStrictEqual(linksOf(WaitKind.promise, [0, 4]).links, ['resolve g@5 → f@6']);
  });

  it('is deduced when only the root of the turn is known, and then the reason stays a promise', () => {
    const { links, wait } = linksOf(WaitKind.promise, [1, 4]);
    deepStrictEqual(links, ['resolve g@5 → f@6 ~']);
    strictEqual(wait, 'waiting 2–5 promise src/a.ts:2');
  });

  it('is who asked a generator for its next value', () => {
    const { links, wait } = linksOf(WaitKind.yield, null, ResumeWord.wasReady, 4);
    deepStrictEqual(links, ['resolve g@6 → f@6']);
    strictEqual(wait, 'waiting 2–6 consumer src/a.ts:2');
    deepStrictEqual(linksOf(WaitKind.yield, null, ResumeWord.askerDeduced, 4).links, ['resolve g@6 → f@6 ~']);
  });

  it('may be unknown: the task waited all the same', () => {
    const { links, wait } = linksOf(WaitKind.promise, null, ResumeWord.causeUnknown);
    deepStrictEqual(links, []);
    strictEqual(wait, 'waiting 2–6 promise src/a.ts:2');
  });
});

describe('timers', () => {
  const timer = (write: (thread: ThreadWriter) => void): TimelineTables =>
    readThread((thread, site) => {
      thread.put(1, 'timerStart', 4, 3, site);
      write(thread);
    });

  it('are ready when they are due and their thread is busy', () => {
    const tables = timer((thread) => {
      thread.put(2, 'timerStart', 1, 5).put(4, 'opBefore', 0, 5).put(6, 'opAfter', 0, 5);
      thread.put(7, 'opBefore', 0, 3).put(8, 'opAfter', 0, 3);
    });
    deepStrictEqual(spanTexts(tables, 'timer 4 ms'), [
      'waiting 1–5 timer 4 ms src/a.ts:1',
      'ready 5–7 src/a.ts:1',
      'running 7–8 src/a.ts:1',
    ]);
  });

  it('that come late on an idle thread have waited', () => {
    const tables = timer((thread) => thread.put(7, 'opBefore', 0, 3).put(8, 'opAfter', 0, 3));
    deepStrictEqual(spanTexts(tables, 'timer 4 ms'), [
      'waiting 1–7 timer 4 ms src/a.ts:1',
      'running 7–8 src/a.ts:1',
    ]);
  });

  it('end when they are cancelled, also from within an interval', () => {
    const tables = timer((thread) => {
      thread.put(2, 'timerStart', 1, 5).put(2, 'timerRepeats', 0, 5).put(3, 'opCancel', 0, 3);
      thread.put(3, 'opBefore', 0, 5).put(4, 'opCancel', 0, 5).put(5, 'opAfter', 0, 5);
      thread.put(9, 'opCancel', 0, 5);
    });
    deepStrictEqual(taskTexts(tables), ['timer 4 ms pending 1–3', 'interval 1 ms returned 2–5']);
  });
});

describe('kinds, names and ends of tasks', () => {
  it('come from the record, the site and the type of operation', () => {
    const tables = readThread((thread, site) => {
      thread
        .put(1, 'taskStart', TaskKind.module, 2, site + 3)
        .put(1, 'taskStart', TaskKind.asyncGenerator, 4, site + 2);
      thread
        .put(1, 'taskStart', TaskKind.asyncFunction, 6, site + 3)
        .put(1, 'taskStart', TaskKind.asyncFunction, 8, 77);
      thread
        .put(1, 'timerStart', 0, 9)
        .put(1, 'timerRepeats', 0, 9)
        .put(1, 'timerStart', 7, 11)
        .put(1, 'timerRepeats', 0, 99);
      const types = [
        'Immediate',
        'TickObject',
        'Microtask',
        'TCPWRAP',
        'MESSAGEPORT',
        'PROCESSWRAP',
        '__proto__',
      ];
      for (const [i, type] of types.entries())
        thread.opType(1, i + 1, type).put(1, 'opStart', i + 1, 21 + 2 * i);
      thread.put(1, 'opStart', 99, 51);
    });
    const { columns, length } = tables.tasks;
    deepStrictEqual(
      Array.from(
        { length },
        (_, i) => `${taskKindNames[columns.kind[i]!]}: ${tables.strings[columns.name[i]!]}`,
      ),
      [
        'module: a.ts',
        'async generator: g',
        'async function: (anonymous)',
        'async function: (unknown)',
        'timer: interval 0 ms',
        'timer: timer 7 ms',
        'immediate: immediate',
        'tick: nextTick',
        'tick: microtask',
        'io: TCP connection',
        'callback: message port',
        'io: child process',
        'io: __proto__',
        'io: (unknown)',
      ],
    );
  });

  it('say how a task ended: what may run again ends with its thread, what never ran stays pending', () => {
    const tables = readThread((thread, site) => {
      thread.opType(0, 1, 'FSREQCALLBACK').opType(0, 2, 'TCPSERVERWRAP');
      thread
        .put(1, 'taskStart', 1, 2, site)
        .put(1, 'taskEnd', 2, 2)
        .put(1, 'taskStart', 1, 4, site + 2);
      thread
        .put(1, 'opStart', 1, 3)
        .put(1, 'opStart', 2, 5)
        .put(1, 'opStart', 2, 7)
        .put(1, 'timerStart', 2, 9);
      thread
        .put(2, 'opBefore', 0, 5)
        .put(3, 'opAfter', 0, 5)
        .put(3, 'opBefore', 0, 3)
        .put(3, 'opAfter', 0, 3);
      thread.put(4, 'opBefore', 0, 5).put(5, 'opAfter', 0, 5).put(6, 'taskEnd', 1, 4);
      thread.put(6, 'timerStart', 30_000, 11).event(8, { e: 'threadExit', code: 0 });
    });
    deepStrictEqual(taskTexts(tables), [
      'f threw 1–1',
      'g returned 1–6',
      'file operation returned 1–3',
      'TCP server returned 1–5',
      'TCP server pending 1–',
      'timer 2 ms pending 1–',
      'timer 30000 ms pending 6–',
    ]);
    deepStrictEqual(spanTexts(tables, 'timer 2 ms'), ['waiting 1–3 timer 2 ms']);
    deepStrictEqual(spanTexts(tables, 'timer 30000 ms'), ['waiting 6–8 timer 30000 ms']);
    deepStrictEqual(spanTexts(tables, 'TCP server'), [
      'waiting 1–2 TCP server',
      'running 2–3',
      'waiting 3–4 TCP server',
      'running 4–5',
      'waiting 1–8 TCP server',
    ]);
  });

  it('an operation that was there before the recording is a callback, and a message tells what it is', () => {
    const tables = readThread((thread, site) => {
      thread
        .put(1, 'taskStart', 1, 2, site)
        .put(2, 'taskSuspend', 1, 2, site + 1)
        .put(2, 'opAfter', 0, 5);
      thread.put(3, 'opBefore', 0, 5).put(4, 'messageReceive', 0, 2, 1).put(5, 'taskSettled', 0, 2, 5);
      thread
        .put(6, 'opAfter', 0, 5)
        .put(7, 'taskResume', 0, 2)
        .put(8, 'opBefore', 0, 5)
        .put(9, 'opAfter', 0, 5);
    });
    deepStrictEqual(taskTexts(tables), ['f pending 1–', 'callback returned 3–9']);
    deepStrictEqual(spanTexts(tables, 'f')[1], 'waiting 2–5 message src/a.ts:2');
    deepStrictEqual(spanTexts(tables, 'callback'), ['running 3–6', 'waiting 6–8 message', 'running 8–9']);
    deepStrictEqual(spanTexts(tables, 'main')[1], 'running 3–6');
  });

  it('a timer that is set again after its end runs on', () => {
    const tables = readThread((thread) => {
      thread.put(1, 'timerStart', 2, 3).put(3, 'opBefore', 0, 3).put(4, 'opAfter', 0, 3);
      thread.put(6, 'opBefore', 0, 3).put(7, 'opAfter', 0, 3);
    });
    deepStrictEqual(taskTexts(tables), ['timer 2 ms returned 1–7']);
  });

  it('a blocked thread tells what holds it', () => {
    const tables = readThread((thread, site) => {
      thread
        .put(1, 'taskStart', 1, 2, site)
        .put(2, 'block', 2, 2, site + 1)
        .put(4, 'unblock', 2, 0);
      thread.put(5, 'block', 1, 0).put(6, 'unblock', 1, 1).put(7, 'taskEnd', 1, 2);
    });
    deepStrictEqual(spanTexts(tables, 'main'), [
      'running 1–2',
      'blocked 2–4 synchronous child process src/a.ts:2',
      'running 4–5',
      'blocked 5–6 Atomics.wait',
      'running 6–7',
    ]);
    deepStrictEqual(spanTexts(tables, 'f'), [
      'running 1–2 src/a.ts:1',
      'blocked 2–4 synchronous child process src/a.ts:2',
      'running 4–7 src/a.ts:2',
    ]);
  });
});

describe('sites', () => {
  it('are one row for a place, whatever thread or process names it', () => {
    const tables = read(encodePicture('main |   |\n  f  |RR |\nother |   |\n  f |R  |')).tables;
    deepStrictEqual(tables.sites, [
      { file: 'main.ts', line: 2, column: 1, name: 'f' },
      { file: 'main.ts', line: 4, column: 1, name: 'f' },
    ]);
    const process = (stream: number): ProcessWriter => {
      const writer = new ProcessWriter(stream).header(stream, 0);
      const thread = writer.thread(0).fact(0);
      const site = thread.sites(0, stream, '/elsewhere/a.ts', [[1, 2, 'f']]);
      thread.put(1, 'taskStart', 1, 2, site).text(1, 'console', 'x', 2, site);
      return writer;
    };
    const two = read(joinBytes([collectorHeader(), process(1).bytes(), process(2).bytes()])).tables;
    deepStrictEqual(two.sites, [{ file: '/elsewhere/a.ts', line: 1, column: 2, name: 'f' }]);
    deepStrictEqual([...two.tasks.columns.site.slice(0, 2)], [0, 0]);
  });

  const paths: readonly (readonly [string, string, string])[] = [
    ['/work/app', '/work/app/src/a.ts', 'src/a.ts'],
    ['/work/app', '/work/application/a.ts', '/work/application/a.ts'],
    ['/work/app/', '/work/app/a.ts', 'a.ts'],
    ['C:\\work', 'C:\\work\\src\\a.ts', 'src/a.ts'],
    ['C:\\work', 'D:\\a.ts', 'D:\\a.ts'],
    ['/', '/a.ts', 'a.ts'],
    ['/work', 'data:text/javascript,1', 'data:text/javascript,1'],
    ['/work', '[eval]', '[eval]'],
  ];
  for (const [cwd, path, expected] of paths) {
    it(`${path} seen from ${cwd} is ${expected}`, () => {
      const process = new ProcessWriter(1).header(1, 0);
      const thread = process.thread(0).fact(0);
      thread.put(1, 'taskStart', 1, 2, thread.sites(0, 1, path, [[1, 1, 'f']]));
      const { sites } = read(joinBytes([collectorHeader({ cwd }), process.bytes()])).tables;
      deepStrictEqual(
        sites.map(({ file }) => file),
        [expected],
      );
    });
  }
});

describe('links within a thread', () => {
  it('join a task with the one that started it and the one that settled its promise', () => {
    const tables = readThread((thread, site) => {
      thread.put(1, 'taskStart', 1, 2, site).put(2, 'taskStart', 1, 4, site + 2, 2);
      thread
        .put(3, 'taskSuspend', WaitKind.promise, 4, site + 2)
        .put(4, 'taskSuspend', WaitKind.promise, 2, site + 1, 4);
      thread.put(5, 'timerStart', 1, 7, site, 4).put(6, 'opBefore', 0, 7).put(7, 'taskSettled', 1, 4, 7);
      thread.put(8, 'opAfter', 0, 7).put(9, 'taskResume', 0, 4).put(10, 'taskEnd', 1, 4);
      thread.put(10.5, 'taskSettled', 0, 2, 4).put(11, 'taskResume', 0, 2);
    });
    deepStrictEqual(linkTexts(tables), [
      'spawn f@2 → g@2',
      'resolve timer 1 ms@7 → g@9 ~',
      'resolve g@10.5 → f@11',
    ]);
  });
});

describe('marks', () => {
  it('are console lines, errors and notes, each where it was made', () => {
    const tables = readThread((thread, site) => {
      thread
        .put(1, 'taskStart', 1, 2, site)
        .text(2, 'console', 'hello', 2, site + 1, 3)
        .text(2, 'console', 'bye', 0, 0, 99);
      thread.event(
        3,
        { e: 'error', kind: 'uncaughtException', name: 'TypeError', message: 'no {1}', stack: '' },
        2,
      );
      thread.event(4, { e: 'error', kind: 'unhandledRejection', name: 'Error', message: 'late', stack: '' });
      thread.event(5, { e: 'uninstrumented', file: '/a/b.ts', message: 'too large' });
      thread.event(6, { e: 'workerError', threadId: 3, message: 'out of memory' });
    });
    deepStrictEqual(
      tables.marks.map(({ kind, level, task, ns, text, site }) => [kind, level, task, ns / 1e6, text, site]),
      [
        ['console', 'error', 0, 2, 'hello', 1],
        ['console', 'log', 0, 2, 'bye', -1],
        ['error', 'error', 0, 3, 'Uncaught TypeError: no {1}', -1],
        ['error', 'error', 0, 4, 'Unhandled rejection, Error: late', -1],
        ['note', 'warn', 0, 5, 'b.ts runs without probes: too large', -1],
        ['error', 'error', 0, 6, 'Worker 3 failed: out of memory', -1],
      ],
    );
  });
});
