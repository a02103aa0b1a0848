/** Worker threads: started, over, failed, ended from outside, and the messages between a worker and who started it. */
import { fileURLToPath } from 'node:url';
import workerThreads, { parentPort } from 'node:worker_threads';
import { channelOfWorker } from '../../shared/records.ts';
import { cutText } from '../../shared/text.ts';
import { type Guest, putEvent, replaceMethod, seenThreadId, threadId } from '../guest.ts';
import { instrumentText } from '../loader.ts';
import { endSlot } from '../slab.ts';
import { setEnd } from './ends.ts';
import { withOwnEnvironment } from './environment.ts';
import { innerValue } from './inside.ts';
import { End } from './messages.ts';
import { givePorts, takeGivenPorts } from './workerPorts.ts';

type Worker = workerThreads.Worker;
type WorkerOptions = workerThreads.WorkerOptions;
type WorkerArguments = [file: string | URL, options?: WorkerOptions];

interface Known {
  readonly real: number;
  readonly seen: number;
  isOver: boolean;
}

export function recordWorkers(guest: Guest): void {
  const known = new WeakMap<object, Known>();
  recordConstruction(guest, known);
  recordEvents(guest, known);
  recordTermination(guest, known);
  if (parentPort === null) return;
  setEnd(parentPort, new End(channelOfWorker(threadId, 1), channelOfWorker(threadId, 0)));
  takeGivenPorts(guest);
}

function recordConstruction(guest: Guest, known: WeakMap<object, Known>): void {
  const Original = workerThreads.Worker;
  const Recorded = new Proxy(Original, {
    construct(target, args: WorkerArguments, newTarget) {
      const site = guest.tasks.takeSite();
      const given = prepareArguments(guest, args);
      const make = () => Reflect.construct(target, given, newTarget === Recorded ? target : newTarget);
      const worker = givePorts(guest, args[1], make) as Worker;
      const real = worker.threadId;
      const seen = seenThreadId(real);
      known.set(worker, { real, seen, isOver: false });
      showSeenThreadId(worker, seen);
      const name = cutText(String(args[1]?.name ?? ''));
      putEvent(guest, { e: 'workerStart', threadId: seen, file: fileOf(args), name }, site);
      const port = innerValue(worker, 'kPublicPort');
      if (port !== null) setEnd(port, new End(channelOfWorker(seen, 0), channelOfWorker(seen, 1)));
      return worker;
    },
  });
  Original.prototype.constructor = Recorded;
  workerThreads.Worker = Recorded;
}

function prepareArguments(guest: Guest, [file, options]: WorkerArguments): WorkerArguments {
  if (options === undefined) return [file];
  const given = withOwnEnvironment(guest, options) as WorkerOptions;
  const isText = options.eval === true && typeof file === 'string';
  return [isText ? instrumentText(guest, '[eval]', file) : file, given];
}

function fileOf([file, options]: WorkerArguments): string {
  if (options?.eval === true) return '[eval]';
  const text = String(file);
  return cutText(text.startsWith('file:') ? fileURLToPath(text) : text);
}

/** `worker.threadId` is −1 once the worker is over, as without the recorder. */
function showSeenThreadId(worker: Worker, seen: number): void {
  const own = Object.getOwnPropertyDescriptor(worker, 'threadId');
  if (own !== undefined && 'value' in own) {
    Object.defineProperty(worker, 'threadId', { ...own, value: seen });
    return;
  }
  const get = Object.getOwnPropertyDescriptor(workerThreads.Worker.prototype, 'threadId')?.get;
  if (get === undefined) return;
  Object.defineProperty(worker, 'threadId', {
    configurable: true,
    enumerable: false,
    get: () => seenThreadId(get.call(worker) as number),
  });
}

function recordEvents(guest: Guest, known: WeakMap<object, Known>): void {
  replaceMethod(
    workerThreads.Worker.prototype,
    'emit',
    (original) =>
      function (this: unknown, ...args) {
        const worker = known.get(this as object);
        if (worker !== undefined) recordEvent(guest, worker, args);
        return original.apply(this, args);
      },
  );
}

function recordEvent(guest: Guest, worker: Known, [event, value]: readonly unknown[]): void {
  if (event === 'exit') {
    worker.isOver = true;
    putEvent(guest, { e: 'workerExit', threadId: worker.seen, code: Number(value) });
    endSlot(guest.slab, worker.real);
  } else if (event === 'error') {
    const message = value instanceof Error ? String(value.message) : String(value);
    putEvent(guest, { e: 'workerError', threadId: worker.seen, message: cutText(message) });
  }
}

function recordTermination(guest: Guest, known: WeakMap<object, Known>): void {
  replaceMethod(
    workerThreads.Worker.prototype,
    'terminate',
    (original) =>
      function (this: unknown, ...args) {
        const worker = known.get(this as object);
        if (worker?.isOver === false) putEvent(guest, { e: 'workerTerminate', threadId: worker.seen });
        return original.apply(this, args);
      },
  );
}
