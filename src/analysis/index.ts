/**
 * Records → timeline → deltas, Timeline JSON, summary, verdict. Pure functions of the recorded bytes: no clock, no I/O,
 * no randomness, no API of Node or of a browser, so that it runs in the extension host, the command line and the page.
 */
export { type RecordingCost, recordingCost } from './cost.ts';
export { type ExplainedWaits, exactShare, explainWaits } from './explained.ts';
export { timelineJsonChunks, toTimelineJson } from './json.ts';
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
export { type Verdict, verdictOf } from './verdict.ts';
export { graphOfJobs, type Job } from './whatif/jobs.ts';
export { type Prediction, predictRun, systemPolicy } from './whatif/predict.ts';
export { simulate } from './whatif/simulate.ts';
export type { Policy, Scheduled, Spread, Stretches, WhatIf, WhatIfResult } from './whatif/types.ts';
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
