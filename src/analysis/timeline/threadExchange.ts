import { BlockKind, RecordKind, WaitEnd } from '../../shared/records.ts';
import type { Ns } from '../../shared/timeline.ts';
import type { Point } from './columns.ts';
import type { OperationTracker } from './operationTracker.ts';
import type { ProcessTracker } from './processTracker.ts';
import type { TaskSet } from './taskSet.ts';
import { RETURNED } from './timeline.ts';

const US = 1000;

/** What one thread tells others and waits for from them: messages, words of shared memory, children that hold it. */
export class ThreadExchange {
  readonly #process: ProcessTracker;
  readonly #tasks: TaskSet;
  readonly #operations: OperationTracker;
  /** The message that was handed over last; what it carries is still to come. */
  #handedOver: { readonly channel: number; readonly number: number; readonly sendNs: Ns } | null = null;
  /** The `Atomics.wait` that goes on. */
  #wait: { readonly key: number; readonly beginNs: Ns } | null = null;
  /** Messages sent. */
  messages = 0;

  constructor(process: ProcessTracker, tasks: TaskSet, operations: OperationTracker) {
    this.#process = process;
    this.#tasks = tasks;
    this.#operations = operations;
  }

  record(ns: Ns, kind: number, flags: number, a: number, b: number, c: number): void {
    switch (kind) {
      case RecordKind.messageSend:
        this.messages++;
        this.#process.channelsOf(a).send(a, b, this.#tasks.point(ns, c));
        break;
      case RecordKind.messageSent:
        this.#handedOver = { channel: a, number: b, sendNs: c };
        break;
      case RecordKind.messageBytes:
        this.#carried(a, b, (flags & 1) !== 0);
        break;
      case RecordKind.messageReceive:
        if ((flags & 1) === 0) this.#operations.received();
        this.#process.channelsOf(a).receive(a, b, this.#tasks.point(ns, 0));
        break;
      case RecordKind.block:
        this.#tasks.lane.block(this.#tasks.get(a), flags, ns, this.#process.sites.id(b));
        this.#wait = flags === BlockKind.atomicsWait ? { key: c, beginNs: ns } : null;
        break;
      case RecordKind.unblock:
        if (flags === BlockKind.atomicsWait && a === WaitEnd.notEqual) this.#tasks.lane.wasNotBlocked();
        else this.#tasks.lane.unblock(ns);
        this.#endWait(ns, a);
        break;
      case RecordKind.notify:
        this.#process.words.notified(a, this.#tasks.point(ns, c), ns + flags * US, b);
        break;
      case RecordKind.asyncWaitEnd:
        this.#endAsyncWait(ns, a, b, flags);
        break;
    }
  }

  /** Records were lost: what was under way may be over. */
  forget(): void {
    this.#handedOver = null;
    this.#wait = null;
  }

  #carried(copiedBytes: number, transferredBytes: number, isLowerBound: boolean): void {
    const message = this.#handedOver;
    this.#handedOver = null;
    if (message === null) return;
    const { channel, number, sendNs } = message;
    const load = { copiedBytes, transferredBytes, isLowerBound, sendNs };
    this.#process.channelsOf(channel).carried(channel, number, load);
  }

  #endWait(ns: Ns, end: number): void {
    const wait = this.#wait;
    this.#wait = null;
    if (wait === null || end !== WaitEnd.notified) return;
    this.#process.words.waited(wait.key, wait.beginNs, this.#tasks.point(ns, 0));
  }

  #endAsyncWait(ns: Ns, local: number, key: number, end: number): void {
    const task = this.#tasks.get(local);
    if (task === null || task.isOver) return;
    const { startNs } = this.#tasks.timeline.tasks.columns;
    const to: Point = this.#tasks.point(ns, local);
    this.#tasks.end(task, ns, RETURNED);
    if (end === WaitEnd.notified) this.#process.words.waited(key, startNs[task.task]!, to);
  }
}
