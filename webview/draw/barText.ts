import { NONE, State } from '../../src/shared/timeline.ts';
import type { Pieces } from '../layout/pieces.ts';
import type { Scene } from '../layout/scene.ts';
import { displayText } from '../model/display.ts';
import type { Track } from '../model/track.ts';
import type { Lane } from '../model/tree.ts';
import { t } from '../texts.ts';
import type { BarText } from './bars.ts';

/** What stands in the bars of a track: the name where it runs, the reason where it waits or is held. */
export function barText({ tables }: Scene, lane: Lane, track: Track, pieces: Pieces): BarText {
  const { strings } = tables;
  return (bar) => {
    const index = pieces.barIndex[bar]!;
    const open = index === track.spans.length ? track.open : null;
    const id = open ? NONE : track.spans.at(index);
    const task = open ? open.task : tables.spans.taskAt(id);
    const reason = open ? open.reason : tables.spans.reasonAt(id);
    if (pieces.barState[bar] === State.running) return task === NONE ? '' : nameOf(tables, task, lane);
    return reason === NONE ? '' : displayText(t(strings[reason] ?? ''), 80);
  };
}

function nameOf(tables: Scene['tables'], task: number, lane: Lane): string {
  const name = tables.strings[tables.tasks.columns.name[task]!] ?? '';
  return displayText(name || lane.label, 80);
}
