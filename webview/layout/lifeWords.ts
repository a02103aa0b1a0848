import type { TimelineTables } from '../../src/analysis/tables.ts';
import type {
  ProcessId,
  ProcessOutcome,
  ThreadId,
  ThreadOutcome,
  ThreadRow,
} from '../../src/shared/timeline.ts';
import { NONE } from '../../src/shared/timeline.ts';
import type { Counters } from '../model/counters.ts';
import { displayText } from '../model/display.ts';
import type { ThreadLane } from '../model/lanes.ts';
import type { Lane } from '../model/tree.ts';
import { t } from '../texts.ts';
import { marksOfThread } from './markWords.ts';
import { formatDuration } from './time.ts';

/** How a process or a thread ended; empty when it has not, or nobody knows. */
export function endWords(outcome: ProcessOutcome | ThreadOutcome | null): string {
  switch (outcome?.kind) {
    case 'exited':
      return t('exited with code {0}', outcome.code);
    case 'killed':
      return t('ended by the signal {0}', displayText(outcome.signal));
    case 'failedToStart':
      return t('could not be started: {0}', displayText(outcome.message));
    case 'failed':
      return t('failed: {0}', displayText(outcome.message));
    case 'terminated':
      return t('terminated from outside');
    default:
      return '';
  }
}

/** How the process or thread of a lane ended. That a thread came to its end by itself is not worth a word. */
export function laneEnd({ of }: Lane, tables: TimelineTables): string {
  if (of.kind === 'process') return endWords(of.process.outcome);
  const outcome = threadOf(of, tables)?.outcome ?? null;
  return outcome?.kind === 'exited' && outcome.code === 0 ? '' : endWords(outcome);
}

/** What was counted of the thread of a lane, or of a process that is not recorded itself: `CPU 1.2 s · without a core for 80 ms`. */
export function laneCounts({ of }: Lane, tables: TimelineTables, counters: Counters): string {
  if (of.kind === 'process') return countWords(of.process.id, NONE, counters);
  const thread = threadOf(of, tables);
  if (of.kind !== 'thread' || !thread) return '';
  const { marks } = of.thread;
  return [countWords(thread.process, thread.id, counters), marksOfThread(marks), lossWords(of.thread, tables)]
    .filter((part) => part !== '')
    .join(' · ');
}

function lossWords({ losses }: ThreadLane, tables: TimelineTables): string {
  let lost = 0;
  for (let i = 0; i < losses.length; i++) lost += tables.losses[losses.at(i)]!.count;
  return lost === 0 ? '' : t('records lost: {0}', lost.toLocaleString('en'));
}

const threadOf = (of: Lane['of'], tables: TimelineTables): ThreadRow | undefined =>
  of.kind === 'thread' ? tables.threads[of.thread.id] : undefined;

/** What was counted of a thread (NONE: of a process that is not recorded itself). */
export function countWords(process: ProcessId, thread: ThreadId, counters: Counters): string {
  const count = (name: Parameters<Counters['of']>[0]) => counters.of(name, process, thread) ?? 0;
  const [cpu, withoutCore] = [count('cpuNs'), count('readyWithoutCoreNs')];
  const [given, taken] = [count('voluntarySwitches'), count('involuntarySwitches')];
  return [
    cpu > 0 ? t('CPU {0}', formatDuration(cpu)) : '',
    withoutCore > 0 ? t('without a core for {0}', formatDuration(withoutCore)) : '',
    given + taken > 0 ? t('gave its core up {0} ×, lost it {1} ×', given, taken) : '',
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
