/** Starts the program, reads its records live, stops its whole process tree. */
export { failureText } from './failureText.ts';
export { findNode, isSupported, NoNodeError, OLDEST_NODE } from './findNode.ts';
export { startRun } from './run.ts';
export { isScript, scriptExtensions } from './scripts.ts';
export type * from './types.ts';
