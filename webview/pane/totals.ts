import type { Verdict } from '../../src/analysis/index.ts';
import type { SpanPlace } from '../../src/analysis/totals/sum.ts';
import type { SiteRow } from '../../src/shared/timeline.ts';
import { button, el, setText } from '../draw/dom.ts';
import { StateBar } from '../draw/stateBar.ts';
import { VerdictLine } from '../draw/verdict.ts';
import { formatDuration } from '../layout/time.ts';
import { type TotalsRow, totalsRows } from '../layout/totalsRows.ts';
import type { PanelState } from '../model/panelState.ts';
import {
  type TotalsColumn,
  type TotalsList,
  type TotalsOrder,
  type TotalsState,
  totalsLists,
} from '../model/totalsState.ts';
import { widthOf } from '../model/view.ts';
import { t } from '../texts.ts';
import { Timers } from '../timers.ts';
import { TotalsRun } from './totalsRun.ts';
import { TotalsTable } from './totalsTable.ts';
import type { PaneFrame, PaneView } from './view.ts';

/** What the view asks of the panel. */
export interface TotalsEvents {
  /** The verdict on the stretch that is selected, else on the run. */
  readonly verdict: () => Verdict | null;
  readonly goTo: (span: SpanPlace) => void;
  readonly reveal: (site: SiteRow) => void;
  /** Asks for a frame. */
  readonly changed: () => void;
}

/** How long totals may be added up within a frame, and at a time between frames, in ms. */
const FRAME_MS = 4;
const SLICE_MS = 10;

/** What the selected stretch (else the whole run) was spent on: by thread, by function, by line. */
export class TotalsView implements PaneView {
  readonly name = 'totals';
  readonly label = t('Totals');
  readonly element = el('div', { class: 'totals' });
  private readonly state: TotalsState;
  private readonly events: TotalsEvents;
  private readonly run = new TotalsRun();
  private readonly timers = new Timers();
  private readonly stretch = el('span', { class: 'totals-stretch' });
  private readonly verdictLine: VerdictLine;
  private readonly bar = new StateBar();
  private readonly progress = el('progress', { attributes: { max: '1', 'aria-label': t('Adding up') } });
  private readonly lists: ReadonlyMap<TotalsList, HTMLButtonElement>;
  private readonly table: TotalsTable;
  private shown: { readonly totals: TotalsRun['totals']; readonly order: TotalsOrder } | null = null;
  private panel: PanelState | null = null;

  constructor(state: TotalsState, events: TotalsEvents) {
    this.state = state;
    this.events = events;
    const verdict = el('span', { class: 'totals-verdict' });
    this.verdictLine = new VerdictLine(verdict);
    this.lists = new Map(
      totalsLists.map((list) => [list, button(listName(list), () => this.setList(list), { class: 'tool' })]),
    );
    this.table = new TotalsTable({ sortBy: (column) => this.sortBy(column), open: (row) => this.open(row) });
    const by = el(
      'div',
      { class: 'totals-lists', role: 'group', attributes: { 'aria-label': t('Totals by') } },
      ...this.lists.values(),
    );
    this.element.append(
      el('div', { class: 'totals-head' }, this.stretch, verdict),
      el('div', { class: 'totals-head' }, by, this.bar.element, this.progress),
      this.table.element,
    );
  }

  draw({ state, nowMs, version }: PaneFrame): void {
    this.panel = state;
    const { recording, range, extent } = state;
    this.run.aim(recording, range, version);
    const length = formatDuration(widthOf(range ?? extent));
    setText(this.stretch, range ? t('{0} selected', length) : t('Whole run: {0}', length));
    this.verdictLine.update(this.events.verdict());
    const dueMs = this.run.dueInMs(nowMs);
    // What a frame has the time for is there at once; the rest comes between frames.
    if (dueMs === 0) this.run.work(FRAME_MS);
    this.next(performance.now());
    this.show(state);
  }

  /** Goes on when there is time, as long as somebody looks. */
  private next(nowMs: number): void {
    const dueMs = this.run.dueInMs(nowMs);
    this.progress.hidden = dueMs !== 0;
    this.progress.value = this.run.progress;
    if (dueMs !== null) this.timers.later(dueMs === 0 ? 'work' : 'refresh', dueMs, () => this.work());
  }

  private work(): void {
    if (this.panel?.pane.open !== this.name) return;
    if (this.run.work(SLICE_MS)) this.events.changed();
    else this.next(performance.now());
  }

  private show({ recording, totals: { order } }: PanelState): void {
    const { totals } = this.run;
    if (this.shown?.totals === totals && this.shown.order === order) return;
    this.shown = { totals, order };
    for (const [list, element] of this.lists)
      element.setAttribute('aria-pressed', String(list === order.list));
    this.bar.update(totals?.ns ?? null);
    this.table.show(totals ? totalsRows(totals, recording.store, order) : null, order);
  }

  private setList(list: TotalsList): void {
    this.state.setList(list);
    this.events.changed();
  }

  private sortBy(column: TotalsColumn): void {
    this.state.sortBy(column);
    this.events.changed();
  }

  /** Shows a row in the code, and its first span in the lanes. */
  private open({ site, totals }: TotalsRow): void {
    if (totals.first) this.events.goTo(totals.first);
    if (site) this.events.reveal(site);
  }
}

function listName(list: TotalsList): string {
  if (list === 'thread') return t('by thread');
  return list === 'function' ? t('by function') : t('by line');
}
