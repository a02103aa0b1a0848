import type { SiteRow } from '../../src/shared/timeline.ts';
import { el, setText } from '../draw/dom.ts';
import { selectionOfRow, siteOfRow } from '../layout/spanRow.ts';
import type { Recording } from '../model/recording.ts';
import type { Selection } from '../model/selection.ts';
import { SpanQuery } from '../model/spanQuery.ts';
import type { TimeWindow } from '../model/view.ts';
import { t } from '../texts.ts';
import { Timers } from '../timers.ts';
import { SpanGrid } from './spanGrid.ts';
import { StateFilter } from './stateFilter.ts';
import type { PaneFrame, PaneView } from './view.ts';

/** The stretch must be still for so long before its spans are looked for; while the program runs, they are so often. */
const STILL_MS = 150;
const LIVE_MS = 1000;
/** While the program runs, looking takes at most this share of the time. */
const LIVE_SHARE = 0.1;
/** Spans that are looked at in one go: about 10 ms of work. */
const PART = 400_000;

/** What the table can ask for. */
export interface SpansEvents {
  goTo(selection: Selection): void;
  reveal(site: SiteRow): void;
  /** Asks for a frame. */
  changed(): void;
}

/** All that the picture says of a stretch, as a table: the one that was chosen on the axis, else the one in view. */
export class SpansView implements PaneView {
  readonly name = 'spans';
  readonly label = t('Spans');
  readonly element = el('div', { class: 'spans' });
  private readonly events: SpansEvents;
  private readonly filter = new StateFilter((state) => {
    this.frame?.state.spanTable.toggleState(state);
    this.events.changed();
  });
  private readonly caption = el('div', { class: 'spans-caption', attributes: { id: 'spans-caption' } });
  private readonly grid: SpanGrid;
  private readonly timers = new Timers();
  private frame: PaneFrame | null = null;
  private query: SpanQuery | null = null;
  private of: Recording | null = null;
  /** What the query on screen, or the one under way, answers. */
  private asked = '';
  private wanted = '';
  private changed = 0;
  private beganMs = 0;
  private tookMs = 0;

  constructor(events: SpansEvents) {
    this.events = events;
    this.grid = new SpanGrid({
      sortBy: (sort) => {
        this.frame?.state.spanTable.sortBy(sort);
        events.changed();
      },
      goTo: (row) => this.goTo(row),
    });
    const head = el('div', { class: 'spans-head' }, this.caption, this.filter.element);
    this.element.append(head, this.grid.element);
  }

  draw(frame: PaneFrame): void {
    this.frame = frame;
    const { state } = frame;
    if (this.of !== state.recording) this.forget(state.recording);
    this.filter.update(state.spanTable.states);
    this.ask(frame);
    this.grid.draw(this.query, frame, this.stretch(frame));
    setText(this.caption, this.captionText());
  }

  /** Another timeline: rows of the one before mean nothing any more. */
  private forget(recording: Recording): void {
    this.of = recording;
    this.query = null;
    this.asked = '';
    this.wanted = '';
  }

  private stretch({ state }: PaneFrame): TimeWindow {
    return state.range ?? state.shownWindow;
  }

  /** Looks for the spans anew when the question is another one: at once when a button asks, else when the picture is still. */
  private ask(frame: PaneFrame): void {
    const { state } = frame;
    const { startNs, endNs } = this.stretch(frame);
    const { spanTable, recording } = state;
    // While the program runs the window moves on with every frame.
    const stretch = state.active && !state.range && state.follow ? '' : `${startNs} ${endNs}`;
    const key = `${recording.store.spans.length} ${stretch} ${[...spanTable.states]} ${spanTable.sort}`;
    if (key === this.wanted) return;
    this.wanted = key;
    const atOnce = this.query === null || spanTable.changed !== this.changed;
    this.changed = spanTable.changed;
    if (atOnce) this.begin();
    else if (state.active)
      this.timers.later('ask', Math.max(LIVE_MS, this.tookMs / LIVE_SHARE), () => this.begin());
    else this.timers.whenQuiet('ask', STILL_MS, () => this.begin());
  }

  private begin(): void {
    const { frame } = this;
    if (!frame || this.wanted === this.asked) return;
    this.asked = this.wanted;
    this.beganMs = performance.now();
    const { recording, spanTable } = frame.state;
    const stretch = this.stretch(frame);
    const isChosen = frame.state.range !== null;
    const wish = { stretch, isChosen, states: new Set(spanTable.states), sort: spanTable.sort };
    this.goOn(new SpanQuery(recording.store.spans, wish), this.asked);
  }

  /** The answer before stays on screen until there is another one. */
  private goOn(query: SpanQuery, key: string): void {
    if (key !== this.asked) return;
    query.step(PART);
    if (!query.done) {
      this.timers.later(`part ${key}`, 0, () => this.goOn(query, key));
      return;
    }
    this.query = query;
    this.tookMs = performance.now() - this.beganMs;
    this.events.changed();
  }

  private captionText(): string {
    const { query } = this;
    if (!query) return t('Looking for the spans…');
    const of = query.wish.isChosen ? t('in the stretch that is selected') : t('in what is shown');
    const count = t('{0} spans {1}', query.count.toLocaleString('en'), of);
    const isForced = query.sort !== query.wish.sort;
    return isForced ? `${count} · ${t('too many to sort by duration: choose a shorter stretch')}` : count;
  }

  private goTo(row: number): void {
    const { frame, events } = this;
    if (!frame) return;
    const { store } = frame.state.recording;
    events.goTo(selectionOfRow(row, store));
    const site = siteOfRow(row, store);
    if (site) events.reveal(site);
  }
}
