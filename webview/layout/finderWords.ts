import type { LaneList } from '../model/laneList.ts';
import type { MarkFinder } from '../model/markFinder.ts';
import type { PanelState } from '../model/panelState.ts';
import { t } from '../texts.ts';

const number = (count: number): string => count.toLocaleString('en');

/** What a search found: `12 of 340 lanes · 3 console lines`, or what to do when it is nothing. Empty: nothing is searched for. */
export function foundWords(
  { found, all }: LaneList,
  { count, isDone }: Pick<MarkFinder, 'count' | 'isDone'>,
): string {
  if (!found) return '';
  if (found.length + count === 0 && !isDone) return t('searching…');
  if (found.length + count === 0)
    return t('Nothing found in {0} lanes. Try less text or fewer conditions.', number(all));
  const lanes = t('{0} of {1} lanes', number(found.length), number(all));
  if (count === 0) return lanes;
  const lines = count === 1 ? t('1 console line') : t('{0} console lines', number(count));
  return `${lanes} · ${lines}${isDone ? '' : '…'}`;
}

/** What is left out besides, and which order does not hold yet. Empty: neither. */
export function leftOutWords({ found, all, hidden, notMine }: LaneList, state: PanelState): string {
  const { laneView, active } = state;
  const parts = [
    hidden.length > 0 ? t('{0} hidden', number(hidden.length)) : '',
    laneView.onlyMine ? t('only your code, {0} left out', number(notMine)) : '',
    active && laneView.sort === 'duration' ? t('longest first once the run is over') : '',
    active && laneView.sort === 'waiting' ? t('most waiting first once the run is over') : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return '';
  return [found ? '' : t('{0} lanes', number(all)), ...parts].filter((part) => part !== '').join(' · ');
}
