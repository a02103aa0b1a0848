export { PROBES_GLOBAL } from '../shared/probes.ts';

/** The task's handle, a constant at the top of each probed body: inner functions shadow it. */
export const TASK_LOCAL = '__cv$t';

/** What a probed body throws. */
export const ERROR_LOCAL = '__cv$e';
