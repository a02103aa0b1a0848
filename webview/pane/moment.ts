import type { ThreadMoment } from '../../src/analysis/index.ts';
import { button, el, setText } from '../draw/dom.ts';
import { MomentCards } from '../draw/momentCards.ts';
import type { ReplayControls } from '../input/replayCommands.ts';
import { momentCard } from '../layout/momentWords.ts';
import { formatMoment } from '../layout/time.ts';
import type { Shown, ShownMoment } from '../replayer.ts';
import { t } from '../texts.ts';
import type { PaneFrame, PaneView } from './view.ts';

/** Threads that have a card, at most: those that do something first. */
const CARDS = 12;

/** What every thread does at the time cursor: its call stack, what is ready, what waits for what. */
export class MomentView implements PaneView {
  readonly name = 'moment';
  readonly label = t('Moment');
  readonly element = el('div', { class: 'moment' });
  private readonly look: () => Shown;
  private readonly title = el('p', { class: 'moment-title' });
  private readonly cards: MomentCards;
  private readonly notes = el('p', { class: 'moment-notes' });
  private readonly invitation: HTMLElement;
  private shown: ShownMoment | null = null;
  private startNs = 0;

  /** `look` tells what there is to be shown now. */
  constructor(controls: ReplayControls, look: () => Shown) {
    this.look = look;
    this.cards = new MomentCards((row) => controls.goTo(row));
    const start = button(t('Look at the first moment'), () => controls.set(this.startNs), {
      class: 'action',
    });
    this.invitation = el(
      'div',
      { class: 'moment-invitation' },
      el('p', {
        text: t(
          'See what every thread does at a moment: click on the time axis, press . and , to step from event to event, or Space to play the run again.',
        ),
      }),
      start,
    );
    this.element.append(this.invitation, this.title, this.cards.element, this.notes);
  }

  draw({ scene, state }: PaneFrame): void {
    this.startNs = state.extent.startNs;
    const { moment, readShare } = this.look();
    const hasCursor = state.replay.atNs !== null;
    this.invitation.hidden = hasCursor;
    this.title.hidden = !hasCursor;
    this.notes.hidden = !hasCursor;
    this.cards.element.hidden = !hasCursor || moment === null;
    if (hasCursor && readShare < 1) {
      setText(this.title, t('Reading the recording: {0} %', Math.floor(readShare * 100)));
    }
    if (moment === null || moment === this.shown || readShare < 1) return;
    this.shown = moment;
    const { tables, lanes } = scene;
    const threads = chosen(moment.threads);
    setText(this.title, titleOf(moment, threads.length));
    this.cards.show(threads.map((thread) => momentCard(thread, { tables, lanes, ns: moment.ns })));
    setText(this.notes, notesOf(tables.facts.mode === 'light'));
  }
}

function titleOf({ ns, threads }: ShownMoment, shown: number): string {
  const at = t('At {0}', formatMoment(ns, 1e6));
  if (threads.length === 0) return `${at}: ${t('no thread is there (yet, or any more)')}`;
  const hidden = threads.length - shown;
  return hidden === 0 ? at : `${at} · ${t('{0} more threads', hidden)}`;
}

/** The busiest threads, in their order. */
function chosen(threads: readonly ThreadMoment[]): readonly ThreadMoment[] {
  if (threads.length <= CARDS) return threads;
  const busy = threads.filter(({ state }) => state !== 'idle');
  const idle = threads.filter(({ state }) => state === 'idle');
  return [...busy, ...idle].slice(0, CARDS).sort((a, b) => a.thread - b.thread);
}

/** What no recording can tell. */
function notesOf(isLight: boolean): string {
  const lines = t('A line is where a task began or went on last; what runs between is not recorded.');
  const unseen = isLight
    ? t('Recorded in the mode “light”: no timers, no I/O, and nothing of what settles promises.')
    : t(
        'Not to be seen: callbacks of .then, tasks of code without probes, and I/O that is done but whose callback has not run.',
      );
  return `${lines} ${unseen}`;
}
