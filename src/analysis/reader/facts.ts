import {
  type CollectorFact,
  type CollectorHeader,
  coreRecordings,
  type ProcessHeader,
  type RecordingMode,
  type StreamEnd,
  type StreamFact,
  type SystemEnd,
  type SystemHeader,
} from '../../shared/frames.ts';
import {
  type EventFact,
  FILE_ID_BITS,
  MAX_SITES,
  type OsThreadFact,
  type SitesText,
  type SiteTuple,
  type ThreadFact,
  type TimingFact,
} from '../../shared/records.ts';
import { cutText } from '../../shared/text.ts';
import { type Json, upgradeEnd, upgradeHeader } from './upgrade.ts';

/**
 * JSON from a recording, checked field by field: what is missing or of another type makes the whole fact null. Texts are
 * cut to `MAX_TEXT`; paths are not, because they have to be found again.
 */
/** Longest path and longest command line kept, in code units and in arguments. */
const MAX_PATH = 4096;
const MAX_ARGUMENTS = 1000;
/** Threads whose drops the end of a stream tells: a recorder has at most so many at a time. */
const MAX_DROPPED = 1000;

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isInteger = (value: unknown): value is number => Number.isSafeInteger(value);
const isAmount = (value: unknown): value is number => Number.isFinite(value) && Number(value) >= 0;
const isText = (value: unknown): value is string => typeof value === 'string';
const isNanoseconds = (value: unknown): value is string => isText(value) && /^\d{1,19}$/.test(value);
const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
const textOr = (value: unknown, fallback: string): string => (isText(value) ? cutText(value) : fallback);
const integerOrNull = (value: unknown): number | null => (isInteger(value) ? value : null);
const textOrNull = (value: unknown): string | null => (isText(value) ? cutText(value) : null);
const path = (value: unknown): string => (isText(value) ? cutText(value, MAX_PATH) : '');
const command = (value: readonly string[]): readonly string[] =>
  value.slice(0, MAX_ARGUMENTS).map((argument) => cutText(argument));

function parse(text: string): Json | null {
  try {
    const value: unknown = JSON.parse(text);
    return isJson(value) ? value : null;
  } catch {
    return null;
  }
}

/** The version that a stream's first frame names, even where nothing else in it can be understood; or null. */
export function readVersion(text: string): number | null {
  return integerOrNull(parse(text)?.version);
}

export function readStreamFact(text: string): StreamFact | null {
  const parsed = parse(text);
  const version = parsed?.version;
  if (parsed === null || !isInteger(version) || version < 1) return null;
  const json = upgradeHeader(parsed, version);
  if (json?.role === 'collector') return collectorHeader(json, version);
  if (json?.role === 'system') return systemHeader(json, version);
  return json?.role === 'process' ? processHeader(json, version) : null;
}

function collectorHeader(json: Json, version: number): CollectorHeader | null {
  if (!isNanoseconds(json.originNs)) return null;
  return {
    role: 'collector',
    version,
    originNs: json.originNs,
    startedAt: textOr(json.startedAt, ''),
    cwd: path(json.cwd),
    entry: path(json.entry),
    mode: modeOf(json.mode),
    ...(isInteger(json.cores) && json.cores > 0 && { cores: json.cores }),
    ...coreRecording(json.coreRecording),
  };
}

function coreRecording(value: unknown): Pick<CollectorHeader, 'coreRecording'> {
  const known = coreRecordings.find((name) => name === value);
  return known === undefined ? {} : { coreRecording: known };
}

function systemHeader(json: Json, version: number): SystemHeader | null {
  if (!isNanoseconds(json.startNs)) return null;
  return {
    role: 'system',
    version,
    startNs: json.startNs,
    source: json.source === 'exact' ? 'exact' : 'sampled',
    periodNs: isAmount(json.periodNs) ? json.periodNs : 0,
  };
}

/** A mode of which nothing is known is taken for the one that says most. */
const modeOf = (value: unknown): RecordingMode => (value === 'light' ? 'light' : 'full');

function processHeader(json: Json, version: number): ProcessHeader | null {
  if (!isInteger(json.pid) || !isNanoseconds(json.startNs)) return null;
  const parent = isJson(json.parent) && isInteger(json.parent.pid) ? json.parent : null;
  return {
    role: 'process',
    version,
    pid: json.pid,
    ppid: integerOrNull(json.ppid) ?? 0,
    parent: parent && { pid: parent.pid as number, spawn: integerOrNull(parent.spawn) ?? 0 },
    startNs: json.startNs,
    command: isTexts(json.command) ? command(json.command) : [],
    node: textOr(json.node, ''),
  };
}

/** The end of a stream of `version`. */
export function readStreamEnd(text: string, version: number): StreamEnd | null {
  const parsed = parse(text);
  const json = parsed && upgradeEnd(parsed, version);
  if (json === null || !isNanoseconds(json.endNs)) return null;
  const dropped = Object.entries(isJson(json.dropped) ? json.dropped : {}).slice(0, MAX_DROPPED);
  return {
    endNs: json.endNs,
    code: integerOrNull(json.code),
    dropped: Object.fromEntries(dropped.filter((entry): entry is [string, number] => isInteger(entry[1]))),
    unrecordedThreads: isAmount(json.unrecordedThreads) ? json.unrecordedThreads : 0,
    drainCpuNs: isAmount(json.drainCpuNs) ? json.drainCpuNs : null,
    recordNs: isAmount(json.recordNs) ? json.recordNs : null,
  };
}

export function readSystemEnd(text: string): SystemEnd | null {
  const json = parse(text);
  if (json === null || !isNanoseconds(json.endNs)) return null;
  const { endNs, cpuNs, late } = json;
  return { endNs, cpuNs: isAmount(cpuNs) ? cpuNs : 0, late: isAmount(late) ? late : 0 };
}

export function readCollectorFact(text: string): CollectorFact | null {
  const json = parse(text);
  if (json?.f === 'clock') return isAmount(json.errorNs) ? { f: 'clock', errorNs: json.errorNs } : null;
  if (json === null || !isNanoseconds(json.ns)) return null;
  const { ns, pid } = json;
  switch (json.f) {
    case 'started':
      return isInteger(pid) ? { f: 'started', pid, ns } : null;
    case 'ended':
      return isInteger(pid)
        ? { f: 'ended', pid, ns, code: integerOrNull(json.code), signal: textOrNull(json.signal) }
        : null;
    case 'failedToStart':
      return { f: 'failedToStart', ns, message: textOr(json.message, '') };
    case 'stopped':
      return { f: 'stopped', ns, why: json.why === 'timeout' ? 'timeout' : 'stop' };
    default:
      return null;
  }
}

export function readThreadFact(text: string): ThreadFact | null {
  const json = parse(text);
  if (json === null || !isInteger(json.threadId) || json.threadId < 0) return null;
  return {
    threadId: json.threadId,
    osTid: integerOrNull(json.osTid),
    kind: json.kind === 'worker' ? 'worker' : 'main',
    name: textOr(json.name, ''),
  };
}

export function readOsThreadFact(text: string): OsThreadFact | null {
  const json = parse(text);
  if (json === null || !isInteger(json.tid) || !isInteger(json.pid)) return null;
  return { tid: json.tid, pid: json.pid, name: textOr(json.name, '') };
}

export function readSitesText(text: string): SitesText | null {
  const json = parse(text);
  if (json === null || !isInteger(json.id) || !isInteger(json.from) || !Array.isArray(json.sites))
    return null;
  const isFile = json.id > 0 && json.id < 1 << FILE_ID_BITS && isText(json.path);
  if (!isFile || json.from < 0 || json.from + json.sites.length > MAX_SITES) return null;
  if (!json.sites.every(isSiteTuple)) return null;
  return { id: json.id, path: path(json.path), from: json.from, sites: json.sites };
}

function isSiteTuple(value: unknown): value is SiteTuple {
  if (!Array.isArray(value)) return false;
  const [line, column, name] = value as readonly unknown[];
  return isInteger(line) && line > 0 && isInteger(column) && column > 0 && isText(name);
}

export function readTimingFact(text: string): TimingFact | null {
  const json = parse(text);
  if (json === null || !isText(json.name) || !Number.isFinite(json.agoNs)) return null;
  const { name, agoNs, lengthNs } = json;
  return {
    name: cutText(name),
    agoNs: Math.round(agoNs as number),
    lengthNs: isAmount(lengthNs) ? Math.round(lengthNs) : null,
  };
}

/** An event, or null: also for those that a newer recorder may write and this version does not know. */
export function readEventFact(text: string): EventFact | null {
  const json = parse(text);
  if (json === null || !isText(json.e)) return null;
  const read = (events as Readonly<Record<string, (json: Json) => EventFact | null>>)[json.e];
  return Object.hasOwn(events, json.e) && read !== undefined ? read(json) : null;
}

const events = {
  workerStart: ({ threadId, file, name }: Json): EventFact | null =>
    isInteger(threadId) ? { e: 'workerStart', threadId, file: path(file), name: textOr(name, '') } : null,
  workerExit: ({ threadId, code }: Json): EventFact | null =>
    isInteger(threadId) ? { e: 'workerExit', threadId, code: integerOrNull(code) ?? 0 } : null,
  workerError: ({ threadId, message }: Json): EventFact | null =>
    isInteger(threadId) ? { e: 'workerError', threadId, message: textOr(message, '') } : null,
  workerTerminate: ({ threadId }: Json): EventFact | null =>
    isInteger(threadId) ? { e: 'workerTerminate', threadId } : null,
  spawn: ({ spawn, pid, command: parts, message, agoNs }: Json): EventFact | null =>
    isInteger(spawn)
      ? {
          e: 'spawn',
          spawn,
          pid: integerOrNull(pid),
          command: isTexts(parts) ? command(parts) : [],
          message: textOr(message, ''),
          agoNs: isAmount(agoNs) ? agoNs : 0,
        }
      : null,
  childExit: ({ pid, code, signal }: Json): EventFact | null =>
    isInteger(pid) ? { e: 'childExit', pid, code: integerOrNull(code), signal: textOrNull(signal) } : null,
  error: ({ kind, name, message, stack }: Json): EventFact => ({
    e: 'error',
    kind: kind === 'unhandledRejection' ? 'unhandledRejection' : 'uncaughtException',
    name: textOr(name, ''),
    message: textOr(message, ''),
    stack: textOr(stack, ''),
  }),
  threadExit: ({ code }: Json): EventFact => ({ e: 'threadExit', code: integerOrNull(code) ?? 0 }),
  uninstrumented: ({ file, message }: Json): EventFact => ({
    e: 'uninstrumented',
    file: path(file),
    message: textOr(message, ''),
  }),
} as const;
