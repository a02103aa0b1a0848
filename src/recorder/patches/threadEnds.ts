/** The last word of a thread and of a process, and the errors that nobody caught. */
import { restoreMessage } from '../../instrument/messages.ts';
import { channelOfChild, RecordKind } from '../../shared/records.ts';
import { cutText } from '../../shared/text.ts';
import { ThreadCounters } from '../counters.ts';
import {
  asGuest,
  type Guest,
  isMainThread,
  putEvent,
  realThreadId,
  replaceMethod,
  seenThreadId,
} from '../guest.ts';
import { endSlot } from '../slab.ts';
import { threadMessageReceiver } from './threadMessages.ts';

type EndStream = (code: number) => void;

/**
 * `process.emit` sees the messages from the parent process, and it is the only place behind all of the program's own
 * `exit` listeners. There `endStream` is called, in the thread that has one.
 */
export function recordEnds(guest: Guest, endStream: EndStream | undefined): void {
  const counters = new ThreadCounters();
  let received = 0;
  const receives = threadMessageReceiver(guest);
  replaceMethod(
    process,
    'emit',
    (original) =>
      function (this: unknown, ...args) {
        if (args[0] === 'message' && isMainThread) {
          guest.ring.put(RecordKind.messageReceive, channelOfChild(process.pid, 0), ++received, 0);
        } else if (args[0] === 'workerMessage') {
          args[2] = seenThreadId(Number(args[2]));
          receives(args[2] as number);
        }
        if (args[0] !== 'exit') return original.apply(this, args);
        try {
          return original.apply(this, args);
        } finally {
          asGuest('what the thread used', () => counters.put(guest.ring));
          asGuest('the end', () => endThread(guest, Number(process.exitCode ?? args[1] ?? 0), endStream));
        }
      },
  );
  process.on('uncaughtExceptionMonitor', (error, origin) => {
    asGuest('an error', () => {
      restoreMessage(error);
      putError(guest, error, origin);
      guest.tasks.stackUnwound();
    });
  });
}

function endThread(guest: Guest, code: number, endStream: EndStream | undefined): void {
  putEvent(guest, { e: 'threadExit', code });
  endSlot(guest.slab, realThreadId);
  endStream?.(code);
}

function putError(guest: Guest, error: unknown, kind: 'uncaughtException' | 'unhandledRejection'): void {
  const isError = error instanceof Error;
  putEvent(guest, {
    e: 'error',
    kind,
    name: cutText(isError ? String(error.name) : typeof error),
    message: cutText(isError ? String(error.message) : String(error)),
    stack: cutText(isError ? String(error.stack ?? '') : '', 4000),
  });
}
