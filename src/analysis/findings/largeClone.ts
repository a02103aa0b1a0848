import { NONE, type Ns, type SiteId } from '../../shared/timeline.ts';
import { formatNs } from '../summary.ts';
import { placeOf, type RunIndex } from './runIndex.ts';
import { type Evidence, type Finding, MOST_EVIDENCE, sentence } from './types.ts';
import { phrases } from './words.ts';

const MB = 1e6;
/** A copy of a megabyte takes a good part of a millisecond on either side; less is not worth sharing memory for. */
const LEAST_BYTES = MB;
const LEAST_SEND_NS = 1e6;

interface Clones {
  readonly name: string;
  bytes: number;
  sendNs: Ns;
  readonly evidence: Evidence[];
}

/** Messages that copied so much that their sender was busy with it. The site is that of the sending task: no message has its own. */
export function largeClone(run: RunIndex): readonly Finding[] {
  const bySite = new Map<SiteId, Clones>();
  const { columns, length } = run.tables.messages;
  for (let row = 0; row < length; row++) {
    if (columns.copiedBytes[row]! >= LEAST_BYTES) add(run, bySite, row);
  }
  return [...bySite]
    .filter(([, { sendNs }]) => sendNs >= LEAST_SEND_NS)
    .map(([site, { name, bytes, sendNs, evidence }]) => ({
      kind: 'largeClone',
      sentence: sentence(
        phrases.largeClone,
        name,
        Number((bytes / MB).toPrecision(3)),
        placeOf(run.siteRow(site)),
        formatNs(sendNs),
      ),
      number: { unit: 'ns', value: sendNs },
      site: run.siteRow(site),
      advice: sentence(phrases.largeCloneAdvice),
      evidence,
      sizeNs: sendNs,
    }));
}

function add(run: RunIndex, bySite: Map<SiteId, Clones>, row: number): void {
  const { link, copiedBytes, sendNs } = run.tables.messages.columns;
  const { fromThread, fromTask, fromNs } = run.tables.links.columns;
  const [at, task] = [link[row]!, fromTask[link[row]!]!];
  const site = task === NONE ? NONE : run.tables.tasks.columns.site[task]!;
  if (run.ownSite(site) === null) return;
  const name = run.nameOf(task);
  const clones = bySite.get(site) ?? { name, bytes: 0, sendNs: 0, evidence: [] };
  clones.bytes += copiedBytes[row]!;
  clones.sendNs += sendNs[row]!;
  const startNs = fromNs[at]!;
  const endNs = startNs + sendNs[row]!;
  if (clones.evidence.length < MOST_EVIDENCE)
    clones.evidence.push({ thread: fromThread[at]!, task, startNs, endNs });
  bySite.set(site, clones);
}
