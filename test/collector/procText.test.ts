import assert from 'node:assert/strict';
import { parseSwitch } from '../../src/collector/system/perf.ts';
import {
  readCoreList,
  readLastMoved,
  readSchedStat,
  readStat,
  readSwitches,
} from '../../src/collector/system/procText.ts';
import { OsState, OsSwitch } from '../../src/shared/records.ts';

const bytesOf = (text: string): Buffer =>
  Buffer.concat([Buffer.from(text), Buffer.from('left from before 7 8')]);

describe('what the system says of a thread', () => {
  it('schedstat: three numbers', () => {
    const to = { cpuNs: 0, readyNs: 0, slices: 0 };
    const text = '4503599627370497 12 345\n';
    assert.equal(readSchedStat(bytesOf(text), text.length, to), true);
    assert.deepEqual(to, { cpuNs: 4503599627370497, readyNs: 12, slices: 345 });
    for (const wrong of ['', '\n', '1 2\n', 'a b c\n', '1 -2 3\n']) {
      assert.equal(readSchedStat(Buffer.from(wrong), wrong.length, to), false, JSON.stringify(wrong));
    }
  });

  const fields = (state: string, core: number): string => `${state} 1 2 3 ${'0 '.repeat(32)}${core} 0 0 0\n`;

  it('stat: the state and the core, whatever the name', () => {
    const to = { state: OsState.gone as OsState, core: -1 };
    for (const name of ['node', 'a b', ') R 9 (', '']) {
      const text = `12 (${name}) ${fields('R', 37)}`;
      assert.equal(readStat(bytesOf(text), text.length, to), true, name);
      assert.deepEqual(to, { state: OsState.runnable, core: 37 });
    }
    const states = {
      S: OsState.sleeping,
      D: OsState.uninterruptible,
      T: OsState.stopped,
      Z: OsState.sleeping,
    };
    for (const [letter, state] of Object.entries(states)) {
      const text = `12 (node) ${fields(letter, 0)}`;
      readStat(bytesOf(text), text.length, to);
      assert.equal(to.state, state, letter);
    }
    for (const wrong of ['', '12 (node', '12 (node)', '12 (node) R 1 2 3\n']) {
      assert.equal(readStat(Buffer.from(wrong), wrong.length, to), false, wrong);
    }
  });

  it('sched: when the counters moved', () => {
    const text = `node (12, #threads: 3)\n${'-'.repeat(40)}\nse.exec_start          :       1268073.486236\nse.vruntime : 1.0\n`;
    assert.equal(readLastMoved(bytesOf(text), text.length), 1268073486236);
    for (const wrong of ['', 'node\n', 'a\nb\nc : x.123456\n', 'a\nb\nc : 1.5\n', 'a\nb\nc : 1.12']) {
      assert.equal(readLastMoved(Buffer.from(wrong), wrong.length), -1, wrong);
    }
  });

  it('status: the switches', () => {
    const text = 'Name:\tx\nvoluntary_ctxt_switches:\t12\nnonvoluntary_ctxt_switches:\t34\n';
    assert.deepEqual(readSwitches(text), { voluntary: 12, involuntary: 34 });
    assert.equal(readSwitches('Name:\tx\n'), null);
  });

  it('a list of cores', () => {
    assert.deepEqual(readCoreList('0-2,5,7-8'), [0, 1, 2, 5, 7, 8]);
    assert.deepEqual(readCoreList('3'), [3]);
    assert.deepEqual(readCoreList(''), []);
    assert.deepEqual(readCoreList('4-1,x'), []);
    assert.ok(readCoreList('0-999999999999').length < 10_000);
  });
});

describe('a line of perf script', () => {
  it('is a switch, or a thread’s end', () => {
    const rest = { pid: 19203, tid: 19218, core: 1, ns: 1848582546887n };
    const line = (name: string, what: string) =>
      ` ${name} 19203/19218 [001]  1848.582546887: PERF_RECORD_${what}`;
    const switchOf = (what: string) => parseSwitch(line('V8Worker', what));
    assert.deepEqual(switchOf('SWITCH IN         '), { ...rest, name: 'V8Worker', kind: OsSwitch.in });
    assert.deepEqual(switchOf('SWITCH OUT        '), { ...rest, name: 'V8Worker', kind: OsSwitch.out });
    assert.equal(switchOf('SWITCH OUT preempt')?.kind, OsSwitch.preempted);
    assert.equal(switchOf('EXIT(19203:19218):(1:1)')?.kind, 'exit');
    assert.equal(parseSwitch(line('my 1/2 [000] name', 'SWITCH IN'))?.name, 'my 1/2 [000] name');
    for (const other of [line('sh', 'COMM: sh:1/1'), '', 'Warning: nothing', line('sh', 'FORK(1:2):(1:1)')]) {
      assert.equal(parseSwitch(other), null);
    }
  });
});
