import { deepStrictEqual, strictEqual } from 'node:assert';
import { decodeUtf8 } from '../../src/analysis/reader/utf8.ts';
import { MAX_TEXT, MAX_TEXT_BYTES } from '../../src/shared/records.ts';
import { read } from './pictures.ts';
import { CWD, collectorHeader, joinBytes, ProcessWriter, type ThreadWriter } from './recordWriter.ts';
import { randomFrom, spanTexts, taskTexts } from './support.ts';

/** Reads what one thread writes. */
function readThread(write: (thread: ThreadWriter) => void): ReturnType<typeof read> {
  const process = new ProcessWriter(7).header(100, 0);
  write(process.thread(0).fact(0));
  return read(joinBytes([collectorHeader(), process.bytes()]));
}

describe('malformed records', () => {
  const HOUR_MS = 3_600_000;
  const malformed: Readonly<Record<string, (thread: ThreadWriter) => void>> = {
    'an unknown kind': (thread) => thread.put(2, 99, 0, 2),
    'kind 0': (thread) => thread.put(2, 0, 0, 0),
    'a task that is 0': (thread) => thread.put(2, 'taskStart', 1, 0),
    'a task below 0': (thread) => thread.put(2, 'taskSuspend', 1, -4),
    'a parent below 0': (thread) => thread.put(2, 'taskStart', 1, 4, 0, -1),
    'a time long before the recording': (thread) => thread.put(-HOUR_MS - 1, 'taskStart', 1, 4),
    'a time 105 days later': (thread) => thread.put(105 * 24 * HOUR_MS, 'taskStart', 1, 4),
    'a text of a negative length': (thread) => thread.put(2, 'text', 4, -1),
    'a loss of nothing': (thread) => thread.put(2, 'loss', 0, 0),
    'a message without a number': (thread) => thread.put(2, 'messageSend', 0, 2, 0),
  };
  for (const [name, write] of Object.entries(malformed)) {
    it(`${name}: left out and counted`, () => {
      const { tables } = readThread((thread) => {
        thread.put(1, 'taskStart', 1, 2);
        write(thread);
        thread.put(3, 'taskEnd', 1, 2);
      });
      deepStrictEqual(taskTexts(tables), ['(unknown) returned 1–3']);
      strictEqual(tables.facts.skipped, 1);
      strictEqual(tables.facts.records, 3);
    });
  }

  it('a text longer than its writer makes is left out with its bytes', () => {
    const { tables } = readThread((thread) => {
      thread.text(1, 'console', 'x'.repeat(MAX_TEXT_BYTES + 1)).text(2, 'console', 'next');
    });
    deepStrictEqual(
      tables.marks.map(({ text }) => text),
      ['next'],
    );
    strictEqual(tables.facts.skipped, 1 + Math.ceil((MAX_TEXT_BYTES + 1) / 24));
  });

  it('facts that are no JSON or lack a field change nothing', () => {
    const { tables } = readThread((thread) => {
      for (const text of [
        '',
        '{',
        '[]',
        'null',
        '{"e":"workerStart"}',
        '{"e":"spawn"}',
        '{"e":"toString"}',
        '{"e":"later"}',
      ]) {
        thread.text(1, 'event', text).text(1, 'sites', text).text(1, 'thread', text);
      }
      thread.text(
        1,
        'sites',
        JSON.stringify({ id: 1, path: '/a', from: 8000, sites: Array(1000).fill([1, 1, 'f']) }),
      );
      thread.put(2, 'taskStart', 1, 2).put(3, 'taskEnd', 1, 2);
    });
    deepStrictEqual(taskTexts(tables), ['(unknown) returned 2–3']);
    strictEqual(tables.threads.length, 1);
    strictEqual(tables.sites.length, 0);
  });

  it('time that goes back in a thread stands still', () => {
    const { tables } = readThread((thread) => {
      thread.put(5, 'taskStart', 1, 2).put(3, 'taskSuspend', 1, 2).put(8, 'taskSettled', 0, 2);
      thread.put(7, 'taskResume', 0, 2).put(9, 'taskEnd', 1, 2);
    });
    deepStrictEqual(spanTexts(tables, '(unknown)'), ['waiting 5–8 promise', 'running 8–9']);
  });

  it('events of a task that is not known or has ended change nothing', () => {
    const { tables } = readThread((thread) => {
      thread
        .put(1, 'taskSuspend', 1, 2)
        .put(2, 'taskResume', 0, 2)
        .put(3, 'taskEnd', 1, 2)
        .put(4, 'opAfter', 0, 5);
      thread
        .put(5, 'taskStart', 1, 4)
        .put(6, 'taskEnd', 2, 4)
        .put(7, 'taskEnd', 1, 4)
        .put(8, 'taskResume', 0, 4);
    });
    deepStrictEqual(taskTexts(tables), ['(unknown) threw 5–6']);
    deepStrictEqual(spanTexts(tables, 'main'), ['running 5–6']);
  });
});

describe('losses', () => {
  it('stop what ran, and say when and how many', () => {
    const { tables } = readThread((thread) => {
      thread.put(1, 'taskStart', 1, 2).put(1, 'taskStart', 1, 4).put(2, 'taskSuspend', 1, 4);
      thread.put(9, 'loss', 0, 1234, 5e6).put(10, 'taskSuspend', 1, 2).put(12, 'taskResume', 0, 4);
      thread.put(13, 'taskEnd', 1, 4);
    });
    deepStrictEqual(tables.losses, [{ thread: 0, startNs: 4e6, endNs: 9e6, count: 1234 }]);
    strictEqual(tables.facts.dropped, 1234);
    deepStrictEqual(spanTexts(tables, 'main'), ['running 1–4', 'running 12–13']);
  });

  it('longer than 4 s have a length of two words', () => {
    const { tables } = readThread((thread) => thread.put(20_000, 'loss', 0, 1, (10e9 % 2 ** 32) | 0, 2));
    deepStrictEqual(tables.losses, [{ thread: 0, startNs: 10e9, endNs: 20e9, count: 1 }]);
  });

  it('that only the stream could tell lie between the last record and the end', () => {
    const process = new ProcessWriter(7).header(100, 0);
    process.thread(0).fact(0).put(1, 'taskStart', 1, 2).put(2, 'taskEnd', 1, 2);
    process.end(10, 0, { 0: 5, 1: 0, 2: 7, x: 9 });
    const { tables } = read(joinBytes([collectorHeader(), process.bytes()]));
    deepStrictEqual(tables.losses, [
      { thread: 0, startNs: 2e6, endNs: 10e6, count: 5 },
      { thread: 1, startNs: 10e6, endNs: 10e6, count: 7 },
    ]);
    strictEqual(tables.facts.dropped, 12);
    strictEqual(tables.facts.drainCpuNs, 1000);
  });
});

describe('texts', () => {
  it('are kept as they are, and cut when they are too long', () => {
    const hostile = '</script><b>"\\\u0000\u001b[31m\u202egnp.exe\ud83d\ude00\u2028';
    const { tables } = readThread((thread) => {
      const site = thread.sites(0, 1, `${CWD}/a.ts`, [
        [1, 1, hostile],
        [2, 1, 'n'.repeat(MAX_TEXT + 5)],
      ]);
      thread
        .put(1, 'taskStart', 1, 2, site)
        .put(1, 'taskStart', 1, 4, site + 1)
        .text(1, 'console', hostile, 2, site);
    });
    const [first, second] = tables.tasks.columns.name;
    strictEqual(tables.strings[first!], hostile);
    strictEqual(tables.strings[second!], `${'n'.repeat(MAX_TEXT - 1)}…`);
    strictEqual(tables.marks[0]?.text, hostile);
  });

  it('of many marks are kept only in part', () => {
    const { tables } = readThread((thread) => {
      for (let i = 0; i < 20_001; i++) thread.text(1, 'console', 'x'.repeat(90));
    });
    deepStrictEqual([tables.marks[19_999]?.text.length, tables.marks[20_000]?.text.length], [90, 80]);
  });

  it('are decoded like TextDecoder does where they are well-formed, and never fail where they are not', () => {
    const texts = ['', 'plain', 'äöü €', '\u{1f600}\u{10ffff}', '\ud7ff\ue000', 'x'.repeat(5000)];
    for (const text of texts) strictEqual(decodeUtf8(new TextEncoder().encode(text)), text);
    strictEqual(decodeUtf8(Uint8Array.of(0xc0, 0x80, 0x41, 0xe2, 0x82)), '\ufffd\ufffdA\ufffd\ufffd');
    strictEqual(decodeUtf8(Uint8Array.of(0xed, 0xa0, 0x80)), '\ufffd\ufffd\ufffd');
    const random = randomFrom(5);
    for (let i = 0; i < 2000; i++) {
      const bytes = Uint8Array.from({ length: 12 }, () => Math.floor(random() * 256));
      const units = decodeUtf8(bytes).length;
      strictEqual(units > 0 && units <= 12, true);
    }
  });
});
