import type { Verdict } from '../../src/analysis/index.ts';
import { t } from '../texts.ts';

export function verdictWord({ kind }: Verdict): string {
  if (kind === 'serial') return t('Serial');
  return kind === 'concurrent' ? t('Concurrent') : t('Parallel');
}

/** `tasks in progress: at most 3, on average 1.8 · threads running: at most 1, on average 0.2`. */
export function verdictNumbers({ inProgress, running }: Verdict): string {
  return [
    t('tasks in progress: at most {0}, on average {1}', inProgress.most, rounded(inProgress.mean)),
    t('threads running: at most {0}, on average {1}', running.most, rounded(running.mean)),
  ].join(' · ');
}

const rounded = (value: number): string => String(Number(value.toPrecision(2)));
