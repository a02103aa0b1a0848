import type { Verdict } from '../../src/analysis/index.ts';
import { type TimeWindow, widthOf } from '../model/view.ts';
import { t } from '../texts.ts';
import { hintOf } from './hint.ts';
import { laneSite, laneWords } from './laneWords.ts';
import type { Scene } from './scene.ts';
import { signWords } from './signWords.ts';
import { formatDuration } from './time.ts';
import { verdictNumbers, verdictWord } from './verdictWords.ts';
import { placeName, type SpanWords, spanWords } from './words.ts';

/** What the strip of details says: on the selected bar, else on the row that the keyboard is on. */
export function detailsOf(scene: Scene): SpanWords {
  if (scene.selectedSign) return signWords(scene.selectedSign, scene);
  if (scene.selected) return spanWords(scene.selected, scene.tables, scene.lanes);
  const lane = scene.rows.lanes[scene.current];
  if (!lane) return nothingChosen(scene);
  const site = laneSite(lane, scene.tables);
  const { totals, start, duration, counts, owner } = laneWords(lane, scene);
  return {
    title: [lane.label, ...(site ? [placeName(site)] : [])].join(' · '),
    totals,
    sentence: [start, duration, counts, owner].filter((text) => text !== '').join(' · '),
    site,
  };
}

/** What stands there before anything is chosen: how to, and what a nearly empty picture means. */
function nothingChosen({ tables, lanes, running }: Scene): SpanWords {
  const hint = running ? null : hintOf(tables, lanes);
  const [title, sentence] = hint ?? [t('Select a bar to see what it did'), ''];
  return { title, totals: '', sentence, site: null };
}

/** What the strip of details says on a stretch of time. */
export function rangeWords(range: TimeWindow, verdict: Verdict | null): SpanWords {
  return {
    title: t('{0} selected', formatDuration(widthOf(range))),
    totals: verdict ? verdictWord(verdict) : '',
    sentence: [verdict ? verdictNumbers(verdict) : '', t('T: totals of this stretch')]
      .filter((text) => text !== '')
      .join(' · '),
    site: null,
  };
}
