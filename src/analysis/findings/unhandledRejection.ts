import type { MarkRow, SiteId } from '../../shared/timeline.ts';
import { phrases as names } from '../words.ts';
import { addTo } from './groups.ts';
import type { RunIndex } from './runIndex.ts';
import { type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';

/** With what the mark of such an error begins. */
const BEGINNING = names.unhandled.slice(0, names.unhandled.indexOf('{'));

/** A promise was rejected, and nobody had asked to be told. */
export function unhandledRejection(run: RunIndex): readonly Finding[] {
  const bySite = new Map<SiteId, MarkRow[]>();
  for (const mark of run.tables.marks) {
    if (mark.kind !== 'error' || !mark.text.startsWith(BEGINNING) || isHandled(run, mark)) continue;
    addTo(bySite, mark.site, mark);
  }
  return [...bySite].map(([site, marks]) => ({
    kind: 'unhandledRejection',
    sentence: sentence(phrases.unhandledRejection, marks[0]!.text.slice(BEGINNING.length)),
    number: { unit: 'count', value: marks.length },
    site: run.siteRow(site),
    advice: sentence(phrases.unhandledRejectionAdvice),
    evidence: marks
      .slice(0, MOST_EVIDENCE)
      .map(({ thread, task, ns }) => ({ thread, task, startNs: ns, endNs: ns })),
    sizeNs: run.lengthNs,
  }));
}

/** What a worker does not handle, the thread that started it may: then the process goes on, and ends as it should. */
function isHandled({ tables }: RunIndex, { thread }: MarkRow): boolean {
  const { kind, process } = tables.threads[thread]!;
  const outcome = tables.processes[process]?.outcome;
  return kind === 'worker' && outcome?.kind === 'exited' && outcome.code === 0;
}
