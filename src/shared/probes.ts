import type { TaskKind } from './records.ts';

/**
 * The name under which instrumented code finds the probes: a constant property of the global object that is not
 * enumerable. The instrumenter writes calls to it, the recorder provides it.
 */
export const PROBES_GLOBAL = '__cv$';

/** A running call of an instrumented function; opaque to the instrumented code. */
export type TaskHandle = object;

/**
 * The probes. None of them adds a tick, calls into user code, or throws. Names are short because they stand in the
 * user's source lines.
 */
export interface Probes {
  /** An async function or generator begins. */
  e(site: number, kind: TaskKind): TaskHandle;
  /** A module's top level begins. */
  m(site: number): TaskHandle;
  /** Around the operand of `await`: the task is about to be suspended. Returns `value`. */
  s<T>(task: TaskHandle, site: number, value: T): T;
  /** Around the operand of `yield` or `yield*` in an async generator. Returns `value`. */
  y<T>(task: TaskHandle, site: number, value: T): T;
  /** Around `await` or `yield`: the task runs again. Returns `value`. */
  r<T>(task: TaskHandle, value: T): T;
  /**
   * At the start of `catch` and `finally`, in and after `for await`, after a destructuring `await`: the task runs
   * again, if it was suspended. `error` = what was caught (see `restoreMessage` in src/instrument/messages.ts).
   */
  c(task: TaskHandle, error?: unknown): void;
  /**
   * The task is over: outcome 0 = returned, 1 = threw (then `error` = what was thrown). The first call counts: a
   * function that throws ends with 1 and then, in its `finally`, with 0.
   */
  x(task: TaskHandle, outcome: number, error?: unknown): void;
  /** Around a returned value, so that the end of its task, `x(…)`, is evaluated after it. Returns `value`. */
  q<T>(value: T, end: unknown): T;
  /**
   * Around the iterable of `for await`, and (with undefined) at the end of each of its turns: the task is about
   * to wait for the next value. Returns `iterable` itself: a wrapper would be seen in stack traces.
   */
  i<T>(task: TaskHandle, site: number, iterable: T): T;
  /**
   * Declared with `using` before and behind `await using`: when it is disposed of, the task runs again, if it was suspended,
   * and (with a site) is about to wait for the disposal of what was declared before.
   */
  u(task: TaskHandle, site?: number): object;
  /** Around the last argument of a call that may begin an operation, or before it: remembers the site for it. Returns `value`. */
  v<T>(value: T, site: number): T;
}
