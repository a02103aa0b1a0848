/** What the program marks on its own timeline: `performance.mark` and `performance.measure`. */
import { RecordKind, TextKind, type TimingFact } from '../../shared/records.ts';
import { cutText } from '../../shared/text.ts';
import { type Guest, replaceMethod } from '../guest.ts';
import { prototypeOf, stringify } from '../originals.ts';
import { nameOf, type OwnClock } from '../ownClock.ts';

const timingText = RecordKind.text | (TextKind.timing << 8);

export function recordTimings({ ring, tasks }: Guest, clock: OwnClock): void {
  const prototype = prototypeOf(performance) as object;
  for (const method of ['mark', 'measure'] as const) {
    replaceMethod(
      prototype,
      method,
      (original) =>
        function (this: unknown, ...args) {
          const site = tasks.takeSite();
          const entry = original.apply(this, args);
          const { nowNs, agoNs, lengthNs } = clock.timesOf(entry);
          const length = method === 'measure' ? lengthNs : null;
          const fact: TimingFact = { name: cutText(nameOf(entry)), agoNs, lengthNs: length };
          ring.putText(timingText, stringify(fact), tasks.currentId, site, nowNs);
          return entry;
        },
    );
  }
}
