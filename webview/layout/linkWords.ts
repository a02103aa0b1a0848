import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { LinkKindName, TaskId, ThreadId } from '../../src/shared/timeline.ts';
import { linkKindNames, NONE } from '../../src/shared/timeline.ts';
import { displayText } from '../model/display.ts';
import type { LinkIndex } from '../model/links.ts';
import { threadLabel } from '../model/tree.ts';
import { t } from '../texts.ts';
import { formatBytes } from './bytes.ts';
import { formatDuration, formatMoment } from './time.ts';
import type { SpanWords } from './words.ts';

/** What can be said about an arrow: what it stands for, from where to where, what it carried, and whether that is deduced. */
export function linkWords(link: number, tables: TimelineTables, links: LinkIndex): SpanWords {
  const { kind, exact, fromThread, fromTask, fromNs, toThread, toTask, toNs } = tables.links.columns;
  const name = linkKindNames[kind[link]!]!;
  const end = (thread: ThreadId, task: TaskId) => endName(thread, name === 'message' ? NONE : task, tables);
  const from = end(fromThread[link]!, fromTask[link]!);
  const to = end(toThread[link]!, toTask[link]!);
  const tookNs = toNs[link]! - fromNs[link]!;
  return {
    title: `${kindWord(name)} · ${from} → ${to}`,
    totals: '',
    sentence: [
      carried(links.messageOf(link), tables),
      tookNs > 0 ? t('there after {0}', formatDuration(tookNs)) : '',
      t('from {0} on', formatMoment(fromNs[link]!, Math.max(tookNs, 1e6))),
      exact[link] === 1 ? '' : t('deduced, not seen'),
    ]
      .filter((part) => part !== '')
      .join(' · '),
    site: null,
  };
}

function kindWord(kind: LinkKindName): string {
  switch (kind) {
    case 'spawn':
      return t('start');
    case 'resolve':
      return t('promise settled');
    case 'message':
      return t('message');
    case 'notify':
      return t('Atomics.notify');
    case 'join':
      return t('end of a thread');
    case 'exit':
      return t('end of a process');
  }
}

function endName(thread: ThreadId, task: TaskId, tables: TimelineTables): string {
  const name = task === NONE ? undefined : tables.strings[tables.tasks.columns.name[task]!];
  const row = tables.threads[thread];
  return name ? displayText(name, 60) : row ? threadLabel(row) : '?';
}

/** `at least 1.2 MB copied, 4 MB transferred in 3.1 ms`; `message` is a row of `messages` or NONE. */
function carried(message: number, { messages }: TimelineTables): string {
  if (message === NONE) return '';
  const { copiedBytes, transferredBytes, isLowerBound, sendNs } = messages.columns;
  const [copied, transferred] = [copiedBytes[message]!, transferredBytes[message]!];
  const what = [
    copied > 0 && isLowerBound[message] === 1 ? t('at least {0} copied', formatBytes(copied)) : '',
    copied > 0 && isLowerBound[message] !== 1 ? t('{0} copied', formatBytes(copied)) : '',
    transferred > 0 ? t('{0} transferred', formatBytes(transferred)) : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
  const duration = formatDuration(sendNs[message]!);
  if (sendNs[message] === 0) return what;
  return what === '' ? t('handed over in {0}', duration) : t('{0} in {1}', what, duration);
}
