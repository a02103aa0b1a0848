import { type LinkKindName, linkKindNames, NONE, type Ns, State } from '../../shared/timeline.ts';
import { fill, phrases } from '../words.ts';
import { type BusyShare, busyWith } from './busy.ts';
import type { WhyEnd, WhyLink, WhySpan, WhyStep } from './types.ts';
import type { LaneId, WhyIndex } from './whyIndex.ts';
import { WhyLanes } from './whyLanes.ts';

/** More steps nobody reads. */
const MAX_STEPS = 40;
/** What took this share of the asked time is the answer: the chain need not go further. */
const MOST = 0.5;
/** What took less than this share is no step of its own. */
const NOTABLE = 0.1;
/** The waking of a blocked thread and the end of its span are one moment. */
const SAME_MOMENT_NS = 1000;

const settling: ReadonlySet<LinkKindName> = new Set(['resolve', 'message', 'notify', 'join', 'exit']);
/** What comes from other threads and processes. */
const arriving: ReadonlySet<LinkKindName> = new Set(['message', 'notify', 'join', 'exit']);
const waking: ReadonlySet<LinkKindName> = new Set(['notify', 'exit']);
const starting: ReadonlySet<LinkKindName> = new Set(['spawn']);

/** One walk from a bar backwards. Every step begins earlier than the one that it led to, or ends the walk. */
export class Walk {
  readonly steps: WhyStep[] = [];
  busy: readonly BusyShare[] = [];
  readonly #index: WhyIndex;
  readonly #lanes: WhyLanes;
  readonly #asked: WhySpan;
  /** The stretch of time that is to be explained. */
  readonly #fromNs: Ns;
  readonly #lengthNs: Ns;
  readonly #seen = new Set<string>();

  constructor(index: WhyIndex, asked: WhySpan) {
    this.#index = index;
    this.#lanes = new WhyLanes(index);
    this.#asked = asked;
    const wait = asked.state === State.running ? this.#lanes.before(asked) : null;
    this.#fromNs = Math.min(wait?.startNs ?? asked.startNs, asked.startNs);
    this.#lengthNs = asked.endNs - this.#fromNs;
  }

  run(): WhyEnd {
    const asked = this.#asked;
    this.#push(asked, null);
    if (asked.state === State.waiting) return this.#waited(asked);
    if (asked.state === State.ready) return this.#held(asked);
    if (asked.state === State.blocked) return this.#blocked(this.#lanes.taskOf(asked));
    const link = this.#lanes.isFunction(asked)
      ? NONE
      : this.#index.cause(asked, asked.startNs, asked.endNs, arriving);
    if (link !== NONE) return this.#follow(link);
    const before = this.#lanes.before(asked);
    return before && before.state !== State.running ? this.#lead(asked, before, null) : 'code';
  }

  /** The wait of a task was ended by a link, or nobody knows by what. */
  #waited(wait: WhySpan): WhyEnd {
    const isFunction = this.#lanes.isFunction(wait);
    const untilNs = this.#lanes.goesOnNs(wait);
    const link = this.#index.cause(wait, wait.endNs, untilNs, isFunction ? settling : arriving);
    if (link !== NONE) return this.#follow(link);
    if (wait.row === NONE || untilNs === Number.POSITIVE_INFINITY) return this.#unended(wait);
    if (this.#index.hasLoss(wait.thread, wait.startNs, Math.min(untilNs, wait.endNs))) return 'lost';
    return isFunction ? 'unknown' : 'outside';
  }

  /** Nothing has ended the wait: what the task awaits may itself be waiting. */
  #unended(wait: WhySpan): WhyEnd {
    const end = wait.row === NONE || this.#lanes.openOf(wait) ? 'open' : 'never';
    const awaited = this.#lanes.isFunction(wait) ? this.#awaited(wait) : null;
    if (!awaited) return end;
    if (!this.#push(awaited, made('awaited', false, awaited.startNs, wait.startNs))) return 'cut';
    return awaited.state === State.waiting ? this.#waited(awaited) : end;
  }

  /** The newest call of the function whose promise the task waits for, by what the reason says, that is not over. */
  #awaited(wait: WhySpan): WhySpan | null {
    const { tables } = this.#index;
    const reason = tables.strings[wait.reason];
    const { name, startNs, endNs } = tables.tasks.columns;
    const task = this.#index
      .childrenOf(wait.task)
      .findLast(
        (child) =>
          startNs[child]! <= wait.startNs &&
          Number.isNaN(endNs[child]!) &&
          fill(phrases.promiseOf, tables.strings[name[child]!] ?? '') === reason,
      );
    if (task === undefined) return null;
    return this.#lanes.lastOf({ thread: tables.tasks.columns.thread[task]!, task });
  }

  /** The task was ready: its thread was busy with others, if they ran for most of that time. */
  #held(ready: WhySpan): WhyEnd {
    const { thread, endNs } = ready;
    const startNs = Math.max(ready.startNs, this.#fromNs);
    this.busy = busyWith(this.#index, thread, startNs, endNs);
    const [longest] = this.busy;
    const busyNs = this.busy.reduce((sum, { ns }) => sum + ns, 0);
    if (!longest || busyNs < (endNs - startNs) * MOST) return 'idle';
    const span = this.#lanes.span(longest.row);
    this.#push(span, made('busy', true, span.startNs, ready.startNs));
    return 'busy';
  }

  #blocked(blocked: WhySpan): WhyEnd {
    const link = this.#index.cause(blocked, blocked.startNs, blocked.endNs + SAME_MOMENT_NS, waking);
    if (link !== NONE) return this.#follow(link);
    if (blocked.row === NONE) return 'open';
    return this.#index.tables.strings[blocked.reason] === phrases.atomicsWait ? 'unknown' : 'outside';
  }

  /** Goes on where a link comes from. */
  #follow(row: number): WhyEnd {
    const { kind, exact, fromThread, fromTask, fromNs, toThread, toNs } = this.#index.tables.links.columns;
    const name = linkKindNames[kind[row]!]!;
    const via = { kind: name, exact: exact[row] === 1, row, fromNs: fromNs[row]!, toNs: toNs[row]! };
    const lane = { thread: fromThread[row]!, task: fromTask[row]! };
    const onTheWay = this.#onTheWay(via, toThread[row]!);
    if (onTheWay) return onTheWay;
    if (lane.task === NONE) return this.#fromThread(lane, via);
    const code = this.#index.codeAt(lane, via.fromNs);
    return code === NONE ? 'unknown' : this.#arrive(this.#lanes.span(code), via.fromNs, via);
  }

  /** A thread that ended, by what the program's own code did last in it; or that did something while no task ran. */
  #fromThread(lane: LaneId, via: WhyLink): WhyEnd {
    const { spans, tasks } = this.#index.tables;
    const code = this.#index.codeOn(lane.thread).at(-1);
    const isEnd = via.kind === 'join' || via.kind === 'exit';
    const isOwn = code !== undefined && tasks.columns.site[spans.taskAt(code)] !== NONE;
    if (isEnd && isOwn) return this.#arrive(this.#lanes.span(code), via.fromNs, via);
    const last = this.#index.codeAt(lane, via.fromNs);
    if (last === NONE) return 'unknown';
    this.#push(this.#lanes.span(last), via);
    return isEnd ? 'ended' : 'code';
  }

  /** A message, or the start of a thread, that took most of the time: the thread was not there yet. */
  #onTheWay(via: WhyLink, to: number): WhyEnd | null {
    const isTo = via.kind === 'message' || via.kind === 'spawn';
    if (!isTo || !this.#isMost(via.fromNs, via.toNs)) return null;
    const { threads } = this.#index.tables;
    return threads[to]!.startNs > Math.max(via.fromNs, this.#fromNs) ? this.#startOf(to, via) : null;
  }

  /** The thread had to start: the step is where that was asked for. */
  #startOf(thread: number, via: WhyLink): WhyEnd {
    const lane = { thread, task: NONE };
    const first = this.#index.spansOf(lane)[0];
    if (first === undefined) return 'unknown';
    const span = this.#lanes.span(first);
    this.#push(span, { ...via, kind: 'starting', fromNs: span.startNs });
    return 'started';
  }

  /** A run of a task did it at `ns`: because it went on only then, or because it ran for so long. */
  #arrive(run: WhySpan, ns: Ns, via: WhyLink): WhyEnd {
    const endNs = Math.min(run.endNs, ns);
    const before = this.#lanes.before(run);
    if (run.startNs <= this.#fromNs || this.#isMost(run.startNs, endNs)) return this.#last(run, via);
    if (!this.#lanes.isFunction(run)) {
      const link = this.#index.cause(run, run.startNs, endNs, arriving);
      if (link !== NONE) return this.#push(run, via) ? this.#follow(link) : 'cut';
    }
    if (!before) return this.#began(run, via);
    if (before.endNs <= this.#fromNs) return this.#last(run, via);
    if (!this.#isNotable(run.startNs, endNs)) return this.#lead(run, before, via);
    return this.#push(run, via) ? this.#lead(run, before, null) : 'cut';
  }

  /** What came before a run in its lane. `via` null: the run is a step already. */
  #lead(run: WhySpan, before: WhySpan, via: WhyLink | null): WhyEnd {
    const link = via ?? made('resumed', true, before.endNs, run.startNs);
    if (before.state === State.running) return this.#arrive(before, before.endNs, link);
    if (before.state === State.ready) return this.#wasReady(before, link);
    if (!this.#push(before, link)) return 'cut';
    if (before.state === State.blocked) return this.#blocked(before);
    return this.#waited(before);
  }

  #wasReady(ready: WhySpan, via: WhyLink): WhyEnd {
    const before = this.#lanes.before(ready);
    if (this.#isMost(ready.startNs, ready.endNs)) return this.#push(ready, via) ? this.#held(ready) : 'cut';
    const isStep = this.#isNotable(ready.startNs, ready.endNs);
    if (isStep && !this.#push(ready, via)) return 'cut';
    if (!before) return this.#began(ready, isStep ? null : via);
    return this.#lead(ready, before, isStep ? null : via);
  }

  /** The task began with this span: its caller, or who queued it, goes on. */
  #began(first: WhySpan, via: WhyLink | null): WhyEnd {
    if (via && !this.#push(first, via)) return 'cut';
    const { parent, thread, startNs } = this.#index.tables.tasks.columns;
    const caller = parent[first.task]!;
    const ns = startNs[first.task]!;
    if (ns <= this.#fromNs) return 'code';
    if (caller === NONE) return this.#beganWithThread(first);
    const code = this.#index.codeAt({ thread: thread[caller]!, task: caller }, ns);
    return code === NONE ? 'code' : this.#arrive(this.#lanes.span(code), ns, made('called', true, ns, ns));
  }

  /** Nobody of this thread started it: the thread itself may have begun only then. */
  #beganWithThread({ thread }: WhySpan): WhyEnd {
    if (this.#index.tables.threads[thread]!.startNs <= this.#fromNs) return 'code';
    const link = this.#index.cause({ thread, task: NONE }, 0, Number.POSITIVE_INFINITY, starting);
    return link === NONE ? 'started' : this.#follow(link);
  }

  #last(span: WhySpan, via: WhyLink): WhyEnd {
    this.#push(span, via);
    return 'code';
  }

  /** False: it has been there already, or there are too many. */
  #push(span: WhySpan, via: WhyLink | null): boolean {
    const key = `${span.thread} ${span.task} ${span.startNs}`;
    if (this.#seen.has(key) || this.steps.length >= MAX_STEPS) return false;
    this.#seen.add(key);
    this.steps.push({
      span,
      via,
      earlier: span === this.#asked ? none : this.#lanes.earlier(span, this.#fromNs),
    });
    return true;
  }

  #isMost(startNs: Ns, endNs: Ns): boolean {
    return endNs - Math.max(startNs, this.#fromNs) >= this.#lengthNs * MOST;
  }

  #isNotable(startNs: Ns, endNs: Ns): boolean {
    return endNs - Math.max(startNs, this.#fromNs) >= this.#lengthNs * NOTABLE;
  }
}

const none = { count: 0, ns: 0 };

const made = (kind: WhyLink['kind'], exact: boolean, fromNs: Ns, toNs: Ns): WhyLink => ({
  kind,
  exact,
  row: NONE,
  fromNs,
  toNs,
});
