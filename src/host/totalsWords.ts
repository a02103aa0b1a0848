import { l10n } from 'vscode';
import { formatNs, type Totals } from '../analysis/index.ts';
import { State } from '../shared/timeline.ts';

/** Of a line's or function's time, what is less than this share says nothing. */
const NOISE_SHARE = 0.001;

/** `ran 0.3 ms · waited 102 ms × 4`: what was spent, and how often it was waited for (else how often it ran). */
export function timesWords({ ns, counts }: Totals): string {
  const waited = ns[State.waiting]! > 0;
  const parts = [
    part(
      l10n.t('ran {0}', formatNs(ns[State.running]!)),
      ns,
      State.running,
      waited ? 1 : counts[State.running]!,
    ),
    part(l10n.t('ready {0}', formatNs(ns[State.ready]!)), ns, State.ready, 1),
    part(l10n.t('waited {0}', formatNs(ns[State.waiting]!)), ns, State.waiting, counts[State.waiting]!),
    part(l10n.t('blocked {0}', formatNs(ns[State.blocked]!)), ns, State.blocked, counts[State.blocked]!),
  ];
  return parts.filter((text) => text !== '').join(' · ');
}

function part(words: string, ns: Float64Array, state: State, count: number): string {
  const wholeNs = ns.reduce((sum, ns) => sum + ns, 0);
  if (ns[state] === 0 || ns[state]! < wholeNs * NOISE_SHARE) return '';
  return count > 1 ? `${words} × ${count}` : words;
}
