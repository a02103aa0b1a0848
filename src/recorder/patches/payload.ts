/** How much a message carries: an estimate, because only the engine knows what it copies. */
import { types } from 'node:util';
import { apply, bufferOfDataView, bufferOfTypedArray, lengthOfBuffer } from '../originals.ts';
import { walk } from './walk.ts';

export interface Payload {
  /** Bytes that are copied; at least so many if `isLowerBound`. */
  readonly copied: number;
  /** Bytes that change hands without being copied. */
  readonly transferred: number;
  readonly isLowerBound: boolean;
}

const NUMBER_BYTES = 8;
/** Of a text, so many code units are looked at; if the text is longer, one byte each is what it has at least. */
const SAMPLE = 1000;
const beyondOneByte = /[\u0100-\uffff]/;
const noTransfer: readonly unknown[] = [];

/** Weighs a message and what is transferred with it, before it is sent: afterwards transferred memory is gone. */
export function weigh(message: unknown, transfer: readonly unknown[] = noTransfer): Payload {
  const buffers: unknown[] = [];
  let transferred = 0;
  for (let i = 0; i < transfer.length; i++) {
    const item = transfer[i];
    if (!types.isArrayBuffer(item)) continue;
    buffers.push(item);
    transferred += apply(lengthOfBuffer, item, []) as number;
  }
  let copied = 0;
  let isCut = false;
  const isWhole = walk(message, (value, times) => {
    if (typeof value === 'string') {
      copied += bytesOfText(value);
      if (value.length > SAMPLE) isCut = true;
    } else if (typeof value !== 'object' || value === null) copied += NUMBER_BYTES * times;
    else {
      const buffer = bufferOf(value);
      if (buffer === null || buffers.includes(buffer)) return;
      buffers.push(buffer);
      copied += apply(lengthOfBuffer, buffer, []) as number;
    }
  });
  return { copied, transferred, isLowerBound: !isWhole || isCut };
}

function bytesOfText(text: string): number {
  const sample = text.length > SAMPLE ? text.slice(0, SAMPLE) : text;
  return beyondOneByte.test(sample) ? 2 * text.length : text.length;
}

/** The memory that is copied with a view of it, however little of it the view shows. Null: none, or shared memory. */
function bufferOf(value: object): object | null {
  const buffer = ArrayBuffer.isView(value)
    ? apply(types.isTypedArray(value) ? bufferOfTypedArray : bufferOfDataView, value, [])
    : value;
  return types.isArrayBuffer(buffer) ? buffer : null;
}
