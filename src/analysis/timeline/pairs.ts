import { addBytes, type Bytes, bytesOf, GrowingList } from './growable.ts';

/**
 * Pairs of 32-bit integers by number, each pair once. For pairs that repeat: one that does not takes about 20 bytes here.
 */
export class Pairs {
  readonly #first = new GrowingList(Int32Array);
  readonly #second = new GrowingList(Int32Array);
  /** Numbers of pairs, counted from 1, at or behind the place that their hash gives; 0: free. At most half are taken. */
  #slots = new Int32Array(128);

  /** The number of a pair, which is new if the pair is. */
  id(first: number, second: number): number {
    const slots = this.#slots;
    let slot = slotOf(first, second, slots.length);
    for (let id = slots[slot]! - 1; id >= 0; id = slots[slot]! - 1) {
      if (this.first(id) === first && this.second(id) === second) return id;
      slot = (slot + 1) & (slots.length - 1);
    }
    return this.#add(slot, first, second);
  }

  first(id: number): number {
    return this.#first.values[id]!;
  }

  second(id: number): number {
    return this.#second.values[id]!;
  }

  bytes(): Bytes {
    const { byteLength } = this.#slots;
    const pairs = bytesOf([this.#first.values, this.#second.values], this.#first.length);
    return addBytes([pairs, { used: byteLength, reserved: byteLength }]);
  }

  #add(slot: number, first: number, second: number): number {
    const id = this.#first.length;
    this.#slots[slot] = id + 1;
    this.#first.push(first);
    this.#second.push(second);
    if (this.#first.length * 2 > this.#slots.length) this.#spread();
    return id;
  }

  /** Makes twice as many slots. */
  #spread(): void {
    const slots = new Int32Array(this.#slots.length * 2);
    for (let id = 0; id < this.#first.length; id++) {
      let slot = slotOf(this.first(id), this.second(id), slots.length);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = id + 1;
    }
    this.#slots = slots;
  }
}

/** `slots` is a power of two. The high bits of the products depend on all bits of both numbers. */
function slotOf(first: number, second: number, slots: number): number {
  const hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & (slots - 1);
}
