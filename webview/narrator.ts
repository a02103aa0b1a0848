import type { Verdict } from '../src/analysis/index.ts';
import type { Announcer } from './a11y/announcer.ts';
import { drawDetails } from './draw/details.ts';
import type { Shell } from './draw/shell.ts';
import { Tooltip } from './draw/tooltip.ts';
import { VerdictLine } from './draw/verdict.ts';
import { Judge } from './layout/judge.ts';
import { detailsOf, rangeWords } from './layout/panelWords.ts';
import type { Scene } from './layout/scene.ts';
import { signWords } from './layout/signWords.ts';
import { verdictNumbers, verdictWord } from './layout/verdictWords.ts';
import { isWait } from './layout/whyWords.ts';
import { type SpanWords, spanWords } from './layout/words.ts';
import type { PanelState } from './model/panelState.ts';
import type { TimeWindow } from './model/view.ts';

/** The moment of a frame. */
export interface Moment {
  readonly nowMs: number;
  /** Changes whenever the timeline did. */
  readonly version: string;
  /** Where the pointer is in the window, in pixels. */
  readonly pointer: { readonly x: number; readonly y: number };
}

/** Asks for a frame in so many ms; each of the reasons has one under way at most. */
type FrameIn = (reason: 'verdict' | 'range', ms: number) => void;

/** Says in words what the picture shows: the verdict, the details, the tooltip. */
export class Narrator {
  private readonly shell: Shell;
  private readonly state: PanelState;
  private readonly announcer: Announcer;
  private readonly verdictLine: VerdictLine;
  private readonly tooltip: Tooltip;
  private readonly frameIn: FrameIn;
  // The verdict on the run may be a little old; the one on a stretch is waited for.
  private judge = this.newJudge(400, 20);
  private rangeJudge = this.newJudge(50, 2);
  /** The verdict on the run that is over was said aloud. */
  private announced = false;
  /** The verdict on the stretch that is selected, else on the run; null: there is none yet. */
  verdict: Verdict | null = null;

  constructor(shell: Shell, state: PanelState, announcer: Announcer, frameIn: FrameIn) {
    this.shell = shell;
    this.state = state;
    this.announcer = announcer;
    this.frameIn = frameIn;
    this.verdictLine = new VerdictLine(shell.verdict);
    this.tooltip = new Tooltip(shell.tooltip);
  }

  /** Another timeline begins: what was said about the one before does not hold any more. */
  reset(): void {
    this.judge = this.newJudge(400, 20);
    this.rangeJudge = this.newJudge(50, 2);
    this.announced = false;
  }

  private newJudge(everyMs: number, restFactor: number): Judge {
    return new Judge(everyMs, restFactor, () => this.frameIn('verdict', 0));
  }

  draw(scene: Scene, moment: Moment): void {
    const { range } = this.state;
    this.drawVerdict(moment);
    const canAsk = !range && !this.state.selection?.onCore && isWait(scene.selected);
    drawDetails(this.shell, range ? this.rangeWords(range, moment) : detailsOf(scene), canAsk);
    this.drawTooltip(scene, moment);
  }

  private drawVerdict({ version, nowMs }: Moment): void {
    const { recording, extent, active } = this.state;
    const verdict = this.judge.judge(recording.store, extent, version, nowMs);
    this.verdictLine.update(verdict);
    this.verdict = verdict;
    const staleMs = this.judge.staleForMs(extent, version, nowMs);
    if (staleMs !== null) this.frameIn('verdict', staleMs);
    else if (verdict && !active) this.announceOnce(verdict);
  }

  private announceOnce(verdict: Verdict): void {
    if (this.announced) return;
    this.announced = true;
    this.announcer.sayToo(`${verdictWord(verdict)}. ${verdictNumbers(verdict)}`);
  }

  /** A verdict on another stretch would be a wrong one: until there is one on this stretch there is none. */
  private rangeWords(range: TimeWindow, { version, nowMs }: Moment): SpanWords {
    const verdict = this.rangeJudge.judge(this.state.recording.store, range, version, nowMs);
    const staleMs = this.rangeJudge.staleForMs(range, version, nowMs);
    if (staleMs !== null) this.frameIn('range', staleMs);
    this.verdict = staleMs === null ? verdict : null;
    return rangeWords(range, this.verdict);
  }

  private drawTooltip(scene: Scene, { pointer }: Moment): void {
    const { hovered, hoveredSign, tables, lanes } = scene;
    if (hoveredSign) this.tooltip.show(signWords(hoveredSign, scene), pointer.x, pointer.y);
    else if (hovered) this.tooltip.show(spanWords(hovered, tables, lanes), pointer.x, pointer.y);
    else this.tooltip.hide();
  }
}
