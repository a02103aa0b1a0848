import assert from 'node:assert/strict';
import type { CounterRow, TimelineDelta } from '../../src/shared/timeline.ts';
import { linkKindNames, NONE } from '../../src/shared/timeline.ts';
import { layoutArrow } from '../../webview/layout/arrows.ts';
import { formatBytes } from '../../webview/layout/bytes.ts';
import { honestyLine, honestyParts } from '../../webview/layout/honesty.ts';
import { laneWords } from '../../webview/layout/laneWords.ts';
import { linkWords } from '../../webview/layout/linkWords.ts';
import { SceneMaker } from '../../webview/layout/sceneOf.ts';
import { under } from '../../webview/layout/signs.ts';
import { signWords } from '../../webview/layout/signWords.ts';
import { PanelState } from '../../webview/model/panelState.ts';
import type { Recording } from '../../webview/model/recording.ts';
import { laneTree, processLabel } from '../../webview/model/tree.ts';
import { deltaOf } from './madeUp.ts';
import { fromPicture } from './support.ts';

const MS = 1e6;
const MESSAGE = linkKindNames.indexOf('message');

const picture = `
main     |RRRR  RR  RRR   |
  boil   |RR______RR      |
ada      |  RRRR          |
  chop   |  RRRR          |
`;

/** Two messages from the main thread to the other, the second of them deduced, and what each carried. */
const messages: Pick<TimelineDelta, 'links' | 'messages'> = {
  links: {
    kind: Uint8Array.of(MESSAGE, MESSAGE),
    exact: Uint8Array.of(1, 0),
    fromThread: Int32Array.of(0, 0),
    fromTask: Int32Array.of(NONE, NONE),
    fromNs: Float64Array.of(1 * MS, 6 * MS),
    toThread: Int32Array.of(1, 1),
    toTask: Int32Array.of(NONE, NONE),
    toNs: Float64Array.of(8 * MS, 6.5 * MS),
  },
  messages: {
    link: Int32Array.of(),
    copiedBytes: Float64Array.of(),
    transferredBytes: Float64Array.of(),
    isLowerBound: Uint8Array.of(),
    sendNs: Float64Array.of(),
  },
};

function withMessages(): { recording: Recording; first: number } {
  const recording = fromPicture(picture);
  const first = recording.store.links.length;
  recording.apply(
    deltaOf(recording.store, {
      links: messages.links,
      messages: {
        link: Int32Array.of(first + 1, first),
        copiedBytes: Float64Array.of(2e9, 1.2e6),
        transferredBytes: Float64Array.of(512, 0),
        isLowerBound: Uint8Array.of(1, 0),
        sendNs: Float64Array.of(0, 3.1 * MS),
      },
    }),
  );
  return { recording, first };
}

function sceneOf(recording: Recording) {
  const state = new PanelState();
  state.recording = recording;
  return new SceneMaker(state).make({ widthPx: 1600, heightPx: 400, scrollPx: 0 });
}

function wordsOfLane(recording: Recording, label: string) {
  const { store, lanes } = recording;
  const lane = laneTree(store, lanes, new Map()).find((row) => row.label === label)!;
  return laneWords(lane, { tables: store, lanes, running: false });
}

describe('page: words on messages', () => {
  it('say what was copied and transferred, how long that took, and what is deduced', () => {
    const { recording, first } = withMessages();
    const { store, links } = recording;
    const words = (link: number) => linkWords(link, store, links);
    assert.equal(words(first).title, 'message · main thread → ada');
    assert.equal(words(first).sentence, '1.2 MB copied in 3.1 ms · there after 7 ms · from 1.000 ms on');
    assert.equal(
      words(first + 1).sentence,
      'at least 2 GB copied, 512 B transferred · there after 500 µs · from 6.000 ms on · deduced, not seen',
    );
  });

  it('are found under the pointer on their arrow, but not where a bar lies', () => {
    const { recording, first } = withMessages();
    const scene = sceneOf(recording);
    const arrow = layoutArrow(first, scene.tables, scene.rows, scene.frame.scale)!;
    const at = (share: number, below = 0) => {
      const x = arrow.x0 + share * (arrow.x1 - arrow.x0);
      const y = arrow.y0 + share * (arrow.y1 - arrow.y0) + below;
      return under(scene.rows.lanes[Math.floor(y / scene.rows.rowPx)]!, x, y, scene);
    };
    assert.deepEqual(at(0.35), { span: null, sign: { kind: 'link', link: first } });
    assert.equal(at(0.35, 6).sign, null);
    assert.equal(at(0).sign, null);
    assert.ok(at(0).span, 'the bar that it leaves from');
  });

  it('write bytes in the unit that fits them', () => {
    assert.deepEqual([0, 1, 999, 999.9, 1000, 1234, 999_600, 5e12, 7e15].map(formatBytes), [
      '0 B',
      '1 B',
      '999 B',
      '1 kB',
      '1 kB',
      '1.23 kB',
      '1 MB',
      '5 TB',
      '7000 TB',
    ]);
  });
});

describe('page: words on lives', () => {
  it('say how a thread ended, if not by itself', () => {
    const recording = fromPicture(picture);
    const ended = (outcome: Recording['store']['threads'][number]['outcome']) => {
      const thread = { ...recording.store.threads[1]!, outcome };
      recording.apply(deltaOf(recording.store, { threads: [thread] }));
      return wordsOfLane(recording, 'ada').duration.split(' · ').slice(1);
    };
    assert.deepEqual(ended(null), []);
    assert.deepEqual(ended({ kind: 'exited', code: 0 }), []);
    assert.deepEqual(ended({ kind: 'exited', code: 3 }), ['exited with code 3']);
    assert.deepEqual(ended({ kind: 'terminated' }), ['terminated from outside']);
    assert.deepEqual(ended({ kind: 'failed', message: 'no\u202e luck' }), ['failed: no\ufffd luck']);
  });

  it('say what was counted of a thread; the word of the system counts for more than that of Node', () => {
    const recording = fromPicture(picture);
    const row = (name: CounterRow['name'], source: CounterRow['source'], value: number): CounterRow => ({
      name,
      source,
      process: 0,
      thread: 1,
      ns: 5 * MS,
      value,
    });
    const counters = [
      row('cpuNs', 'system', 2 * MS),
      row('cpuNs', 'system', 3 * MS),
      row('cpuNs', 'node', 9 * MS),
      row('readyWithoutCoreNs', 'system', 1 * MS),
      row('voluntarySwitches', 'system', 4),
      row('involuntarySwitches', 'system', 0),
    ];
    recording.apply(deltaOf(recording.store, { counters }));
    assert.equal(
      wordsOfLane(recording, 'ada').counts,
      'CPU 3 ms · without a core for 1 ms · gave its core up 4 ×, lost it 0 ×',
    );
    assert.equal(wordsOfLane(recording, 'main thread').counts, '');
  });

  it('show a process of which nothing else is known, by its command', () => {
    const recording = fromPicture(picture);
    const { store } = recording;
    const command = ['/bin/sh', '-c', 'sleep 1'];
    const child = { ...store.processes[0]!, id: 1, pid: 7, command, startNs: 4 * MS, endNs: 8 * MS };
    const outcome = { kind: 'killed', signal: 'SIGTERM' } as const;
    recording.apply(deltaOf(store, { processes: [{ ...child, outcome }] }));
    const words = wordsOfLane(recording, 'sleep 1');
    assert.equal(words.duration, 'lasts 4 ms · ended by the signal SIGTERM');
    const scene = sceneOf(recording);
    const row = scene.rows.lanes.findIndex(({ label }) => label === 'sleep 1');
    const signAt = (ms: number) =>
      under(scene.rows.lanes[row]!, scene.frame.scale.toPx(ms * MS), (row + 0.5) * scene.rows.rowPx, scene)
        .sign;
    assert.equal(signAt(2), null);
    const { title, sentence } = signWords(signAt(6)!, scene);
    assert.equal(
      `${title}: ${sentence}`,
      'sleep 1: lasts 4 ms · from 4.000 ms on · ended by the signal SIGTERM',
    );
  });

  it('name a process by what it runs', () => {
    const label = (...command: string[]) =>
      processLabel({ id: 1, pid: 7, parent: 0, command, startNs: 0, endNs: null, outcome: null }, true);
    assert.equal(label('/usr/bin/node', '--no-warnings', '/a/child.ts'), 'child.ts');
    assert.equal(label('/usr/bin/gzip', '-9', 'file'), 'gzip -9 file');
    assert.equal(label('/bin/sh', '-c', 'ls | wc'), 'ls | wc');
    assert.equal(label('sh', 'script.sh'), 'sh script.sh');
  });
});

describe('page: words on losses', () => {
  it('say how much is not known, and where', () => {
    const recording = fromPicture(picture);
    const losses = [{ thread: 0, startNs: 6 * MS, endNs: 7 * MS, count: 1234 }];
    recording.apply(deltaOf(recording.store, { losses }));
    const scene = sceneOf(recording);
    const row = scene.rows.indexOf(0, NONE);
    const at = (ms: number) =>
      under(scene.rows.lanes[row]!, scene.frame.scale.toPx(ms * MS), (row + 0.5) * scene.rows.rowPx, scene);
    const found = at(6.5);
    assert.equal(found.span, null);
    assert.equal(signWords(found.sign!, scene).title, '1,234 records lost here');
    assert.equal(at(7.5).sign, null);
    assert.equal(wordsOfLane(recording, 'main thread').counts, 'records lost: 1,234');
  });
});

describe('page: what recording cost', () => {
  const tablesWith = (facts: Partial<Recording['store']['facts']>) => {
    const { store } = fromPicture(picture);
    return Object.assign(store, { facts: { ...store.facts, ...facts } });
  };

  it('is the sum of its parts, as a share of the run', () => {
    const tables = tablesWith({ recordCpuNs: 0.2 * MS, drainCpuNs: 0.1 * MS, samplerCpuNs: 0.02 * MS });
    assert.match(honestyLine(tables), /^lost: none · clock.* · recording cost 2\.0 %$/);
  });

  it('is not said as long as nothing is known of it', () => {
    const tables = tablesWith({ recordCpuNs: null, drainCpuNs: null, samplerCpuNs: null });
    assert.doesNotMatch(honestyLine(tables), /cost/);
  });

  it('is told in parts, with what was lost and what was not recorded', () => {
    const tables = tablesWith({ records: 1000, dropped: 1500, recordCpuNs: 40_000, mode: 'light' });
    assert.match(honestyLine(tables), /^light recording · lost: 1,500 of 1,000 records · /);
    const parts = honestyParts(tables);
    assert.ok(!parts.some((part) => part.includes('came late')));
    assert.match(honestyParts(tablesWith({ lateLooks: 3 })).join('\n'), /came late.*: 3$/m);
    assert.equal(parts[0], 'light recording: no timers, no I/O, no causes of waits');
    assert.equal(parts[1], '1,500 records were lost: the hatched gaps show where');
    assert.ok(parts.includes('1,000 records of 40 ns each: 40 µs of the program’s own time'));
  });
});
