import { t } from '../texts.ts';

/** A speed in words: `1/100 of real time`. */
export function speedWords(speed: number): string {
  if (speed === 1) return t('real time');
  if (speed > 1) return t('{0} × real time', speed);
  return t('1/{0} of real time', Math.round(1 / speed).toLocaleString('en'));
}
