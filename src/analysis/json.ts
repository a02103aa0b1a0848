import { linkKindNames, outcomeNames, type SiteRow, stateNames, taskKindNames } from '../shared/timeline.ts';
import type { TimelineJson } from '../shared/timelineJson.ts';
import type { TimelineTables } from './tables.ts';

/** Rows per chunk. */
const CHUNK_ROWS = 1000;

/** The tables as Timeline JSON, format 1 (documented in `src/README.md`). For large recordings use the chunks. */
export function toTimelineJson(tables: TimelineTables): TimelineJson {
  return JSON.parse([...timelineJsonChunks(tables)].join('')) as TimelineJson;
}

/** The same as text, in pieces of a moderate size, so that a large recording is never one string. */
export function* timelineJsonChunks(tables: TimelineTables): Generator<string> {
  const { facts, processes, threads, tasks, spans, links, cores, marks, counters, losses } = tables;
  const write = new Writer(tables);
  yield `{"format":1,"clockErrorNs":${facts.clockErrorNs},"startedAt":${JSON.stringify(facts.startedAt)},`;
  yield `"mode":"${facts.mode}","coreCount":${facts.cores},"coreRecording":${JSON.stringify(facts.coreRecording)}`;
  yield* rows('processes', processes.length, (i) => JSON.stringify(processes[i]));
  yield* rows('threads', threads.length, (i) => JSON.stringify({ ...threads[i], startedBy: undefined }));
  yield* rows('tasks', tasks.length, (i) => write.task(i));
  yield* rows('spans', spans.length, (i) => write.span(i));
  yield* rows('links', links.length, (i) => write.link(i));
  yield* rows('cores', cores.length, (i) => write.core(i));
  yield* rows('marks', marks.length, (i) => write.mark(i));
  yield* rows('counters', counters.length, (i) => write.counter(i));
  yield* rows('losses', losses.length, (i) => JSON.stringify(losses[i]));
  yield '\n}\n';
}

/** One table, a row a line. */
function* rows(name: string, count: number, row: (i: number) => string): Generator<string> {
  yield `,\n"${name}":[`;
  for (let from = 0; from < count; from += CHUNK_ROWS) {
    const length = Math.min(CHUNK_ROWS, count - from);
    const lines = Array.from({ length }, (_, i) => row(from + i));
    yield `${from === 0 ? '\n' : ',\n'}${lines.join(',\n')}`;
  }
  yield ']';
}

/** Writes rows of columns. Texts and sites repeat, so that each is made into JSON once. */
class Writer {
  readonly #tables: TimelineTables;
  readonly #texts: string[] = [];
  readonly #sites: string[] = [];
  /** Rows of `messages` by their link. */
  readonly #messages: ReadonlyMap<number, number>;

  constructor(tables: TimelineTables) {
    this.#tables = tables;
    const { columns, length } = tables.messages;
    this.#messages = new Map(Array.from({ length }, (_, i) => [columns.link[i]!, i]));
  }

  task(i: number): string {
    const { columns } = this.#tables.tasks;
    const endNs = columns.endNs[i]!;
    return (
      `{"id":${i},"thread":${columns.thread[i]},"kind":"${taskKindNames[columns.kind[i]!]}",` +
      `"name":${this.#text(columns.name[i]!)},"site":${this.#site(columns.site[i]!)},` +
      `"parent":${idOrNull(columns.parent[i]!)},"startNs":${columns.startNs[i]},` +
      `"endNs":${Number.isNaN(endNs) ? null : endNs},"outcome":"${outcomeNames[columns.outcome[i]!]}"}`
    );
  }

  span(i: number): string {
    const { spans } = this.#tables;
    return (
      `{"thread":${spans.threadAt(i)},"task":${idOrNull(spans.taskAt(i))},` +
      `"state":"${stateNames[spans.stateAt(i)]}","startNs":${spans.startAt(i)},"endNs":${spans.endAt(i)},` +
      `"reason":${this.#text(spans.reasonAt(i))},"site":${this.#site(spans.siteAt(i))}}`
    );
  }

  link(i: number): string {
    const { columns } = this.#tables.links;
    const from = point(columns.fromThread[i]!, columns.fromTask[i]!, columns.fromNs[i]!);
    const to = point(columns.toThread[i]!, columns.toTask[i]!, columns.toNs[i]!);
    const what = `"kind":"${linkKindNames[columns.kind[i]!]}","exact":${columns.exact[i] === 1}`;
    return `{${what},"from":${from},"to":${to}${this.#message(i)}}`;
  }

  core(i: number): string {
    const { columns } = this.#tables.cores;
    const { thread, process, tid, name } = this.#tables.osThreads[columns.osThread[i]!]!;
    return (
      `{"core":${idOrNull(columns.core[i]!)},"thread":${idOrNull(thread)},"process":${idOrNull(process)},` +
      `"osTid":${tid},"name":${JSON.stringify(name)},"startNs":${columns.startNs[i]},"endNs":${columns.endNs[i]}}`
    );
  }

  counter(i: number): string {
    const { process, thread, ...counter } = this.#tables.counters[i]!;
    return JSON.stringify({ ...counter, process: idOrNull(process), thread: idOrNull(thread) });
  }

  mark(i: number): string {
    const { task, site, ...mark } = this.#tables.marks[i]!;
    const siteRow: SiteRow | null = this.#tables.sites[site] ?? null;
    return JSON.stringify({ ...mark, task: task < 0 ? null : task, site: siteRow });
  }

  #message(link: number): string {
    const i = this.#messages.get(link);
    if (i === undefined) return '';
    const { copiedBytes, transferredBytes, isLowerBound, sendNs } = this.#tables.messages.columns;
    return (
      `,"message":{"copiedBytes":${copiedBytes[i]},"transferredBytes":${transferredBytes[i]},` +
      `"isLowerBound":${isLowerBound[i] === 1},"sendNs":${sendNs[i]}}`
    );
  }

  #text(id: number): string {
    if (id < 0) return 'null';
    this.#texts[id] ??= JSON.stringify(this.#tables.strings[id]);
    return this.#texts[id];
  }

  #site(id: number): string {
    if (id < 0) return 'null';
    this.#sites[id] ??= JSON.stringify(this.#tables.sites[id]);
    return this.#sites[id];
  }
}

const idOrNull = (id: number): number | null => (id < 0 ? null : id);
const point = (thread: number, task: number, ns: number): string =>
  `{"thread":${thread},"task":${idOrNull(task)},"ns":${ns}}`;
