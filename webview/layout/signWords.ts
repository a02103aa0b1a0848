import { NONE } from '../../src/shared/timeline.ts';
import type { Sign } from '../model/sign.ts';
import { processLabel } from '../model/tree.ts';
import { t } from '../texts.ts';
import { endWords } from './lifeWords.ts';
import { linkWords } from './linkWords.ts';
import { markWords, pileWords } from './markWords.ts';
import type { Scene } from './scene.ts';
import { formatDuration, formatMoment } from './time.ts';
import type { SpanWords } from './words.ts';

/** What can be said about a sign. */
export function signWords(sign: Sign, scene: Pick<Scene, 'tables' | 'lanes' | 'links'>): SpanWords {
  const { tables, links, lanes } = scene;
  switch (sign.kind) {
    case 'mark':
      return markWords(sign.mark, tables);
    case 'pile':
      return pileWords(sign.pile, tables);
    case 'link':
      return linkWords(sign.link, tables, links);
    case 'loss': {
      const { count, startNs, endNs } = sign.loss;
      const title =
        count === 1 ? t('1 record lost here') : t('{0} records lost here', count.toLocaleString('en'));
      return stretch(title, startNs, endNs, t('what happened in this gap is not known'));
    }
    case 'life': {
      const { process } = sign;
      const cpu = lanes.counters.of('cpuNs', process.id, NONE);
      const words = [endWords(process.outcome), cpu === null ? '' : t('CPU {0}', formatDuration(cpu))];
      const said = words.filter((part) => part !== '').join(' · ');
      return stretch(processLabel(process, true), process.startNs, process.endNs ?? tables.nowNs, said);
    }
  }
}

function stretch(title: string, startNs: number, endNs: number, said: string): SpanWords {
  const lasted = t('lasts {0}', formatDuration(endNs - startNs));
  const from = t('from {0} on', formatMoment(startNs, Math.max(endNs - startNs, 1e6)));
  return {
    title,
    totals: '',
    sentence: [lasted, from, said].filter((part) => part !== '').join(' · '),
    site: null,
  };
}
