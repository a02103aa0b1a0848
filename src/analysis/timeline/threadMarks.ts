import type { TimingFact } from '../../shared/records.ts';
import { NONE, type Ns, type ThreadId } from '../../shared/timeline.ts';
import { MAX_NS } from '../reader/recordReader.ts';
import { gcMark, type MarkWords, markText, timingMark } from './marks.ts';
import type { SiteScope } from './sites.ts';
import type { TaskSet } from './taskSet.ts';
import type { Timeline } from './timeline.ts';

/** The marks of one thread: adds them to the timeline. */
export class ThreadMarks {
  readonly #timeline: Timeline;
  readonly #thread: ThreadId;
  readonly #tasks: TaskSet;
  readonly #sites: SiteScope;

  constructor(timeline: Timeline, thread: ThreadId, tasks: TaskSet, sites: SiteScope) {
    this.#timeline = timeline;
    this.#thread = thread;
    this.#tasks = tasks;
    this.#sites = sites;
  }

  /** `task` and `site` as in the record; `endNs` of what has a length. */
  add(mark: MarkWords, ns: Ns, task: number, site: number, endNs?: Ns): void {
    const { marks } = this.#timeline;
    const text = markText(mark.text, marks.length);
    const length = endNs === undefined ? {} : { endNs };
    marks.push({ ...mark, ...this.#tasks.point(ns, task), ...length, text, site: this.#sites.id(site) });
  }

  /** The program may name any time: a recording reaches from its zero to as far as its clock is exact. */
  timing(fact: TimingFact, toldNs: Ns, task: number, site: number): void {
    const { agoNs, lengthNs } = fact;
    const ns = Math.min(Math.max(toldNs - agoNs, 0), MAX_NS);
    const endNs = lengthNs === null ? undefined : Math.min(ns + lengthNs, MAX_NS);
    this.add(timingMark(fact), ns, task, site, endNs);
  }

  /** A collection of garbage, told at `toldNs`: who ran while it went on is not known any more. */
  garbage(startNs: Ns, toldNs: Ns, kind: number, lengthNs: Ns): void {
    const mark = gcMark(kind);
    if (mark === null || startNs > toldNs) return;
    const ns = Math.max(startNs, this.#timeline.threads[this.#thread]!.startNs);
    const endNs = Math.min(ns + lengthNs, toldNs);
    this.#timeline.marks.push({ ...mark, thread: this.#thread, task: NONE, ns, endNs, site: NONE });
  }
}
