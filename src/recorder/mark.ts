/**
 * Invisible marks on promises: what is known of a promise, and what the reaction that settles it reacts to.
 *
 * A private field is put on any object by a constructor whose base returns that object. Unlike a symbol property it is
 * not seen by `console.log`, `Object.getOwnPropertySymbols` or a proxy, and it costs a tenth of a WeakMap. There is one class,
 * for both marks: two made by one function would share what the engine learns of them, and cost three times as much.
 */
import type { Awaited } from './awaited.ts';

export class ReturnsItsArgument {
  constructor(target: object) {
    // biome-ignore lint/correctness/noConstructorReturn: this is what puts the fields on `target`
    return target;
  }
}

class Mark extends ReturnsItsArgument {
  #known: Awaited | null;
  #source: Awaited | null;

  constructor(target: object, known: Awaited | null, source: Awaited | null) {
    super(target);
    this.#known = known;
    this.#source = source;
  }

  static known(target: object): Awaited | null {
    return #known in target ? target.#known : null;
  }

  static setKnown(target: object, value: Awaited): void {
    if (#known in target) target.#known = value;
    else new Mark(target, value, null);
  }

  static source(target: object): Awaited | null {
    return #source in target ? target.#source : null;
  }

  static setSource(target: object, value: Awaited): void {
    if (#source in target) target.#source = value;
    else new Mark(target, null, value);
  }
}

/** What is known of a promise; null: nothing. */
export const knownOf = Mark.known;
export const setKnown = Mark.setKnown;
/** What the reaction that settles a promise reacts to; null: not known, or there is none. */
export const sourceOf = Mark.source;
export const setSource = Mark.setSource;
