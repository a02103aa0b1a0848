/** The numbers of sites and files. */
import { FILE_ID_BITS, MAX_SITES, type SiteTuple, siteNumber } from '../shared/records.ts';
import { cutText } from '../shared/text.ts';
import type { NewSite } from './editor.ts';

/** Line and column from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where an offset of the code is in the user's source; null when it comes from nowhere in it. */
export type Locate = (at: number) => Position | null;

/** A number from 1 that depends on nothing but the file's name (and `salt`), so that cached code fits every process. */
export function fileIdOf(fileName: string, salt = 0): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${fileName}\0${salt}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  const folded = (hash >>> FILE_ID_BITS) ^ hash;
  return folded & ((1 << FILE_ID_BITS) - 1) || 1;
}

/** A function that adds sites to `sites`, up to `MAX_SITES`. */
export function siteAllocator(fileId: number, sites: SiteTuple[], locate: Locate): NewSite {
  return (at, name) => {
    if (sites.length >= MAX_SITES) return null;
    // The module's own site is the file's beginning, whatever stands there.
    const position = sites.length === 0 ? { line: 1, column: 1 } : locate(at);
    if (position === null) return null;
    sites.push([position.line, position.column, cutText(name)]);
    return siteNumber(fileId, sites.length - 1);
  };
}

/** Positions in a text whose offsets are asked for in any order. */
export function lineLocator(text: string): (at: number) => Position {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) starts.push(match.index + match[0].length);
  return (at) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - starts[low]! + 1 };
  };
}
