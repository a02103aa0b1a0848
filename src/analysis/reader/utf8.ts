const REPLACEMENT = 0xfffd;
/** Code units handed to `String.fromCharCode` at once. */
const BATCH_UNITS = 1024;

/** Bytes of the sequence that `lead` begins, or 0 when no sequence begins so. */
function sequenceBytes(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

/** The code point at `at` of `size` bytes, or -1 when it is not well-formed. */
function codePoint(bytes: Uint8Array, at: number, end: number, size: number): number {
  if (size === 0 || at + size > end) return -1;
  let value = bytes[at]! & (size === 1 ? 0x7f : 0xff >> (size + 1));
  for (let i = 1; i < size; i++) {
    const next = bytes[at + i]!;
    if ((next & 0xc0) !== 0x80) return -1;
    value = (value << 6) | (next & 0x3f);
  }
  const overlong = (size === 3 && value < 0x800) || (size === 4 && value < 0x10000);
  const surrogate = value >= 0xd800 && value < 0xe000;
  return overlong || surrogate || value > 0x10ffff ? -1 : value;
}

/**
 * Decodes UTF-8 from `start` to `end`; each byte that does not fit becomes U+FFFD. (`TextDecoder` belongs to Node and to the
 * browser, not to the language, and this part depends on neither.)
 */
export function decodeUtf8(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = '';
  let units: number[] = [];
  let at = start;
  while (at < end) {
    const size = sequenceBytes(bytes[at]!);
    const point = codePoint(bytes, at, end, size);
    at += point < 0 ? 1 : size;
    if (point < 0) units.push(REPLACEMENT);
    else if (point < 0x10000) units.push(point);
    else units.push(0xd7c0 + (point >> 10), 0xdc00 | (point & 0x3ff));
    if (units.length < BATCH_UNITS) continue;
    text += String.fromCharCode(...units);
    units = [];
  }
  return text + String.fromCharCode(...units);
}
