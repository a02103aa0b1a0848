import type { LossRow, MarkRow, ProcessRow } from '../../src/shared/timeline.ts';

/** What can be pointed at besides bars. */
export type Sign =
  | { readonly kind: 'mark'; readonly mark: MarkRow }
  /** A gap in which records were lost. */
  | { readonly kind: 'loss'; readonly loss: LossRow }
  /** An arrow, by the row of its link. */
  | { readonly kind: 'link'; readonly link: number }
  /** The life of a process of which nothing else is known. */
  | { readonly kind: 'life'; readonly process: ProcessRow };
