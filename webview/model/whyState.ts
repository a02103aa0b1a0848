import { type WhyAnswer, type WhySpan, type WhyStep, Whys } from '../../src/analysis/index.ts';
import { NONE } from '../../src/shared/timeline.ts';
import type { Recording } from './recording.ts';
import type { Selection } from './selection.ts';

/** A bar that was asked about, and why it lasted as long as it did. */
export interface WhyChain {
  readonly asked: Selection;
  readonly answer: WhyAnswer;
  /** The run of the task that started the asked bar's task; null: not known. */
  readonly starter: WhySpan | null;
}

/** While the program runs, an answer that may still change is looked for again when the timeline has grown by this factor. */
const GROWTH = 1.1;

/** The bar that the view `why` is about. It stays when one goes along its chain, and follows every other selection. */
export class WhyState {
  asked: Selection | null = null;
  private followed: Selection | null = null;
  private recording: Recording | null = null;
  private whys: Whys | null = null;
  private chain: WhyChain | null = null;
  /** Rows of the timeline when `chain` was found. */
  private rows = 0;
  private wasOver = false;

  reset(): void {
    this.asked = this.followed = this.chain = null;
  }

  /** As it was: the selected bar may be one of the chain of the one that was asked about. */
  restore(asked: Selection | null, selection: Selection | null): void {
    this.asked = asked;
    this.followed = selection;
  }

  /** Asks about a bar, also about one of the chain that is there. */
  ask(selection: Selection | null): void {
    this.asked = this.followed = selection;
    this.chain = null;
  }

  /**
   * The chain of the selected bar, or still that of the one that was asked about, if the selected one belongs to it. Null: there is
   * nothing to explain. Costs nothing as long as nothing has changed. `isOver`: nothing will be added to the recording any more.
   */
  follow(selection: Selection | null, recording: Recording, isOver: boolean): WhyChain | null {
    if (!isSame(selection, this.followed)) {
      this.followed = selection;
      if (!selection || !this.chain?.answer.steps.some((step) => isStep(step, selection)))
        this.asked = selection;
    }
    const { asked, chain } = this;
    if (!asked || asked.onCore) return null;
    if (chain && isSame(chain.asked, asked) && !this.mayChange(chain, recording, isOver)) return chain;
    this.chain = this.find(asked, recording);
    this.rows = rowsOf(recording);
    this.wasOver = isOver;
    return this.chain;
  }

  private find(asked: Selection, recording: Recording): WhyChain | null {
    if (!this.whys || this.recording !== recording) {
      this.recording = recording;
      this.whys = new Whys(recording.store);
    }
    const span = this.whys.spanAt(asked.thread, asked.task, asked.startNs);
    return span && { asked, answer: this.whys.ask(span), starter: this.whys.starterOf(span) };
  }

  /** What is over never changes; what goes on is asked for again now and then, and in the end. */
  private mayChange({ asked, answer }: WhyChain, recording: Recording, isOver: boolean): boolean {
    if (this.recording !== recording) return true;
    const { end, steps } = answer;
    const goesOn = steps.some(({ span }) => span.row === NONE);
    if (!goesOn && end !== 'open' && end !== 'never' && end !== 'unknown') return false;
    if (isOver) return !this.wasOver || rowsOf(recording) !== this.rows;
    const { store } = recording;
    const isStillOpen = store.openOfLane(asked.thread, asked.task)?.startNs === asked.startNs;
    return (goesOn && !isStillOpen) || rowsOf(recording) > this.rows * GROWTH;
  }
}

const rowsOf = ({ store }: Recording): number => store.spans.length + store.links.length;

const isStep = ({ span }: WhyStep, { thread, task, startNs, onCore }: Selection): boolean =>
  onCore === undefined && span.thread === thread && span.task === task && span.startNs === startNs;

function isSame(a: Selection | null, b: Selection | null): boolean {
  if (a === b) return true;
  return (
    a !== null &&
    b !== null &&
    a.thread === b.thread &&
    a.task === b.task &&
    a.startNs === b.startNs &&
    a.onCore?.core === b.onCore?.core &&
    a.onCore?.osThread === b.onCore?.osThread
  );
}
