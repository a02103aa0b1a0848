import type { TimelineTables } from '../../src/analysis/index.ts';
import { type WhyAnswer, Whys } from '../../src/analysis/why.ts';
import { NONE, stateNames } from '../../src/shared/timeline.ts';
import { taskName } from './support.ts';

/** Which bar is asked about: the `nth` (from 0) of a task, or (`name` of a thread) of a thread, that is in this state. */
export interface Asked {
  readonly name: string;
  readonly state: (typeof stateNames)[number];
  readonly nth?: number;
}

/** Asks why a bar was as long as it was. */
export function ask(tables: TimelineTables, { name, state, nth = 0 }: Asked): WhyAnswer {
  const { spans } = tables;
  const found = Array.from({ length: spans.length }, (_, row) => row).filter(
    (row) =>
      nameOf(tables, spans.threadAt(row), spans.taskAt(row)) === name &&
      stateNames[spans.stateAt(row)] === state,
  );
  const row = found.at(nth);
  if (row === undefined) throw new Error(`${name} was never ${state}`);
  const whys = new Whys(tables);
  return whys.ask(whys.spanAt(spans.threadAt(row), spans.taskAt(row), spans.startAt(row))!);
}

/** An answer as lines: `name state :line reason`, the next one behind `← link` (`~`: deduced), in the end how it ends. */
export function whyLines(tables: TimelineTables, { steps, end }: WhyAnswer): readonly string[] {
  const lines = steps.map(({ span, via }) => {
    const site = tables.sites[span.site];
    const link = via ? `← ${via.kind}${via.exact ? '' : '~'}` : '';
    const reason = tables.strings[span.reason] ?? '';
    const words = [
      link,
      nameOf(tables, span.thread, span.task),
      stateNames[span.state],
      site && `:${site.line}`,
      reason,
    ];
    return words.filter((word) => word).join(' ');
  });
  return [...lines, `= ${end}`];
}

/** What held the thread, as `name ms` (whole ones). */
export const busyTexts = (tables: TimelineTables, { busy }: WhyAnswer): readonly string[] =>
  busy.map(({ row, ns }) => `${taskName(tables, tables.spans.taskAt(row))} ${Math.round(ns / 1e6)}`);

const nameOf = (tables: TimelineTables, thread: number, task: number): string =>
  task === NONE ? (tables.threads[thread]?.name ?? '?') : taskName(tables, task);
