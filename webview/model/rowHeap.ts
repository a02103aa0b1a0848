/** The numbers of rows that are free; the lowest comes out first. A binary heap. */
export class RowHeap {
  private readonly items: number[] = [];

  push(row: number): void {
    const { items } = this;
    let at = items.length;
    items.push(row);
    while (at > 0) {
      const parent = (at - 1) >>> 1;
      if (items[parent]! <= row) break;
      items[at] = items[parent]!;
      at = parent;
    }
    items[at] = row;
  }

  /** Takes the lowest out; undefined when there is none. */
  pop(): number | undefined {
    const { items } = this;
    const lowest = items[0];
    const last = items.pop();
    if (last === undefined || items.length === 0) return lowest;
    this.sink(last);
    return lowest;
  }

  private sink(row: number): void {
    const { items } = this;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1]! < items[child]!) child++;
      if (items[child]! >= row) break;
      items[at] = items[child]!;
      at = child;
    }
    items[at] = row;
  }
}
