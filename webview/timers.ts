/** Things to do a little later, each at most once at a time. */
export class Timers {
  private readonly asked = new Map<string, ReturnType<typeof setTimeout>>();

  /** Runs something in `ms`; asked for again before then, it still runs once. */
  later(name: string, ms: number, run: () => void): void {
    if (!this.asked.has(name)) this.start(name, ms, run);
  }

  /** Runs something when it has not been asked for again for `ms`. */
  whenQuiet(name: string, ms: number, run: () => void): void {
    clearTimeout(this.asked.get(name));
    this.start(name, ms, run);
  }

  private start(name: string, ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.asked.delete(name);
      run();
    }, ms);
    this.asked.set(name, timer);
  }
}
