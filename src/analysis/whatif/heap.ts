/** Items by a number, smallest first; equal ones in the order in which they came. */
export class Heap {
  readonly #keys: number[] = [];
  readonly #orders: number[] = [];
  readonly #items: number[] = [];
  #count = 0;

  get size(): number {
    return this.#items.length;
  }

  /** The smallest number; Infinity when there is nothing. */
  get firstKey(): number {
    return this.#keys[0] ?? Number.POSITIVE_INFINITY;
  }

  /** The item with the smallest number. */
  get first(): number | undefined {
    return this.#items[0];
  }

  /** `order` counts among equal numbers; without it, the order in which they come. */
  add(key: number, item: number, order: number = this.#count++): void {
    let at = this.#items.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#isLess(key, order, above)) break;
      this.#move(above, at);
      at = above;
    }
    this.#set(at, key, order, item);
  }

  take(): number | undefined {
    const first = this.#items[0];
    const [key, order, item] = [this.#keys.pop(), this.#orders.pop(), this.#items.pop()];
    if (item === undefined || this.#items.length === 0) return first;
    this.#sink(key!, order!, item);
    return first;
  }

  #sink(key: number, order: number, item: number): void {
    const { length } = this.#items;
    let at = 0;
    for (let below = 1; below < length; below = at * 2 + 1) {
      const right = below + 1;
      const child =
        right < length && this.#isLess(this.#keys[right]!, this.#orders[right]!, below) ? right : below;
      if (this.#isLess(key, order, child)) break;
      this.#move(child, at);
      at = child;
    }
    this.#set(at, key, order, item);
  }

  #isLess(key: number, order: number, than: number): boolean {
    return key < this.#keys[than]! || (key === this.#keys[than] && order < this.#orders[than]!);
  }

  #move(from: number, to: number): void {
    this.#set(to, this.#keys[from]!, this.#orders[from]!, this.#items[from]!);
  }

  #set(at: number, key: number, order: number, item: number): void {
    this.#keys[at] = key;
    this.#orders[at] = order;
    this.#items[at] = item;
  }
}

/** First in, first out; the first place can also be given back. */
export class Queue {
  #items: number[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  add(item: number): void {
    this.#items.push(item);
  }

  /** Puts an item before all others. */
  addFirst(item: number): void {
    if (this.#head > 0) this.#items[--this.#head] = item;
    else this.#items.unshift(item);
  }

  take(): number | undefined {
    const item = this.#items[this.#head];
    if (item === undefined) return undefined;
    this.#head++;
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** Takes all items out. */
  clear(): readonly number[] {
    const items = this.#items.slice(this.#head);
    this.#items = [];
    this.#head = 0;
    return items;
  }
}
