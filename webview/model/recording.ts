import { MomentIndex, TimelineStore } from '../../src/analysis/index.ts';
import type { Ns, SiteId, TimelineDelta } from '../../src/shared/timeline.ts';
import { InProgress } from './inProgress.ts';
import { Lanes, lookOf } from './lanes.ts';
import { LinkIndex } from './links.ts';
import type { StepCurve } from './stepCurve.ts';
import type { TimeWindow } from './view.ts';

/** A recording as the page has it so far. */
export class Recording {
  readonly store = new TimelineStore();
  readonly inProgress = new InProgress(this.store);
  readonly lanes = new Lanes(this.store, this.inProgress);
  readonly links = new LinkIndex(this.store);
  /** Empty until it is needed: who asks it takes the timeline in first. */
  readonly moments = new MomentIndex(this.store);
  /** Counts what was taken in. */
  deltas = 0;
  private firstNs: Ns = Number.POSITIVE_INFINITY;
  private lastNs: Ns = 0;

  apply(delta: TimelineDelta): void {
    const { spans, marks, losses } = this.store;
    const first = { span: spans.length, mark: marks.length, loss: losses.length };
    this.store.apply(delta);
    this.lanes.apply(delta, first);
    this.links.update();
    this.deltas++;
    this.measure(delta);
  }

  /** Threads that run, over time: those that have a core, where that is known. */
  get running(): StepCurve {
    const { cores, runningThreads } = this.lanes;
    return cores.isEmpty ? runningThreads : cores.running;
  }

  get isEmpty(): boolean {
    return this.store.processes.length === 0;
  }

  /** From the first task to the last thing that happened; while it runs, to now. */
  extent(running: boolean): TimeWindow {
    const { nowNs, processes } = this.store;
    const begin = processes.reduce((ns, process) => Math.min(ns, process.startNs), nowNs);
    const startNs = Number.isFinite(this.firstNs) ? this.firstNs : begin;
    const endNs = running || this.lastNs === 0 ? nowNs : this.lastNs;
    return { startNs, endNs: Math.max(endNs, startNs + 1000) };
  }

  /** Numbers of the sites on a line. */
  sitesAt(at: { readonly file: string; readonly line: number }): Set<SiteId> {
    const found = new Set<SiteId>();
    for (const [id, site] of this.store.sites.entries()) {
      if (site.line === at.line && site.file === at.file) found.add(id);
    }
    return found;
  }

  private measure({ tasks, spans, taskEnds, marks }: TimelineDelta): void {
    for (const ns of tasks.startNs) if (ns < this.firstNs) this.firstNs = ns;
    for (const ns of spans.endNs) if (ns > this.lastNs) this.lastNs = ns;
    for (const ns of taskEnds.endNs) if (ns > this.lastNs) this.lastNs = ns;
    // What the program marks itself may lie anywhere in time.
    for (const mark of marks) if (lookOf(mark) === 'line' && mark.ns > this.lastNs) this.lastNs = mark.ns;
  }
}
