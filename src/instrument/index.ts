export { loadInstrumented, readCached, writeCached } from './cache.ts';
export { formatHintOf } from './formatHint.ts';
export { type GraphResult, prepareGraph } from './graph.ts';
export { instrument } from './instrument.ts';
export { restoreMessage } from './messages.ts';
export { resolveSpecifier } from './resolve.ts';
export { SourceError } from './sourceError.ts';
export type { Instrument, Instrumented, InstrumentOptions, ModuleFormat } from './types.ts';
