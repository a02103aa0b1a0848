import { deepStrictEqual, strictEqual } from 'node:assert';
import { Recording, type TimelineTables } from '../../src/analysis/index.ts';
import {
  channelOfBroadcast,
  channelOfChild,
  channelOfPort,
  channelOfWorker,
  type EventFact,
} from '../../src/shared/records.ts';
import { read } from './pictures.ts';
import { collectorFact, collectorHeader, joinBytes, ProcessWriter } from './recordWriter.ts';
import { linkTexts, spanTexts } from './support.ts';

const command = ['node', 'child.ts'];

/** The program, with pid 100. `more` are files that come after it. */
function readProgram(program: ProcessWriter, ...more: readonly Uint8Array[]): TimelineTables {
  return read(joinBytes([collectorHeader(), program.bytes(), ...more])).tables;
}

/** Every process as `pid < parent's pid, start–end, outcome`. */
function processTexts({ processes }: TimelineTables): readonly string[] {
  return processes.map(({ pid, parent, startNs, endNs, outcome }) => {
    const end = endNs === null ? '' : endNs / 1e6;
    const parentPid = parent === null ? '-' : processes[parent]?.pid;
    return `${pid} < ${parentPid}, ${startNs / 1e6}–${end}, ${JSON.stringify(outcome)}`;
  });
}

/** Every thread as `name #threadId of pid, start–end`, and who started it. */
function threadTexts({ threads, processes }: TimelineTables): readonly string[] {
  return threads.map(({ name, threadId, process, startNs, endNs, startedBy }) => {
    const end = endNs === null ? '' : endNs / 1e6;
    const by = startedBy === null ? '' : ` by ${startedBy.thread}/${startedBy.task}`;
    return `${name} #${threadId} of ${processes[process]?.pid}, ${startNs / 1e6}–${end}${by}`;
  });
}

describe('workers', () => {
  function program(): { program: ProcessWriter; main: ReturnType<ProcessWriter['thread']> } {
    const writer = new ProcessWriter(7).header(100, 0);
    return {
      program: writer,
      main: writer.thread(0).fact(0, { name: 'main thread' }).put(1, 'taskStart', 1, 2),
    };
  }

  it('know who started them, and are named after their option or their file', () => {
    const { program: writer, main } = program();
    main.event(2, { e: 'workerStart', threadId: 1, file: '/work/app/work.ts', name: '' }, 2);
    main.event(3, { e: 'workerStart', threadId: 2, file: 'file:///work/app/b.mts?x=1', name: '' }, 2);
    main.event(3, { e: 'workerStart', threadId: 3, file: '[eval]', name: 'named' });
    writer.flush();
    for (const id of [1, 2, 3]) writer.thread(id).fact(4 + id);
    writer.thread(4).fact(8, { name: 'own' });
    writer.thread(5).put(9, 'taskStart', 1, 2);
    const tables = readProgram(writer);
    deepStrictEqual(threadTexts(tables), [
      'main #0 of 100, 0–',
      'work.ts #1 of 100, 5– by 0/0',
      'b.mts #2 of 100, 6– by 0/0',
      'named #3 of 100, 7– by 0/0',
      'own #4 of 100, 8–',
      'worker 5 #5 of 100, 9–',
    ]);
    deepStrictEqual(linkTexts(tables), [
      'spawn (unknown)@2 → work.ts@5',
      'spawn (unknown)@3 → b.mts@6',
      'spawn (unknown)@3 → named@7',
    ]);
  });

  it('may be heard of before their parent tells of them', () => {
    const { program: writer, main } = program();
    const worker = writer.thread(1).fact(5).put(6, 'taskStart', 1, 2);
    writer.flush();
    main.event(7, { e: 'workerStart', threadId: 1, file: 'w.ts', name: '' }, 2);
    worker.event(8, { e: 'threadExit', code: 0 });
    const [header, early, ...late] = writer.flush().frames as [Uint8Array, Uint8Array, ...Uint8Array[]];
    const { tables } = read(
      joinBytes([collectorHeader(), header, ...late.slice(0, 1), early, ...late.slice(1)]),
    );
    strictEqual(tables.threads.find(({ kind }) => kind === 'worker')?.name, 'w.ts');
    deepStrictEqual(linkTexts(tables), ['spawn (unknown)@7 → w.ts@7']);
  });

  it('end by their own word, else by their parent’s, else with their process', () => {
    const { program: writer, main } = program();
    for (const id of [1, 2, 3])
      writer
        .thread(id)
        .fact(2)
        .put(3, 'taskStart', 1, 2)
        .put(4 + id, 'taskSuspend', 1, 2);
    main
      .event(10, { e: 'workerExit', threadId: 1, code: 0 })
      .event(10, { e: 'workerExit', threadId: 2, code: 1 });
    writer.flush();
    writer.thread(1).event(8, { e: 'threadExit', code: 0 });
    writer.end(20, 0);
    const tables = readProgram(writer);
    deepStrictEqual(threadTexts(tables), [
      'main #0 of 100, 0–20',
      'worker 1 #1 of 100, 2–8',
      'worker 2 #2 of 100, 2–10',
      'worker 3 #3 of 100, 2–20',
    ]);
    deepStrictEqual(
      spanTexts(tables, '(unknown)').filter((text) => text.startsWith('waiting')),
      ['waiting 5–8 promise', 'waiting 6–10 promise', 'waiting 7–20 promise'],
    );
    deepStrictEqual(linkTexts(tables), ['join worker 1@8 → (unknown)@10', 'join worker 2@10 → (unknown)@10']);
  });
});

describe('a worker’s outcome', () => {
  const exit = { e: 'workerExit', threadId: 1, code: 1 } as const;
  const terminate = { e: 'workerTerminate', threadId: 1 } as const;
  const error = { e: 'workerError', threadId: 1, message: 'oops' } as const;
  const own = { e: 'threadExit', code: 4 } as const;

  /** The outcome, by the parent's words and by the worker's own, whichever are read first. */
  function outcomes(parents: readonly EventFact[], owns: readonly EventFact[]): readonly unknown[] {
    return [false, true].map((isParentFirst) => {
      const writer = new ProcessWriter(7).header(100, 0);
      const main = writer.thread(0).fact(0);
      const worker = writer.thread(1).fact(1);
      const [header, ...frames] = writer.flush().frames as [Uint8Array, ...Uint8Array[]];
      for (const event of parents) main.event(5, event);
      for (const event of owns) worker.event(4, event);
      const words = writer.flush().frames.slice(3);
      const order = isParentFirst ? [...frames, ...words] : [...frames, ...words.toReversed()];
      const { tables } = read(joinBytes([collectorHeader(), header, ...order]));
      return tables.threads.find(({ kind }) => kind === 'worker')?.outcome;
    });
  }

  const both = (outcome: unknown): unknown[] => [outcome, outcome];

  it('is its exit code, by its own word first', () => {
    deepStrictEqual(outcomes([exit], []), both({ kind: 'exited', code: 1 }));
    deepStrictEqual(outcomes([exit], [own]), both({ kind: 'exited', code: 4 }));
  });

  it('is that it was ended from outside, unless it was over by itself', () => {
    deepStrictEqual(outcomes([terminate, exit], []), both({ kind: 'terminated' }));
    deepStrictEqual(outcomes([terminate, exit], [own]), both({ kind: 'exited', code: 4 }));
  });

  it('is its error', () => {
    deepStrictEqual(outcomes([error, exit], []), both({ kind: 'failed', message: 'oops' }));
    deepStrictEqual(outcomes([error, exit], [own]), both({ kind: 'failed', message: 'oops' }));
  });

  it('is not known of one that was never heard to end', () => {
    deepStrictEqual(outcomes([], []), both(null));
  });
});

describe('processes', () => {
  const program = (): ProcessWriter => new ProcessWriter(7).header(100, 0);
  const child = (parent: { pid: number; spawn: number } | null, pid = 200, ppid = 100): ProcessWriter => {
    const writer = new ProcessWriter(pid).header(pid, 10, { parent, ppid, command });
    writer.thread(0).fact(12).event(30, { e: 'threadExit', code: 3 });
    return writer.end(31, 3);
  };

  it('are joined with the spawn that started them, in any order, and with their exit', () => {
    const parent = program();
    parent
      .thread(0)
      .fact(0)
      .event(5, { e: 'spawn', spawn: 1, pid: 200, command }, 0)
      .event(35, { e: 'childExit', pid: 200, code: 3, signal: null });
    parent.end(40, 0);
    const files = [parent.bytes(), child({ pid: 100, spawn: 1 }).bytes()];
    for (const order of [files, files.toReversed()]) {
      const { tables } = read(joinBytes([collectorHeader(), ...order]));
      deepStrictEqual(processTexts(tables).toSorted(), [
        '100 < -, 0–40, {"kind":"exited","code":0}',
        '200 < 100, 10–35, {"kind":"exited","code":3}',
      ]);
      deepStrictEqual(linkTexts(tables).toSorted(), ['exit main@30 → main@35', 'spawn main@5 → main@12']);
    }
  });

  it('that are no Node have a row by the word of their parent', () => {
    const parent = program();
    parent
      .thread(0)
      .fact(0)
      .event(5, { e: 'spawn', spawn: 1, pid: 300, command: ['ls'] })
      .event(6, { e: 'spawn', spawn: 2, pid: null, command: ['nothing'], message: 'ENOENT' })
      .event(7, { e: 'childExit', pid: 300, code: null, signal: 'SIGKILL' });
    const tables = readProgram(parent);
    deepStrictEqual(processTexts(tables), [
      '100 < -, 0–, null',
      '300 < 100, 5–7, {"kind":"killed","signal":"SIGKILL"}',
      '0 < 100, 6–6, {"kind":"failedToStart","message":"ENOENT"}',
    ]);
    deepStrictEqual(tables.processes[1]?.command, ['ls']);
    strictEqual(tables.links.length, 0);
  });

  it('that were waited for are told afterwards, and start when they did', () => {
    const parent = program();
    parent
      .thread(0)
      .fact(0)
      .put(5, 'block', 2, 0)
      .event(35, { e: 'spawn', spawn: 1, pid: 200, command, agoNs: 29e6 })
      .event(36, { e: 'childExit', pid: 200, code: 3, signal: null })
      .event(36, { e: 'spawn', spawn: 2, pid: 300, command: ['ls'], agoNs: 10e6 })
      .put(37, 'unblock', 2, 0);
    parent.end(40, 0);
    const files = [parent.bytes(), child({ pid: 100, spawn: 1 }).bytes()];
    for (const order of [files, files.toReversed()]) {
      const { tables } = read(joinBytes([collectorHeader(), ...order]));
      deepStrictEqual(processTexts(tables).toSorted(), [
        '100 < -, 0–40, {"kind":"exited","code":0}',
        '200 < 100, 10–36, {"kind":"exited","code":3}',
        '300 < 100, 26–, null',
      ]);
      deepStrictEqual(linkTexts(tables).toSorted(), ['exit main@30 → main@36', 'spawn main@6 → main@12']);
    }
  });

  it('under a shell belong to the shell’s row, and without it to the nearest recorded ancestor', () => {
    const parent = program();
    parent
      .thread(0)
      .fact(0)
      .event(5, { e: 'spawn', spawn: 1, pid: 150, command: ['sh'] });
    const under = child({ pid: 100, spawn: 0 }, 200, 150);
    const apart = child({ pid: 100, spawn: 0 }, 201, 999);
    const tables = readProgram(parent, under.bytes(), apart.bytes());
    deepStrictEqual(
      processTexts(tables).map((text) => text.split(',')[0]),
      ['100 < -', '150 < 100', '200 < 150', '201 < 100'],
    );
  });

  it('whose number the system uses again are two rows', () => {
    const parent = program();
    parent
      .thread(0)
      .fact(0)
      .event(5, { e: 'spawn', spawn: 1, pid: 200, command })
      .event(35, { e: 'childExit', pid: 200, code: 3, signal: null })
      .event(36, { e: 'spawn', spawn: 2, pid: 200, command: ['ls'] })
      .event(38, { e: 'childExit', pid: 200, code: 0, signal: null });
    const tables = readProgram(parent, child({ pid: 100, spawn: 1 }).bytes());
    deepStrictEqual(processTexts(tables).slice(1), [
      '200 < 100, 10–35, {"kind":"exited","code":3}',
      '200 < 100, 36–38, {"kind":"exited","code":0}',
    ]);
  });

  it('that were killed say so, and what ran there ends with them', () => {
    const parent = program();
    parent
      .thread(0)
      .fact(0)
      .event(5, { e: 'spawn', spawn: 1, pid: 200, command })
      .event(35, { e: 'childExit', pid: 200, code: null, signal: 'SIGKILL' });
    const killed = new ProcessWriter(8).header(200, 10, { parent: { pid: 100, spawn: 1 }, command });
    killed.thread(0).fact(12, { name: 'x' }).put(13, 'taskStart', 1, 2);
    const tables = readProgram(parent, killed.bytes());
    deepStrictEqual(processTexts(tables)[1], '200 < 100, 10–35, {"kind":"killed","signal":"SIGKILL"}');
    deepStrictEqual(spanTexts(tables, '(unknown)'), ['running 13–35']);
  });

  it('the program’s end is the collector’s word', () => {
    const facts = [
      collectorFact({ f: 'started', pid: 100 }, -2),
      collectorFact({ f: 'ended', pid: 100, code: null, signal: 'SIGTERM' }, 50),
      collectorFact({ f: 'clock', errorNs: 250 }, 0),
    ];
    const { tables } = read(joinBytes([collectorHeader(), ...facts, program().end(45, 9).bytes()]));
    deepStrictEqual(processTexts(tables), ['100 < -, 0–50, {"kind":"killed","signal":"SIGTERM"}']);
    strictEqual(tables.facts.clockErrorNs, 250);
    strictEqual(tables.nowNs, 50e6);
  });

  it('a program that never came to its recorder, or never started, has a row all the same', () => {
    const silent = [
      collectorFact({ f: 'started', pid: 100 }, 1),
      collectorFact({ f: 'ended', pid: 100, code: 127, signal: null }, 5),
    ];
    deepStrictEqual(processTexts(read(joinBytes([collectorHeader(), ...silent])).tables), [
      '100 < -, 1–5, {"kind":"exited","code":127}',
    ]);
    const failed = collectorFact({ f: 'failedToStart', message: 'no such file' }, 2);
    deepStrictEqual(processTexts(read(joinBytes([collectorHeader(), failed])).tables), [
      '0 < -, 2–2, {"kind":"failedToStart","message":"no such file"}',
    ]);
  });
});

describe('messages', () => {
  it('join send and receive, whichever is read first, per channel and process', () => {
    const files = [7, 8].map((stream) => {
      const writer = new ProcessWriter(stream).header(stream, 0);
      const channel = channelOfWorker(1, 0);
      writer.thread(0).fact(0).put(1, 'messageSend', 0, channel, 1).put(2, 'messageSend', 0, channel, 2);
      writer.flush();
      writer
        .thread(1)
        .fact(0)
        .put(5, 'messageReceive', 0, channel, 1)
        .put(6, 'messageSend', 0, channel + 1, 1);
      writer.flush();
      writer.thread(0).put(9, 'messageReceive', 0, channel + 1, 1);
      writer.flush();
      return writer;
    });
    const expected = ['message main@1 → worker 1@5', 'message worker 1@6 → main@9'];
    for (const { frames } of files) {
      const [header, ...rest] = frames as [Uint8Array, ...Uint8Array[]];
      const { tables } = read(joinBytes([collectorHeader(), header, ...rest]));
      deepStrictEqual(linkTexts(tables), expected);
      strictEqual(tables.facts.messages, 3);
    }
    const both = read(joinBytes([collectorHeader(), ...files.map((file) => file.bytes())])).tables;
    deepStrictEqual(linkTexts(both), [...expected, ...expected]);
  });

  it('between processes are joined although the receiver’s stream is read first', () => {
    const channel = channelOfChild(200, 0);
    const parent = new ProcessWriter(7).header(100, 0);
    parent.thread(0).fact(0).put(1, 'taskStart', 1, 2).put(2, 'messageSend', 0, channel, 1, 2);
    const child = new ProcessWriter(8).header(200, 0, { parent: { pid: 100, spawn: 0 } });
    child.thread(0).fact(0).opType(0, 1, 'PIPEWRAP').put(1, 'opStart', 1, 3).put(4, 'opBefore', 0, 3);
    child.thread(0).put(5, 'messageReceive', 0, channel, 1).put(6, 'opAfter', 0, 3);
    const { tables } = read(joinBytes([collectorHeader(), child.bytes(), parent.bytes()]));
    deepStrictEqual(linkTexts(tables), ['message (unknown)@2 → pipe@5']);
  });

  it('have what they carry, whichever is read first', () => {
    const channel = channelOfPort(3, 1);
    const writer = new ProcessWriter(7).header(100, 0);
    const sender = writer.thread(0).fact(0);
    for (const [number, bytes] of [1000, 2000].entries()) {
      sender.put(1 + number, 'messageSend', 0, channel, number + 1);
      sender.put(1 + number, 'messageSent', 0, channel, number + 1, 500 + number);
      sender.put(1 + number, 'messageBytes', number, bytes, 7);
    }
    writer.thread(1).fact(0).put(5, 'messageReceive', 0, channel, 1).put(6, 'messageReceive', 0, channel, 2);
    const [header, ...frames] = writer.flush().frames as [Uint8Array, ...Uint8Array[]];
    for (const order of [frames, frames.toReversed()]) {
      const { tables } = read(joinBytes([collectorHeader(), header, ...order]));
      const { link, copiedBytes, transferredBytes, isLowerBound, sendNs } = tables.messages.columns;
      const rows = [0, 1].map((i) => [
        link[i],
        copiedBytes[i],
        transferredBytes[i],
        isLowerBound[i],
        sendNs[i],
      ]);
      strictEqual(tables.messages.length, 2);
      deepStrictEqual(rows, [
        [0, 1000, 7, 0, 500],
        [1, 2000, 7, 1, 501],
      ]);
    }
  });

  it('of a broadcast are joined with every receiver, and each has what they carry', () => {
    const channel = channelOfBroadcast(0);
    const writer = new ProcessWriter(7).header(100, 0);
    const main = writer.thread(0).fact(0).put(1, 'messageSend', 0, channel, 1);
    main.put(2, 'messageSent', 0, channel, 1, 9).put(2, 'messageBytes', 0, 30);
    for (const number of [1, 2, 3]) {
      writer
        .thread(number)
        .fact(0)
        .put(4 + number, 'messageReceive', 0, channel, 1);
    }
    const [header, ...frames] = writer.flush().frames as [Uint8Array, ...Uint8Array[]];
    for (const order of [frames, frames.toReversed()]) {
      const { tables } = read(joinBytes([collectorHeader(), header, ...order]));
      deepStrictEqual(linkTexts(tables).toSorted(), [
        'message main@1 → worker 1@5',
        'message main@1 → worker 2@6',
        'message main@1 → worker 3@7',
      ]);
      deepStrictEqual([...tables.messages.columns.copiedBytes.slice(0, 3)], [30, 30, 30]);
    }
  });

  it('that an operation fetched do not make those who wait for it wait for messages', () => {
    for (const [fetched, reason] of [
      [1, 'immediate'],
      [0, 'message'],
    ] as const) {
      const writer = new ProcessWriter(7).header(100, 0);
      const main = writer.thread(0).fact(0).opType(0, 1, 'Immediate').put(1, 'taskStart', 1, 2);
      main.put(2, 'opStart', 1, 3, 0, 2).put(3, 'taskSuspend', 1, 2).put(4, 'opBefore', 0, 3);
      main.put(5, 'messageReceive', fetched, channelOfPort(0, 0), 1).put(6, 'taskSettled', 0, 2, 3);
      const tables = readProgram(writer);
      deepStrictEqual(spanTexts(tables, '(unknown)')[1], `waiting 3–6 ${reason}`);
    }
  });

  it('are kept for their other end only in bounds', () => {
    const writer = new ProcessWriter(7).header(100, 0);
    const main = writer.thread(0).fact(0);
    for (let i = 1; i <= 65_537; i++) main.put(1, 'messageSend', 0, 2, i);
    writer.flush();
    writer.thread(1).fact(2).put(3, 'messageReceive', 0, 2, 1).put(3, 'messageReceive', 0, 2, 2);
    const recording = new Recording();
    recording.push('a', joinBytes([collectorHeader(), writer.bytes()]));
    recording.finish();
    strictEqual(recording.tables.links.length, 1);
    strictEqual(recording.tables.facts.messages, 65_537);
  });
});
