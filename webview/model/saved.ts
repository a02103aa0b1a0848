import type { Ns } from '../../src/shared/timeline.ts';
import { allLanes, type SavedLanes } from './laneView.ts';
import type { PaneName } from './paneState.ts';
import type { Selection } from './selection.ts';
import { firstOrder, type TotalsOrder } from './totalsState.ts';
import type { TimeWindow } from './view.ts';

/** What the page remembers while it is hidden or rebuilt. */
export interface Saved {
  readonly version: 1;
  /** Of which recording (`RecordingFacts.startedAt`) the window, the selection and the scrolling are. */
  readonly startedAt: string;
  readonly window: TimeWindow | null;
  readonly follow: boolean;
  readonly selection: Selection | null;
  /** The bar that was asked about. */
  readonly asked: Selection | null;
  readonly scrollPx: number;
  readonly folds: readonly (readonly [string, boolean])[];
  readonly namesPx: number;
  readonly pane: PaneName | null;
  readonly panePx: number;
  /** The time cursor. */
  readonly replayNs: Ns | null;
  readonly replaySpeed: number | null;
  readonly lanes: SavedLanes;
  readonly totals: TotalsOrder;
}

export const nothingSaved: Saved = {
  version: 1,
  startedAt: '',
  window: null,
  follow: true,
  selection: null,
  asked: null,
  scrollPx: 0,
  folds: [],
  namesPx: 210,
  pane: null,
  panePx: 190,
  replayNs: null,
  replaySpeed: null,
  lanes: allLanes,
  totals: firstOrder,
};

/** What an earlier page has saved, or the defaults when it is none of ours. */
export function readSaved(value: unknown): Saved {
  if (typeof value !== 'object' || value === null) return nothingSaved;
  return (value as Partial<Saved>).version === 1 ? { ...nothingSaved, ...value } : nothingSaved;
}
