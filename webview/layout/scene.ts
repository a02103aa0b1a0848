import type { TimelineTables } from '../../src/analysis/tables.ts';
import type { OsThreadId, SiteId } from '../../src/shared/timeline.ts';
import { CoreTrack } from '../model/cores.ts';
import type { Lanes } from '../model/lanes.ts';
import type { LinkIndex } from '../model/links.ts';
import type { Sign } from '../model/sign.ts';
import type { SpanAt, SpanTable, Track } from '../model/track.ts';
import type { TimeWindow } from '../model/view.ts';
import type { WhyChain } from '../model/whyState.ts';
import type { Frame } from './pieces.ts';
import type { Rows } from './rows.ts';
import type { TimeTicks } from './time.ts';

/** All that is drawn in one frame. Drawers read it and nothing else. */
export interface Scene {
  readonly tables: TimelineTables;
  readonly lanes: Lanes;
  readonly links: LinkIndex;
  readonly rows: Rows;
  /** The block of pinned lanes at the top, under which the others scroll: its height on screen, and how far it is scrolled itself. */
  readonly pins: { readonly heightPx: number; readonly scrollPx: number };
  /** Keys of the lanes that are pinned. */
  readonly pinnedKeys: ReadonlySet<string>;
  /** Which of the two is drawn. */
  readonly part: 'pins' | 'lanes';
  readonly frame: Frame;
  readonly ticks: TimeTicks;
  /** Pixels from the top of the first row to the top of the canvas. */
  readonly scrollPx: number;
  readonly heightPx: number;
  readonly selected: SpanAt | null;
  /** Thread of the selected bar on a core, or of the thread's own bar: all that it did on the cores stands out. NONE: there is none. */
  readonly chosen: OsThreadId;
  readonly hovered: SpanAt | null;
  /** A sign that is under the pointer, and one that was chosen. */
  readonly hoveredSign: Sign | null;
  readonly selectedSign: Sign | null;
  /** Number of the row that the keyboard is on, or NONE. */
  readonly current: number;
  /** Stretch that was chosen on the axis. */
  readonly range: TimeWindow | null;
  /** Sites on the line of the editor's cursor. */
  readonly cursorSites: ReadonlySet<SiteId>;
  /** Links to draw as arrows. */
  readonly arrows: readonly number[];
  /** From the bar that was asked about back to what made it so long, while that view is open; null: nothing was asked. */
  readonly chain: WhyChain | null;
  readonly running: boolean;
}

/** The pinned lanes of a frame, as a scene of their own: its canvas is their block. */
export const pinsOf = (scene: Scene): Scene => ({
  ...scene,
  part: 'pins',
  scrollPx: scene.pins.scrollPx,
  heightPx: scene.pins.heightPx,
  arrows: [],
});

/** Numbers of the rows that are on the canvas: `[first, last)`. */
export function visibleRows({ rows, scrollPx, heightPx, pins, part }: Scene): readonly [number, number] {
  const isPins = part === 'pins';
  const topPx = scrollPx + (isPins ? 0 : pins.heightPx);
  const first = Math.max(isPins ? 0 : rows.pins, Math.floor(topPx / rows.rowPx));
  const end = isPins ? rows.pins : rows.lanes.length;
  return [first, Math.min(end, Math.ceil((scrollPx + heightPx) / rows.rowPx))];
}

/** From pixels below the top of the canvas to pixels below the top of the first row. */
export const rowsPx = (yPx: number, { pins, scrollPx }: Scene): number =>
  yPx + (yPx < pins.heightPx ? pins.scrollPx : scrollPx);

/** The table that the spans of a track lie in. */
export const tableOf = (track: Track, { frame, lanes }: Scene): SpanTable =>
  track instanceof CoreTrack ? lanes.cores.slices : frame.spans;
