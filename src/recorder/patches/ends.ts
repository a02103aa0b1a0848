/** Which end of a conversation a port is: an invisible mark (see `mark.ts` for how it is put on an object that is not ours). */
import { ReturnsItsArgument } from '../mark.ts';
import type { End } from './messages.ts';

class Mark extends ReturnsItsArgument {
  #end: End | null;

  constructor(target: object, end: End | null) {
    super(target);
    this.#end = end;
  }

  static get(target: unknown): End | null {
    return typeof target === 'object' && target !== null && #end in target ? target.#end : null;
  }

  static set(target: object, end: End | null): void {
    if (#end in target) target.#end = end;
    else new Mark(target, end);
  }
}

/** The end that a port (or a broadcast channel) is; null: of none that is recorded, or none any more in this thread. */
export const endOf = Mark.get;
export const setEnd = Mark.set;
