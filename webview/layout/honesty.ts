import { type RecordingCost, recordingCost, runLengthNs } from '../../src/analysis/index.ts';
import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { RecordingFacts } from '../../src/shared/timeline.ts';
import { t } from '../texts.ts';
import { formatDuration, threeDigits } from './time.ts';

const costOf = (tables: TimelineTables): RecordingCost => recordingCost(tables, runLengthNs(tables));

/** What was lost, how exact the clock is, and what recording cost: one line. */
export function honestyLine(tables: TimelineTables): string {
  const { facts } = tables;
  const { shareOfWall: share } = costOf(tables);
  const parts = [
    ...(facts.mode === 'light' ? [t('light recording')] : []),
    lostText(facts),
    ...(facts.skipped > 0 ? [t('skipped: {0}', facts.skipped)] : []),
    clockText(facts),
    ...(share === null ? [] : [t('recording cost {0} %', percent(share))]),
  ];
  return parts.join(' · ');
}

/** The same with its parts, a line each. */
export function honestyParts(tables: TimelineTables): readonly string[] {
  const { facts } = tables;
  const { recordsNs, drainNs, samplerNs, shareOfWall: share } = costOf(tables);
  const count = facts.records.toLocaleString('en');
  return [
    ...(facts.mode === 'light' ? [t('light recording: no timers, no I/O, no causes of waits')] : []),
    facts.dropped === 0
      ? t('no record was lost')
      : t('{0} records were lost: the hatched gaps show where', facts.dropped.toLocaleString('en')),
    ...(facts.skipped > 0 ? [t('skipped, because they could not be read: {0}', facts.skipped)] : []),
    facts.clockErrorNs === null
      ? t('how well the clocks of the threads agree was not measured')
      : t('times of different threads agree within {0}', formatDuration(Math.max(facts.clockErrorNs, 1))),
    recordsNs === null || facts.records === 0
      ? t('{0} records', count)
      : t(
          '{0} records of {1} each: {2} of the program’s own time',
          count,
          formatDuration(recordsNs / facts.records),
          formatDuration(recordsNs),
        ),
    ...(drainNs === null ? [] : [t('recorder’s own thread: {0} of CPU', formatDuration(drainNs))]),
    ...(facts.lateLooks > 0
      ? [
          t(
            'looks at the cores that came late, so that slices before them may be misplaced: {0}',
            facts.lateLooks,
          ),
        ]
      : []),
    ...(samplerNs === null ? [] : [t('looking after the cores: {0} of CPU', formatDuration(samplerNs))]),
    ...(share === null ? [] : [t('together {0} % of the time that the run took', percent(share))]),
  ];
}

function lostText({ dropped, records }: RecordingFacts): string {
  if (dropped === 0) return t('lost: none');
  return t('lost: {0} of {1} records', dropped.toLocaleString('en'), records.toLocaleString('en'));
}

function clockText({ clockErrorNs }: RecordingFacts): string {
  if (clockErrorNs === null) return t('clock: not measured');
  return t('clock ±{0}', formatDuration(Math.max(clockErrorNs, 1)));
}

function percent(share: number): string {
  const value = share * 100;
  if (value < 0.1) return '<0.1';
  return value < 10 ? value.toFixed(1) : threeDigits(Math.round(value));
}
