/** Messages are joined by number: channels keep their order, so that the n-th sent is the n-th received. */
import { RecordKind } from '../../shared/records.ts';
import { replaceMethod } from '../guest.ts';
import type { Ring } from '../ring.ts';
import type { Tasks } from '../tasks.ts';

/**
 * Makes `target[method]` record what it sends. The record comes before the sending, so that it is never later than the
 * receiver's; when sending throws, the number is used again.
 */
export function numberedSend(
  ring: Ring,
  tasks: Tasks,
  target: object,
  method: string,
  channel: number,
): void {
  let sent = 0;
  replaceMethod(
    target,
    method,
    (original) =>
      function (this: unknown, ...args) {
        if (isInternal(args[0])) return original.apply(this, args);
        tasks.takeSite();
        ring.put(RecordKind.messageSend, channel, sent + 1, tasks.currentId);
        const result = original.apply(this, args);
        sent++;
        return result;
      },
  );
}

/** Node's own messages between processes (handles, cluster) are not delivered as messages. */
function isInternal(message: unknown): boolean {
  if (typeof message !== 'object' || message === null) return false;
  const { cmd } = message as { cmd?: unknown };
  return typeof cmd === 'string' && cmd.startsWith('NODE_');
}
