import { Recording, type TimelineTables, timelineJsonChunks } from '../../src/analysis/index.ts';
import { linkKindNames, NONE, outcomeNames, stateNames } from '../../src/shared/timeline.ts';

const MS = 1e6;

/** Pseudo-random numbers from 0 to below 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** All that a recording says, as one text: two recordings are the same when their texts are. */
export function wholeText(recording: Recording): string {
  const { tables, problems } = recording;
  return [...timelineJsonChunks(tables), JSON.stringify([tables.facts, tables.nowNs, problems])].join('');
}

/** Reads pieces of one file, to the end. */
export function readPieces(pieces: Iterable<Uint8Array>): Recording {
  const recording = new Recording();
  for (const piece of pieces) recording.push('all.cvrec', piece);
  recording.finish();
  return recording;
}

export function taskName(tables: TimelineTables, task: number): string {
  return task === NONE ? '-' : (tables.strings[tables.tasks.columns.name[task]!] ?? '?');
}

const place = (tables: TimelineTables, thread: number, task: number): string =>
  task === NONE ? (tables.threads[thread]?.name ?? '?') : taskName(tables, task);

/** Every link as `kind from@ms → to@ms`; a `~` marks those that are not exact. */
export function linkTexts(tables: TimelineTables): readonly string[] {
  const { columns, length } = tables.links;
  return Array.from({ length }, (_, i) => {
    const from = `${place(tables, columns.fromThread[i]!, columns.fromTask[i]!)}@${columns.fromNs[i]! / MS}`;
    const to = `${place(tables, columns.toThread[i]!, columns.toTask[i]!)}@${columns.toNs[i]! / MS}`;
    return `${linkKindNames[columns.kind[i]!]} ${from} → ${to}${columns.exact[i] === 1 ? '' : ' ~'}`;
  });
}

/** The spans of a task as `state from–to reason file:line`; a part that there is not is left out. */
export function spanTexts(tables: TimelineTables, name: string): readonly string[] {
  const { spans } = tables;
  const rows = Array.from({ length: spans.length }, (_, i) => i).filter(
    (i) => place(tables, spans.threadAt(i), spans.taskAt(i)) === name,
  );
  return rows.map((i) => {
    const reason = tables.strings[spans.reasonAt(i)];
    const site = tables.sites[spans.siteAt(i)];
    const times = `${spans.startAt(i) / MS}–${spans.endAt(i) / MS}`;
    const where = site && `${site.file}:${site.line}`;
    return [stateNames[spans.stateAt(i)], times, reason, where].filter((part) => part).join(' ');
  });
}

/** Every task as `name outcome start–end`. */
export function taskTexts(tables: TimelineTables): readonly string[] {
  const { columns, length } = tables.tasks;
  return Array.from({ length }, (_, i) => {
    const endNs = columns.endNs[i]!;
    const end = Number.isNaN(endNs) ? '' : endNs / MS;
    return `${taskName(tables, i)} ${outcomeNames[columns.outcome[i]!]} ${columns.startNs[i]! / MS}–${end}`;
  });
}
