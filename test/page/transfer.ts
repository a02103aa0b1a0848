/** How a batch gets from a test into the page: JSON, followed by the bytes of its typed arrays. */
import type { BatchMessage } from '../../src/shared/protocol.ts';

const types = { Int32Array, Float64Array, Uint8Array };
type TypeName = keyof typeof types;

interface Placeholder {
  readonly $: TypeName;
  readonly at: number;
  readonly length: number;
}

/** `{ jsonBytes: uint32, padding: uint32, json, arrays }`; every array starts at a multiple of 8. */
export function encodeBatch(batch: BatchMessage): Buffer {
  const arrays: Buffer[] = [];
  let at = 0;
  const json = JSON.stringify(batch, (_, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return value;
    const name = value.constructor.name as TypeName;
    const { byteLength, byteOffset, buffer } = value;
    const place: Placeholder = { $: name, at, length: byteLength / types[name].BYTES_PER_ELEMENT };
    arrays.push(Buffer.from(buffer, byteOffset, byteLength), Buffer.alloc(-byteLength & 7));
    at += byteLength + (-byteLength & 7);
    return place;
  });
  const text = Buffer.from(json);
  const head = Buffer.alloc(8);
  head.writeUInt32LE(text.length);
  return Buffer.concat([head, text, Buffer.alloc(-text.length & 7), ...arrays]);
}

/** Runs in the page: fetches an encoded batch and hands it to the page's script as a message. */
export async function fetchBatch(address: string): Promise<void> {
  const bytes = await (await fetch(address)).arrayBuffer();
  const jsonBytes = new DataView(bytes).getUint32(0, true);
  const start = 8 + jsonBytes + (-jsonBytes & 7);
  const constructors = { Int32Array, Float64Array, Uint8Array };
  const text = new TextDecoder().decode(new Uint8Array(bytes, 8, jsonBytes));
  const data: unknown = JSON.parse(text, (_, value) => {
    if (value === null || typeof value !== 'object' || !('$' in value)) return value;
    const type = constructors[value.$ as keyof typeof constructors];
    // A copy, so that each array has a buffer of its own, as after a transfer.
    return new type(bytes, start + value.at, value.length).slice();
  });
  window.dispatchEvent(new MessageEvent('message', { data }));
}
