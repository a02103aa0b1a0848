import type { LossRow, MarkRow, Ns, ProcessRow } from '../../src/shared/timeline.ts';
import type { MarkLook } from './lanes.ts';

/** Marks that lie so close to one another that they are drawn as one. */
export interface Pile {
  readonly look: MarkLook;
  readonly count: number;
  readonly startNs: Ns;
  readonly endNs: Ns;
  /** How long they are, added up. */
  readonly lengthNs: Ns;
  /** The longest; of those without a length the first. */
  readonly longest: MarkRow;
}

/** What can be pointed at besides bars. */
export type Sign =
  | { readonly kind: 'mark'; readonly mark: MarkRow }
  | { readonly kind: 'pile'; readonly pile: Pile }
  /** A gap in which records were lost. */
  | { readonly kind: 'loss'; readonly loss: LossRow }
  /** An arrow, by the row of its link. */
  | { readonly kind: 'link'; readonly link: number }
  /** The life of a process of which nothing else is known. */
  | { readonly kind: 'life'; readonly process: ProcessRow };
