import type { EventFact, TimingFact } from '../../shared/records.ts';
import { NONE, type Ns, type SiteId, type ThreadId } from '../../shared/timeline.ts';
import { MAX_NS } from '../reader/recordReader.ts';
import { consoleMark, eventMark, gcMark, type MarkWords, markText, timingMark } from './marks.ts';
import type { SiteScope } from './sites.ts';
import { stackPlaces } from './stackPlaces.ts';
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

  /** A console line; `task` and `site` as in its record. */
  line(level: number, text: string, ns: Ns, task: number, site: number): void {
    this.#add(consoleMark(level, text), ns, task, this.#sites.id(site));
  }

  /** What an event has to say to a person. An error that nobody caught is where its stack begins in the program's own files. */
  event(event: EventFact, ns: Ns, task: number, site: number): void {
    const mark = eventMark(event);
    if (mark === null) return;
    const own = this.#sites.id(site);
    this.#add(mark, ns, task, own === NONE && event.e === 'error' ? this.#placeIn(event.stack) : own);
  }

  /** The program may name any time: a recording reaches from its zero to as far as its clock is exact. */
  timing(fact: TimingFact, toldNs: Ns, task: number, site: number): void {
    const { agoNs, lengthNs } = fact;
    const ns = Math.min(Math.max(toldNs - agoNs, 0), MAX_NS);
    const endNs = lengthNs === null ? undefined : Math.min(ns + lengthNs, MAX_NS);
    this.#add(timingMark(fact), ns, task, this.#sites.id(site), endNs);
  }

  /** A collection of garbage, told at `toldNs`: who ran while it went on is not known any more. */
  garbage(startNs: Ns, toldNs: Ns, kind: number, lengthNs: Ns): void {
    const mark = gcMark(kind);
    if (mark === null || startNs > toldNs) return;
    const ns = Math.max(startNs, this.#timeline.threads[this.#thread]!.startNs);
    const endNs = Math.min(ns + lengthNs, toldNs);
    this.#timeline.marks.push({ ...mark, thread: this.#thread, task: NONE, ns, endNs, site: NONE });
  }

  #placeIn(stack: string): SiteId {
    for (const { path, line, column } of stackPlaces(stack)) {
      const site = this.#sites.place(path, line, column);
      if (site !== NONE) return site;
    }
    return NONE;
  }

  #add(mark: MarkWords, ns: Ns, task: number, site: SiteId, endNs?: Ns): void {
    const { marks } = this.#timeline;
    const text = markText(mark.text, marks.length);
    const length = endNs === undefined ? {} : { endNs };
    marks.push({ ...mark, ...this.#tasks.point(ns, task), ...length, text, site });
  }
}
