import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { CoreRecording } from '../../src/shared/frames.ts';
import type { Ns, OsThreadRow } from '../../src/shared/timeline.ts';
import { NONE } from '../../src/shared/timeline.ts';
import type { Cores } from '../model/cores.ts';
import { displayText } from '../model/display.ts';
import type { Lanes } from '../model/lanes.ts';
import type { SpanAt, Track } from '../model/track.ts';
import { processLabel, threadLabel } from '../model/tree.ts';
import { t } from '../texts.ts';
import { countWords } from './lifeWords.ts';
import { formatDuration, formatMoment } from './time.ts';
import type { SpanWords } from './words.ts';

/** What can be said about a slice: of a core, or of the time in which a thread had none. */
export function sliceWords(span: SpanAt, core: number, lanes: Lanes, tables: TimelineTables): SpanWords {
  const owner = lanes.cores.ownerOf(span);
  const duration = formatDuration(span.endNs - span.startNs);
  const did =
    core === NONE ? t('was ready to run for {0}, but had no core', duration) : t('ran {0}', duration);
  const from = t('from {0} on', formatMoment(span.startNs, Math.max(span.endNs - span.startNs, 1e6)));
  return {
    title: [ownerName(owner, tables), core === NONE ? t('no core') : t('core {0}', core)].join(' · '),
    totals: owner.thread === NONE ? '' : countWords(owner.process, owner.thread, lanes.counters),
    sentence: [did, from, kindOfOwner(owner, tables)].filter((part) => part !== '').join(' · '),
    site: null,
  };
}

/** Who had a core: a thread by its name, a main thread beside others by its program's, all else as the system calls it. */
export function ownerName({ thread, name, tid }: OsThreadRow, tables: TimelineTables): string {
  const row = tables.threads[thread];
  if (!row) return displayText(name) || t('thread {0}', tid);
  const process = tables.processes[row.process];
  const several = tables.threads.filter(({ kind }) => kind === 'main').length > 1;
  return row.kind === 'main' && several && process ? processLabel(process) : threadLabel(row);
}

function kindOfOwner({ thread, process }: OsThreadRow, tables: TimelineTables): string {
  if (thread !== NONE) return '';
  const isRecorded = tables.threads.some((row) => row.process === process);
  return isRecorded ? t('a helper of the runtime') : t('a process that is not recorded itself');
}

/** How the use of the cores is known, or why there is nothing to see; `running`: there may be more to come. */
export function coresNote(cores: Cores, { facts }: TimelineTables, running: boolean): string {
  if (!cores.isEmpty) return recordedHow(facts.coreRecording);
  switch (facts.coreRecording) {
    case 'off':
      return t('switched off in the settings');
    case 'unavailable':
      return t('not measured on this system');
    case null:
      return t('not measured');
    default:
      return running ? t('measuring…') : t('too short a run to be measured');
  }
}

function recordedHow(coreRecording: CoreRecording | null): string {
  if (coreRecording === 'exact') return t('exact, from the kernel');
  return coreRecording === 'sampled' ? t('sampled about every millisecond') : '';
}

/** How long a core was busy with the program, in ns. */
export function busyNs(tracks: readonly Track[], cores: Cores, nowNs: Ns): Ns {
  let sum = 0;
  for (const track of tracks)
    for (const ns of track.totals(0, Number.POSITIVE_INFINITY, cores.slices, nowNs)) sum += ns;
  return sum;
}

/** `busy 83 %`: of the time from the start of the first process to the end of the last. */
export function busyText(busy: Ns, tables: TimelineTables): string {
  let startNs = tables.nowNs;
  let endNs = 0;
  for (const process of tables.processes) {
    startNs = Math.min(startNs, process.startNs);
    endNs = Math.max(endNs, process.endNs ?? tables.nowNs);
  }
  const share = endNs > startNs ? Math.min(1, busy / (endNs - startNs)) : 0;
  return t('busy {0} %', share > 0 && share < 0.01 ? '<1' : Math.round(share * 100));
}
