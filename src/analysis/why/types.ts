import type { LinkKindName, Ns, SiteId, State, StringId, TaskId, ThreadId } from '../../shared/timeline.ts';
import type { BusyShare } from './busy.ts';

/** A bar: a span that is over, or (`row` NONE) one that goes on. */
export interface WhySpan {
  readonly row: number;
  readonly thread: ThreadId;
  /** NONE: of the thread itself. */
  readonly task: TaskId;
  readonly state: State;
  readonly startNs: Ns;
  /** Of what goes on: now, or the end of its thread. */
  readonly endNs: Ns;
  readonly reason: StringId;
  readonly site: SiteId;
}

/**
 * How a step brought about the one before it in the list: by a link of the recording, or because it is the wait of the same task
 * (`resumed`), called the task (`called`), held the thread (`busy`), is the thread that had to start first (`starting`), or what the task awaits,
 * which nothing has ended (`awaited`).
 */
export type WhyVia = LinkKindName | 'resumed' | 'called' | 'busy' | 'starting' | 'awaited';

export interface WhyLink {
  readonly kind: WhyVia;
  /** False: deduced. */
  readonly exact: boolean;
  /** Row in `links`, or NONE. Of a thread that had to start: its start, or the message that was sent to it before. */
  readonly row: number;
  /** When it left the step that it comes from. */
  readonly fromNs: Ns;
  readonly toNs: Ns;
}

export interface WhyStep {
  readonly span: WhySpan;
  /** How it led to the step before; null: the first step, which was asked about. */
  readonly via: WhyLink | null;
  /** Waits of the same task since the asked one began, before this one: they are no part of the chain, but of the time. */
  readonly earlier: { readonly count: number; readonly ns: Ns };
}

/** What the last step is. */
export type WhyEnd =
  /** A timer, an operation of the system, a synchronous child: what the program waits for is outside of it. */
  | 'outside'
  /** Code that ran for most of the time, or all the time. */
  | 'code'
  /** Code that held the thread while the task was ready. */
  | 'busy'
  /** The task was ready, and for most of that time no task ran on its thread: it had no core, or the runtime was busy. */
  | 'idle'
  /** A thread, or a process, that was over. */
  | 'ended'
  /** A thread that had to start first. */
  | 'started'
  /** Nothing has ended it yet; or nothing ever did. */
  | 'open'
  | 'never'
  /** Records are missing. */
  | 'lost'
  /** It is not recorded what ended it. */
  | 'unknown'
  /** The chain is longer than anybody wants to read. */
  | 'cut';

/** From a bar back to what made it as long as it was. */
export interface WhyAnswer {
  /** The bar that was asked about, then what led to its end, each step by the next. */
  readonly steps: readonly WhyStep[];
  readonly end: WhyEnd;
  /** Of a task that was ready: what held the thread, longest first. */
  readonly busy: readonly BusyShare[];
  /** Rows of the links that begin at the end of the asked bar: what it set going; at most a few. */
  readonly released: readonly number[];
  readonly releasedCount: number;
}
