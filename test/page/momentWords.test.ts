import assert from 'node:assert/strict';
import { momentAt } from '../../src/analysis/index.ts';
import { momentSentence, nowLines } from '../../webview/layout/momentNow.ts';
import { type MomentList, momentCard } from '../../webview/layout/momentWords.ts';
import type { Recording } from '../../webview/model/recording.ts';
import { trimPicture } from '../analysis/pictures.ts';
import { fromPicture } from './support.ts';

const MS = 1e6;

const picture = `
  main         |RRRRRRRRRRR |
    f          |RRRRR       |
    a          |R__rrrrR    |
    b          | R_rrR__RR  |
    timer 3 ms | ___rrrrrrR |`;

function at(recording: Recording, ms: number) {
  const { moments, store: tables, lanes } = recording;
  moments.advance();
  const ns = ms * MS;
  return { threads: momentAt(moments, ns), source: { tables, lanes, ns } };
}

/** A list in one line: `Call stack: f main.ts:2 for 3 ms`. */
const lineOf = ({ title, rows, rest }: MomentList): string =>
  `${title}: ${[...rows.map(({ name, place, note }) => `${name} ${place} ${note}`), rest].filter((part) => part !== '').join('; ')}`;

function card(recording: Recording, ms: number): readonly string[] {
  const { threads, source } = at(recording, ms);
  const { title, says, lists } = momentCard(threads[0]!, source);
  return [`${title}, ${says}`, ...lists.map(lineOf)];
}

describe('page: words on a moment', () => {
  it('say what a thread runs, what is ready, what waits for what', () => {
    const recording = fromPicture(trimPicture(picture));
    assert.deepEqual(card(recording, 3), [
      'main thread, running',
      'Call stack: f main.ts:2 for 3 ms',
      'Microtasks: b main.ts:4 ready from now on; a main.ts:3 ready from now on',
      'Macrotasks: empty',
      'Suspended: none',
      'Timers and I/O under way: timer 3 ms main.ts:5 since 1.000 ms',
    ]);
    assert.deepEqual(card(recording, 7).slice(1), [
      'Call stack: a main.ts:3 goes on · from now on',
      'Microtasks: empty',
      'Macrotasks: timer 3 ms main.ts:5 ready for 3 ms',
      'Suspended: b main.ts:4 waits for promise · since 6.000 ms',
      'Timers and I/O under way: none',
    ]);
    assert.deepEqual(card(recording, 10)[1], 'Call stack: timer 3 ms main.ts:5 callback · from now on');
  });

  it('say of a blocked thread what holds it', () => {
    const recording = fromPicture('main |RRBBB|\n  f  |RRBBB|');
    assert.deepEqual(card(recording, 3).slice(0, 2), [
      'main thread, blocked',
      'Call stack: f main.ts:2 held by Atomics.wait · for 1 ms',
    ]);
  });

  it('do not call a queue empty that was not recorded', () => {
    const recording = fromPicture('main |R    |\n  f  |R____|');
    const { store } = recording;
    store.facts = { ...store.facts, mode: 'light' };
    assert.deepEqual(card(recording, 2).slice(2), [
      'Microtasks: not recorded in the mode “light”',
      'Macrotasks: not recorded in the mode “light”',
      'Suspended: f main.ts:2 waits for promise · since 1.000 ms',
      'Timers and I/O under way: not recorded in the mode “light”',
    ]);
  });

  it('list some and count the others', () => {
    const rows = Array.from({ length: 30 }, (_, i) => `  t${i} |R__${' '.repeat(i)}|`);
    const suspended = card(fromPicture(`main |R|\n${rows.join('\n')}`), 2)[4]!;
    assert.match(suspended, /^Suspended: t0 .*; t7 [^;]*; 22 more$/);
  });

  it('say in a sentence what begins, or else what the threads do', () => {
    const recording = fromPicture(trimPicture(picture));
    const sentence = (ms: number) => {
      const { threads, source } = at(recording, ms);
      return momentSentence(threads, source);
    };
    assert.equal(sentence(3), '3.000 ms: b is ready, a is ready');
    assert.equal(sentence(6), '6.000 ms: b waits for promise');
    assert.equal(sentence(2.5), '2.500 ms: main thread: running f');
  });

  it('tell the editor each line once, with at most three things on it', () => {
    const recording = fromPicture(trimPicture(picture));
    const lines = ({ threads, source }: ReturnType<typeof at>) => nowLines(threads, source.tables);
    assert.deepEqual(lines(at(recording, 6)), [
      { file: 'main.ts', line: 3, label: 'a is ready', state: 'ready' },
      { file: 'main.ts', line: 4, label: 'b waits for promise', state: 'waiting' },
    ]);
    const rows = Array.from({ length: 5 }, (_, i) => `  t${i} |R__|`).join('\n');
    const many = fromPicture(`main |R|\n${rows}`);
    for (const [i, site] of many.store.sites.entries()) many.store.sites[i] = { ...site, line: 1 };
    assert.deepEqual(
      lines(at(many, 2)).map(({ label }) => label),
      ['t0 waits for promise · t1 waits for promise · t2 waits for promise · 2 more'],
    );
  });
});
