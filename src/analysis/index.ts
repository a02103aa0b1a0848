/**
 * Records → timeline → deltas, Timeline JSON, summary, verdict, totals, findings. Pure functions of the recorded bytes: no clock, no I/O,
 * no randomness, no API of Node or of a browser, so that it runs in the extension host, the command line and the page.
 */

export { type Ghosts, ghostsOf } from './compare/ghosts.ts';
export { comparisonJson } from './compare/json.ts';
export { type Counterparts, type Counts, countsOf } from './compare/lanes.ts';
export { comparisonSentence } from './compare/sentence.ts';
export { comparisonMarkdown, comparisonText } from './compare/text.ts';
export { compareInSteps, compareRuns, type RunComparison, type RunNumbers } from './compare.ts';
export { type RecordingCost, recordingCost } from './cost.ts';
export { type ExplainedWaits, exactShare, explainWaits } from './explained.ts';
export {
  type Evidence,
  type Finding,
  type FindingKind,
  findingKinds,
  findingsInSteps,
  findingsOf,
  type Sentence,
  sentenceText,
} from './findings.ts';
export { timelineJsonChunks, toTimelineJson } from './json.ts';
export { nextEvent, previousEvent } from './moment/events.ts';
export { MomentIndex } from './moment/momentIndex.ts';
export { momentAt, type Some, type TaskMoment, type ThreadMoment, type ThreadState } from './moment.ts';
export { type Owner, ownerOf } from './owner.ts';
export { Recording } from './recording.ts';
export {
  formatNs,
  formatShare,
  type RecordingSummary,
  runLengthNs,
  summarize,
  summaryText,
} from './summary.ts';
export type { OpenSpan, TimelineCursor, TimelineStep, TimelineTables } from './tables.ts';
export { TimelineStore } from './timeline/store.ts';
export type { FunctionTotals, LineTotals, RunTotals, ThreadTotals } from './totals/report.ts';
export { type SpanPlace, type Totals, timesOf } from './totals/sum.ts';
export { TotalsPass, totalsOf } from './totals.ts';
export { type Verdict, verdictInSteps, verdictOf } from './verdict.ts';
export { graphOfJobs, type Job } from './whatif/jobs.ts';
export { type Prediction, predictRun, systemPolicy } from './whatif/predict.ts';
export { simulate } from './whatif/simulate.ts';
export type { Policy, Scheduled, Spread, Stretches, WhatIf, WhatIfResult } from './whatif/types.ts';
export * from './why.ts';
export { phrases } from './words.ts';
export { buildTaskGraph } from './work/buildGraph.ts';
export {
  type CriticalPath,
  criticalPathNs,
  criticalPathOf,
  type PathStep,
  type Placement,
} from './work/criticalPath.ts';
export type { EdgeKindName, NodeKindName, TaskGraph } from './work/graph.ts';
export {
  amdahlSpeedUp,
  boundNs,
  parallelismOf,
  reportGraph,
  reportWork,
  serialShare,
  type WorkReport,
  workOf,
  workOfSpans,
} from './work/parallelism.ts';
