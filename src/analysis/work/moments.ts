import type { Ns } from '../../shared/timeline.ts';
import type { Pieces } from './pieces.ts';

/** Where pieces have to be cut: something else begins, or goes on, because a piece got as far as that. */
export class Moments {
  #piece = new Int32Array(1024);
  #ns = new Float64Array(1024);
  #length = 0;

  /** A moment within a piece, or at its end. Returns its number. */
  add(piece: number, ns: Ns): number {
    if (this.#length === this.#piece.length) this.#grow();
    this.#piece[this.#length] = piece;
    this.#ns[this.#length] = ns;
    return this.#length++;
  }

  /** Cuts the pieces. */
  cut(pieces: Pieces): CutPieces {
    const order = this.#byPiece(pieces.length);
    const nodes = new NodeRows(pieces.length + this.#length);
    const firstNode = new Int32Array(pieces.length);
    const nodeOf = new Int32Array(this.#length);
    let next = 0;
    for (let piece = 0; piece < pieces.length; piece++) {
      firstNode[piece] = nodes.length;
      let fromNs = pieces.startNs[piece]!;
      const endNs = pieces.endNs[piece]!;
      for (; next < order.length && this.#piece[order[next]!] === piece; next++) {
        const ns = this.#ns[order[next]!]!;
        nodeOf[order[next]!] = nodes.length;
        if (ns <= fromNs) nodeOf[order[next]!] = Math.max(nodes.length - 1, firstNode[piece]!);
        else if (ns < endNs) {
          nodes.add(piece, fromNs, ns);
          fromNs = ns;
        }
      }
      nodes.add(piece, fromNs, endNs);
    }
    return { ...nodes.finish(), firstNode, nodeOf };
  }

  /** The moments in the order of their pieces and times. */
  #byPiece(pieces: number): Int32Array {
    const first = new Int32Array(pieces + 1);
    for (let i = 0; i < this.#length; i++) first[this.#piece[i]! + 1]!++;
    for (let i = 0; i < pieces; i++) first[i + 1]! += first[i]!;
    const order = new Int32Array(this.#length);
    const free = first.slice();
    for (let i = 0; i < this.#length; i++) order[free[this.#piece[i]!]!++] = i;
    for (let i = 0; i < pieces; i++) {
      if (first[i + 1]! - first[i]! > 1) this.#order(order.subarray(first[i]!, first[i + 1]!));
    }
    return order;
  }

  #order(rows: Int32Array): void {
    const isOrdered = rows.every((row, i) => i === 0 || this.#ns[rows[i - 1]!]! <= this.#ns[row]!);
    if (!isOrdered) rows.sort((a, b) => this.#ns[a]! - this.#ns[b]!);
  }

  #grow(): void {
    const [piece, ns] = [this.#piece, this.#ns];
    this.#piece = new Int32Array(piece.length * 2);
    this.#ns = new Float64Array(ns.length * 2);
    this.#piece.set(piece);
    this.#ns.set(ns);
  }
}

/** The parts of the pieces, in their order. */
export interface CutPieces {
  readonly length: number;
  readonly piece: Int32Array;
  readonly startNs: Float64Array;
  readonly endNs: Float64Array;
  /** By piece: its first node. */
  readonly firstNode: Int32Array;
  /** By moment: the node that ends there. */
  readonly nodeOf: Int32Array;
}

class NodeRows {
  readonly #piece: Int32Array;
  readonly #startNs: Float64Array;
  readonly #endNs: Float64Array;
  length = 0;

  constructor(capacity: number) {
    this.#piece = new Int32Array(capacity);
    this.#startNs = new Float64Array(capacity);
    this.#endNs = new Float64Array(capacity);
  }

  add(piece: number, startNs: Ns, endNs: Ns): void {
    this.#piece[this.length] = piece;
    this.#startNs[this.length] = startNs;
    this.#endNs[this.length] = endNs;
    this.length++;
  }

  finish() {
    const { length } = this;
    return {
      length,
      piece: this.#piece.subarray(0, length),
      startNs: this.#startNs.subarray(0, length),
      endNs: this.#endNs.subarray(0, length),
    };
  }
}
