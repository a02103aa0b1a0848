import { awaitInLoop } from './findings/awaitInLoop.ts';
import { blockedLoop } from './findings/blockedLoop.ts';
import { cutOff } from './findings/cutOff.ts';
import { deadlock } from './findings/deadlock.ts';
import { dearStart } from './findings/dearStart.ts';
import { fewCores } from './findings/fewCores.ts';
import { floatingTask } from './findings/floatingTask.ts';
import { growingQueue } from './findings/growingQueue.ts';
import { idleWorkers } from './findings/idleWorkers.ts';
import { independentAwaits } from './findings/independentAwaits.ts';
import { largeClone } from './findings/largeClone.ts';
import { lateTimer } from './findings/lateTimer.ts';
import { lockConvoy } from './findings/lockConvoy.ts';
import { neverSettled } from './findings/neverSettled.ts';
import { RunIndex } from './findings/runIndex.ts';
import { syncProcess } from './findings/syncProcess.ts';
import type { Finding, FindingKind } from './findings/types.ts';
import { unevenWork } from './findings/unevenWork.ts';
import { unhandledRejection } from './findings/unhandledRejection.ts';
import { finish, type Steps } from './steps.ts';
import type { TimelineTables } from './tables.ts';

export {
  type Evidence,
  type Finding,
  type FindingKind,
  findingKinds,
  type Sentence,
  sentenceText,
} from './findings/types.ts';

type Check = (run: RunIndex) => readonly Finding[];

const checks: Readonly<Record<FindingKind, Check>> = {
  neverSettled,
  unhandledRejection,
  deadlock,
  awaitInLoop,
  independentAwaits,
  blockedLoop,
  syncProcess,
  lateTimer,
  largeClone,
  floatingTask,
  idleWorkers,
  unevenWork,
  dearStart,
  fewCores,
  lockConvoy,
  growingQueue,
  cutOff,
};

/**
 * All that the checks find in a finished recording, the largest first. Takes time and memory in proportion to the tables: some passes
 * over each, and about 12 bytes a span.
 */
export const findingsOf = (tables: TimelineTables): readonly Finding[] => finish(findingsInSteps(tables));

/** The same, for who must not be held up for long: a step is one check, of which the slowest take some 50 ns a span. */
export function* findingsInSteps(tables: TimelineTables): Steps<readonly Finding[]> {
  const run = new RunIndex(tables);
  const found: Finding[] = [];
  for (const check of Object.values(checks)) {
    found.push(...check(run));
    yield;
  }
  return found.sort((a, b) => b.sizeNs - a.sizeNs);
}
