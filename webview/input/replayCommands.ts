import { momentAt, nextEvent, previousEvent } from '../../src/analysis/index.ts';
import type { Ns } from '../../src/shared/timeline.ts';
import type { Channel } from '../channel.ts';
import { momentSentence } from '../layout/momentNow.ts';
import type { MomentRow } from '../layout/momentWords.ts';
import { chosenTracks, stepInTracks, visibleThreads } from '../layout/replayLanes.ts';
import { formatMoment } from '../layout/time.ts';
import { windowAround } from '../model/replay.ts';
import type { Selection } from '../model/selection.ts';
import { widthOf } from '../model/view.ts';
import type { Panel } from '../panel.ts';
import { t } from '../texts.ts';

/** What pointer, keys and buttons can ask of the time cursor. */
export interface ReplayControls {
  /** Puts the cursor at a moment and stops playing. */
  set(ns: Ns): void;
  /** A click on the axis gives a chosen stretch up; where there is none, it puts the cursor there. */
  clickAt(ns: Ns): void;
  /** Moves the cursor by a share of the window's width. */
  moveBy(share: number): void;
  /** To the next or the previous event; `ofLane`: of the selected lane only. */
  step(by: 1 | -1, ofLane: boolean): void;
  toggle(): void;
  /** Share of real time. */
  setSpeed(speed: number): void;
  /** Where an entry of the moment view leads. */
  goTo(row: MomentRow): void;
}

/** Carries out what is asked of the time cursor. */
export class ReplayCommands implements ReplayControls {
  private readonly panel: Panel;
  private readonly channel: Channel;
  private readonly showBar: (selection: Selection) => void;

  /** `showBar` selects a bar wherever it is. */
  constructor(panel: Panel, channel: Channel, showBar: (selection: Selection) => void) {
    this.panel = panel;
    this.channel = channel;
    this.showBar = showBar;
  }

  set(ns: Ns): void {
    const { replay, extent } = this.panel.state;
    replay.pause();
    replay.set(ns, extent);
    this.panel.invalidate();
  }

  clickAt(ns: Ns): void {
    const { state } = this.panel;
    if (state.range) state.range = null;
    else this.set(ns);
    this.panel.invalidate();
  }

  moveBy(share: number): void {
    const { replay, shownWindow } = this.panel.state;
    if (replay.atNs !== null) this.show(replay.atNs + widthOf(shownWindow) * share);
  }

  step(by: 1 | -1, ofLane: boolean): void {
    const { replay, extent } = this.panel.state;
    replay.pause();
    const from = replay.atNs ?? this.edge(by);
    const to = ofLane ? this.edgeOfLane(from, by) : this.event(from, by);
    // A thread begins before its first task and ends after its last one.
    if (to === null || to < extent.startNs || to > extent.endNs) this.say(nothingThere(by));
    else {
      this.show(to);
      this.sayMoment();
    }
    this.panel.invalidate();
  }

  toggle(): void {
    const { state } = this.panel;
    const { replay, extent } = state;
    if (replay.playing) {
      replay.pause();
      this.say(t('Paused at {0}', formatMoment(replay.atNs ?? 0, 1e6)));
    } else {
      replay.play(state.window ? Math.max(state.window.startNs, extent.startNs) : extent.startNs, extent);
    }
    this.panel.invalidate();
  }

  setSpeed(speed: number): void {
    this.panel.state.replay.chosenSpeed = speed;
    this.panel.invalidate();
  }

  goTo({ selection, site, goToNs }: MomentRow): void {
    this.panel.state.replay.pause();
    if (goToNs !== null) this.show(goToNs);
    if (selection) this.showBar(selection);
    if (site) this.channel.send({ type: 'reveal', site, preview: true });
    this.panel.invalidate();
  }

  /** Esc: takes the cursor away. False: there is none. */
  escape(): boolean {
    const { replay } = this.panel.state;
    if (replay.atNs === null) return false;
    replay.clear();
    this.panel.invalidate();
    return true;
  }

  /** Just before the first moment that is on screen, or (`by` -1) just behind the last. */
  private edge(by: 1 | -1): Ns {
    const { shownWindow, extent } = this.panel.state;
    if (by > 0) return Math.max(shownWindow.startNs, extent.startNs - 1);
    return Math.min(shownWindow.endNs, extent.endNs + 1);
  }

  private event(ns: Ns, by: 1 | -1): Ns | null {
    const { moments } = this.panel.state.recording;
    moments.advance();
    const threads = visibleThreads(this.panel.current);
    return by > 0 ? nextEvent(moments, threads, ns) : previousEvent(moments, threads, ns);
  }

  private edgeOfLane(ns: Ns, by: 1 | -1): Ns | null {
    const scene = this.panel.current;
    return stepInTracks(chosenTracks(scene), ns, by, scene);
  }

  /** Puts the cursor at a moment that is then on screen. */
  private show(ns: Ns): void {
    const { state } = this.panel;
    this.set(ns);
    const window = windowAround(state.replay.atNs!, state.shownWindow);
    if (window) state.setWindow(window);
  }

  private sayMoment(): void {
    const { moments, store, lanes } = this.panel.state.recording;
    const ns = this.panel.state.replay.atNs!;
    moments.advance();
    this.say(momentSentence(momentAt(moments, ns), { tables: store, lanes, ns }));
  }

  private say(text: string): void {
    this.panel.announcer.say(text);
  }
}

const nothingThere = (by: 1 | -1): string => (by > 0 ? t('Nothing comes later') : t('Nothing was earlier'));
