import { momentAt, type ThreadMoment } from '../src/analysis/index.ts';
import type { NowLine } from '../src/shared/protocol.ts';
import type { Ns } from '../src/shared/timeline.ts';
import { TimeCursor } from './draw/timeCursor.ts';
import { Transport } from './draw/transport.ts';
import { bindTimeHandle } from './input/timeHandle.ts';
import { nowLines } from './layout/momentNow.ts';
import { timeScale } from './layout/scale.ts';
import type { Scene } from './layout/scene.ts';
import { formatMoment } from './layout/time.ts';
import { windowAlong } from './model/replay.ts';
import { wholeOf } from './model/view.ts';
import type { Panel } from './panel.ts';
import { t } from './texts.ts';

/** While it plays, or the run goes on, what stands in words changes no more often: an eye must be able to follow. */
const WORDS_EVERY_MS = 100;
/** Rows of the timeline that are taken into the index in one frame. */
const ROWS_PER_FRAME = 100_000;

/** What the threads do at a moment. */
export interface ShownMoment {
  readonly ns: Ns;
  readonly threads: readonly ThreadMoment[];
}

export interface Shown {
  /** Null: there is no cursor, or the recording is still being read. */
  readonly moment: ShownMoment | null;
  /** How much of the recording was read for this, from 0 to 1. */
  readonly readShare: number;
}

const nothing: Shown = { moment: null, readShare: 1 };

/** Moves the time cursor from frame to frame, and tells what goes on at it: on the axis, in the moment view, to the editor. */
export class Replayer {
  shown: Shown = nothing;
  private readonly panel: Panel;
  private readonly tell: (lines: readonly NowLine[]) => void;
  private readonly cursor: TimeCursor;
  private readonly transport: Transport;
  private readonly reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');
  private momentKey = '';
  private momentMs = Number.NEGATIVE_INFINITY;
  private toldMoment: ShownMoment | null = null;
  private told = '[]';
  private toldMs = Number.NEGATIVE_INFINITY;
  private wasPlaying = false;

  /** `tell` gets the lines that the threads are on, whenever they are others. The pane must be there. */
  constructor(panel: Panel, tell: (lines: readonly NowLine[]) => void) {
    this.panel = panel;
    this.tell = tell;
    const { shell } = panel;
    this.cursor = new TimeCursor(shell.middle);
    this.transport = new Transport(panel.controls);
    // Between the tabs and what they show: that is also the order of Tab.
    shell.pane.querySelector('[role=tablist]')!.after(this.transport.element);
    bindTimeHandle(this.cursor.handle, shell.axis, panel.controls, () => panel.scale());
  }

  /** Before a frame is laid out: the cursor, and with it the window, moves on. */
  begin(nowMs: number): void {
    const { state } = this.panel;
    const { replay, extent } = state;
    replay.tick(nowMs, extent, state.active);
    const hasEnded = this.wasPlaying && !replay.playing && replay.atNs === extent.endNs;
    if (replay.playing || hasEnded) this.alongWith(replay.atNs!);
    if (hasEnded) {
      this.panel.announcer.say(t('The end of the run, at {0}', formatMoment(extent.endNs, 1e6)));
    }
    this.wasPlaying = replay.playing;
    this.readMoment(nowMs);
  }

  /** Draws the cursor on a frame, and asks for the next one as long as there is something to come. */
  draw(scene: Scene, nowMs: number): void {
    const { state } = this.panel;
    const { replay, extent } = state;
    const whole = timeScale(wholeOf(extent), scene.frame.scale.widthPx);
    this.cursor.draw(replay, { window: scene.frame.scale, whole, extent });
    this.transport.draw(replay, extent);
    this.tellEditor(nowMs);
    if (replay.playing || this.shown.readShare < 1) this.panel.invalidate();
  }

  private alongWith(atNs: Ns): void {
    const { state } = this.panel;
    if (state.window === null) return;
    const window = windowAlong(atNs, state.shownWindow, state.extent, this.reducedMotion.matches);
    if (window) state.setWindow(window);
  }

  private readMoment(nowMs: number): void {
    const { replay, recording, active } = this.panel.state;
    const { moments, store } = recording;
    if (replay.atNs === null) {
      this.momentKey = '';
      this.shown = nothing;
      return;
    }
    if (!moments.advance(ROWS_PER_FRAME)) {
      this.shown = { moment: null, readShare: moments.share };
      return;
    }
    const key = `${replay.atNs} ${store.nowNs} ${store.spans.length} ${store.facts.startedAt}`;
    if (key === this.momentKey) return;
    const waitMs = this.momentMs + WORDS_EVERY_MS - nowMs;
    if ((replay.playing || active) && waitMs > 0) {
      this.panel.invalidateIn('moment', waitMs);
      return;
    }
    this.momentKey = key;
    this.momentMs = nowMs;
    const threads = momentAt(moments, replay.atNs);
    this.shown = { moment: { ns: replay.atNs, threads }, readShare: 1 };
  }

  private tellEditor(nowMs: number): void {
    const { moment } = this.shown;
    if (moment === this.toldMoment) return;
    const lines = moment ? nowLines(moment.threads, this.panel.state.recording.store) : [];
    const text = JSON.stringify(lines);
    const waitMs = text === this.told || lines.length === 0 ? 0 : this.toldMs + WORDS_EVERY_MS - nowMs;
    if (waitMs > 0) {
      this.panel.invalidateIn('nowAt', waitMs);
      return;
    }
    this.toldMoment = moment;
    if (text === this.told) return;
    this.told = text;
    this.toldMs = nowMs;
    this.tell(lines);
  }
}
