/** What holds a thread: `Atomics.wait`, and children that are waited for synchronously. */
import childProcess from 'node:child_process';
import { BlockKind, RecordKind } from '../../shared/records.ts';
import { type Guest, replaceMethod } from '../guest.ts';
import { withOwnEnvironment } from './environment.ts';

export function recordBlocking(guest: Guest): void {
  replaceMethod(
    Atomics,
    'wait',
    (original) =>
      function (this: unknown, ...args) {
        return held(guest, BlockKind.atomicsWait, () => original.apply(this, args));
      },
  );
  for (const method of ['spawnSync', 'execSync', 'execFileSync']) {
    replaceMethod(
      childProcess,
      method,
      (original) =>
        function (this: unknown, ...args) {
          const recorded = args.map((arg) => withOwnEnvironment(guest, arg));
          return held(guest, BlockKind.syncProcess, () => original.apply(this, recorded));
        },
    );
  }
}

function held<T>({ ring, tasks }: Guest, kind: BlockKind, run: () => T): T {
  ring.put(RecordKind.block | (kind << 8), tasks.currentId, tasks.takeSite(), 0);
  let timedOut = 0;
  try {
    const result = run();
    if (result === 'timed-out') timedOut = 1;
    return result;
  } finally {
    ring.put(RecordKind.unblock | (kind << 8), timedOut, 0, 0);
  }
}
