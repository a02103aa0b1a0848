/** Console lines as marks. Only primitive arguments are read: formatting an object could run the user's code twice. */
import { ConsoleLevel, RecordKind, TextKind } from '../../shared/records.ts';
import { cutText } from '../../shared/text.ts';
import { type Guest, replaceMethod } from '../guest.ts';

export function recordConsole({ ring, tasks }: Guest): void {
  for (const [method, level] of Object.entries(ConsoleLevel)) {
    const kind = RecordKind.text | ((TextKind.console | (level << 8)) << 8);
    replaceMethod(
      console,
      method,
      (original) =>
        function (this: unknown, ...args) {
          const site = tasks.takeSite();
          ring.putText(kind, lineOf(args), tasks.currentId, site);
          return original.apply(this, args);
        },
    );
  }
}

const lineOf = (args: readonly unknown[]): string => cutText(args.map(wordOf).join(' '));

function wordOf(value: unknown): string {
  if (typeof value === 'string') return cutText(value);
  if (typeof value === 'function' || (typeof value === 'object' && value !== null)) return '{…}';
  return String(value);
}
