import { NONE, type Ns } from '../../shared/timeline.ts';
import type { HeldSpan } from './selfTimes.ts';
import { Sum } from './sum.ts';

/** The sums of all threads, functions and lines, by their numbers. */
export class Sums {
  readonly threads: Sum[] = [];
  readonly functions: Sum[] = [];
  readonly lines: Sum[] = [];
  /** By line: the functions that were there. */
  readonly functionsOfLines: Set<number>[] = [];

  thread(index: number): Sum {
    this.threads[index] ??= new Sum();
    return this.threads[index];
  }

  fn(index: number): Sum {
    this.functions[index] ??= new Sum();
    return this.functions[index];
  }

  /** The sum of a line at which the function `fn` is. */
  line(index: number, fn: number): Sum {
    this.functionsOfLines[index] ??= new Set();
    this.functionsOfLines[index].add(fn);
    this.lines[index] ??= new Sum();
    return this.lines[index];
  }

  readonly take = ({ fn, line, state }: HeldSpan, ns: Ns): void => {
    this.functions[fn]!.ns[state]! -= ns;
    if (line !== NONE) this.lines[line]!.ns[state]! -= ns;
  };

  copy(): Sums {
    const copy = new Sums();
    for (const name of ['threads', 'functions', 'lines'] as const) {
      for (const [i, sum] of this[name].entries()) if (sum) copy[name][i] = sum.copy();
    }
    for (const [i, functions] of this.functionsOfLines.entries()) {
      if (functions) copy.functionsOfLines[i] = new Set(functions);
    }
    return copy;
  }
}
