/**
 * What the files below `/proc` say, read from their bytes: they are read a thousand times a second, so that no string is made.
 */
import { OsState } from '../../shared/records.ts';

const SPACE = 0x20;
const NEWLINE = 0x0a;
const ZERO = 0x30;
const NINE = 0x39;
const POINT = 0x2e;
const CLOSING = 0x29;

/** `schedstat`: ns on a core, ns ready without one, time slices. */
export interface SchedStat {
  cpuNs: number;
  readyNs: number;
  slices: number;
}

/** Reads `schedstat` into `to`; false: it is something else. */
export function readSchedStat(bytes: Uint8Array, length: number, to: SchedStat): boolean {
  const first = fieldEnd(bytes, 0, length);
  const second = fieldEnd(bytes, first + 1, length);
  to.cpuNs = digits(bytes, 0, first);
  to.readyNs = digits(bytes, first + 1, second);
  to.slices = digits(bytes, second + 1, fieldEnd(bytes, second + 1, length));
  return to.cpuNs >= 0 && to.readyNs >= 0 && to.slices >= 0;
}

/** Fields of `stat` from the state (its third) to the core (its 39th). */
const FIELDS_TO_CORE = 36;

export interface Stat {
  state: OsState;
  core: number;
}

/** Reads state and core out of `stat` into `to`; false: it is something else. The name in it may hold anything. */
export function readStat(bytes: Uint8Array, length: number, to: Stat): boolean {
  const stateAt = bytes.lastIndexOf(CLOSING, length - 1) + 2;
  if (stateAt < 2 || stateAt >= length) return false;
  let at = stateAt;
  for (let field = 0; field < FIELDS_TO_CORE; field++) at = fieldEnd(bytes, at, length) + 1;
  to.state = stateOf(bytes[stateAt]!);
  to.core = digits(bytes, at, fieldEnd(bytes, at, length));
  return to.core >= 0;
}

function stateOf(letter: number): OsState {
  switch (String.fromCharCode(letter)) {
    case 'R':
      return OsState.runnable;
    case 'D':
      return OsState.uninterruptible;
    case 'T':
    case 't':
      return OsState.stopped;
    default:
      return OsState.sleeping; // Also dead, but not yet collected by its parent.
  }
}

/**
 * When the counters of a thread moved for the last time, in ns of the kernel's own clock: the value of the first line after the
 * rule in `sched`. -1: the file is something else.
 */
export function readLastMoved(bytes: Uint8Array, length: number): number {
  const line = bytes.indexOf(NEWLINE, bytes.indexOf(NEWLINE) + 1);
  const end = bytes.indexOf(NEWLINE, line + 1);
  if (line < 0 || end < 0 || end > length) return -1;
  const valueAt = bytes.lastIndexOf(SPACE, end) + 1;
  const pointAt = bytes.indexOf(POINT, valueAt);
  if (valueAt <= line || pointAt < 0 || end - pointAt !== MS_DECIMALS + 1) return -1;
  const ms = digits(bytes, valueAt, pointAt);
  const fraction = digits(bytes, pointAt + 1, end);
  return ms < 0 || fraction < 0 ? -1 : ms * 1e6 + fraction;
}

const MS_DECIMALS = 6;

/** Voluntary and involuntary switches from `status`; null: it does not tell. */
export function readSwitches(
  status: string,
): { readonly voluntary: number; readonly involuntary: number } | null {
  const [, voluntary] = /^voluntary_ctxt_switches:\s*(\d+)$/m.exec(status) ?? [];
  const [, involuntary] = /^nonvoluntary_ctxt_switches:\s*(\d+)$/m.exec(status) ?? [];
  if (voluntary === undefined || involuntary === undefined) return null;
  return { voluntary: Number(voluntary), involuntary: Number(involuntary) };
}

/** A list of cores as the system writes it: `0-2,5` is 0, 1, 2 and 5. */
export function readCoreList(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, from, to = from] = /^\s*(\d+)(?:-(\d+))?\s*$/.exec(part) ?? [];
    if (from === undefined) return [];
    const length = Math.min(Number(to) - Number(from) + 1, MAX_CORES);
    return Array.from({ length: Math.max(0, length) }, (_, i) => Number(from) + i);
  });
}

const MAX_CORES = 8192;

/** Where the field that begins at `at` ends. */
function fieldEnd(bytes: Uint8Array, at: number, length: number): number {
  let end = at;
  while (end < length && bytes[end] !== SPACE && bytes[end] !== NEWLINE) end++;
  return end;
}

/** A decimal number, -1 when it is none. */
function digits(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = bytes[at]!;
    if (digit < ZERO || digit > NINE) return -1;
    value = value * 10 + (digit - ZERO);
  }
  return from < to ? value : -1;
}
