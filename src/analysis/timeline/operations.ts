import { WAIT_ASYNC_TYPE } from '../../shared/records.ts';
import { cutText } from '../../shared/text.ts';
import { type TaskKindName, taskKindNames } from '../../shared/timeline.ts';
import { fill, phrases } from '../words.ts';

/** What is known of all operations of one async_hooks type. */
export interface OperationType {
  /** Index into `taskKindNames`. */
  readonly kind: number;
  readonly name: string;
  /** In the reason of a task that waits for such an operation, and of the operation's own wait. */
  readonly reason: string;
  /** Without a place of its own it is where the operation was begun that it comes from. */
  readonly isConsequence: boolean;
  /** Its callback may run any number of times (a server, a socket), so that it ends with its thread. */
  readonly isStanding: boolean;
}

const kindIndex = (kind: TaskKindName): number => taskKindNames.indexOf(kind);
export const TICK_KIND = kindIndex('tick');
export const IMMEDIATE_KIND = kindIndex('immediate');

const once = (kind: TaskKindName, name: string, reason = name): OperationType => ({
  kind: kindIndex(kind),
  name,
  reason,
  isConsequence: false,
  isStanding: false,
});
const standing = (kind: TaskKindName, name: string, reason = name): OperationType => ({
  ...once(kind, name, reason),
  isStanding: true,
});
const server = (name: string): OperationType => ({ ...standing('io', name), isConsequence: true });

const cryptography = once('io', phrases.cryptography);

/** Node's types; any other name is an operation of a library, shown under its own name. */
const types: ReadonlyMap<string, OperationType> = new Map([
  ['Timeout', once('timer', phrases.timer)],
  ['Immediate', once('immediate', phrases.immediate)],
  ['TickObject', once('tick', phrases.nextTick)],
  ['Microtask', once('tick', phrases.microtask)],
  ['FSREQCALLBACK', once('io', phrases.fileOperation)],
  ['FSREQPROMISE', once('io', phrases.fileOperation)],
  ['FILEHANDLECLOSEREQ', once('io', phrases.fileOperation)],
  ['BLOBREADER', once('io', phrases.fileOperation)],
  ['FILEHANDLE', standing('io', phrases.file, phrases.fileOperation)],
  ['DIRHANDLE', standing('io', phrases.directory, phrases.fileOperation)],
  ['FSEVENTWRAP', standing('io', phrases.fileWatcher)],
  ['STATWATCHER', standing('io', phrases.fileWatcher)],
  ['GETADDRINFOREQWRAP', once('io', phrases.dnsLookup)],
  ['GETNAMEINFOREQWRAP', once('io', phrases.dnsLookup)],
  ['QUERYWRAP', once('io', phrases.dnsLookup)],
  ['DNSCHANNEL', standing('io', phrases.dnsResolver)],
  ['TCPCONNECTWRAP', once('io', phrases.tcpConnect)],
  ['TCPWRAP', standing('io', phrases.tcpConnection)],
  ['TCPSERVERWRAP', server(phrases.tcpServer)],
  ['TLSWRAP', standing('io', phrases.tlsConnection)],
  ['PIPECONNECTWRAP', once('io', phrases.pipeConnect)],
  ['PIPEWRAP', standing('io', phrases.pipe)],
  ['PIPESERVERWRAP', server(phrases.pipeServer)],
  ['WRITEWRAP', once('io', phrases.write)],
  ['SHUTDOWNWRAP', once('io', phrases.streamEnd)],
  ['STREAM_END_OF_STREAM', once('io', phrases.streamEnd)],
  ['UDPWRAP', standing('io', phrases.udpSocket)],
  ['UDPSENDWRAP', once('io', phrases.udpSend)],
  ['TTYWRAP', standing('io', phrases.terminal)],
  ['HTTPINCOMINGMESSAGE', standing('io', phrases.httpRequest)],
  ['HTTPCLIENTREQUEST', standing('io', phrases.httpRequest)],
  ['HTTP2SESSION', standing('io', phrases.http2)],
  ['HTTP2STREAM', standing('io', phrases.http2)],
  ['HTTP2PING', once('io', phrases.http2)],
  ['HTTP2SETTINGS', once('io', phrases.http2)],
  ['PROCESSWRAP', standing('io', phrases.childProcess)],
  ['ZLIB', standing('io', phrases.compression)],
  ['CHECKPRIMEREQUEST', cryptography],
  ['CIPHERREQUEST', cryptography],
  ['DERIVEBITSREQUEST', cryptography],
  ['HASHREQUEST', cryptography],
  ['KEYEXPORTREQUEST', cryptography],
  ['KEYGENREQUEST', cryptography],
  ['KEYPAIRGENREQUEST', cryptography],
  ['PBKDF2REQUEST', cryptography],
  ['RANDOMBYTESREQUEST', cryptography],
  ['RANDOMPRIMEREQUEST', cryptography],
  ['SCRYPTREQUEST', cryptography],
  ['SIGNREQUEST', cryptography],
  ['VERIFYREQUEST', cryptography],
  ['MESSAGEPORT', standing('callback', phrases.messagePort, phrases.message)],
  ['WORKER', standing('callback', phrases.workerThread)],
  ['SIGNALWRAP', standing('callback', phrases.signal)],
  [WAIT_ASYNC_TYPE, once('callback', phrases.atomicsWaitAsync)],
]);

/** An operation that was there before its thread was recorded, such as the port of a worker to its parent. */
export const UNANNOUNCED = standing('callback', phrases.callback);

const namesOfStanding = new Set(
  [...types.values()].filter((type) => type.isStanding).map(({ name }) => name),
);

export function operationType(name: string): OperationType {
  return types.get(name) ?? standing('io', cutText(name) || phrases.unknownName);
}

/** A timer's name, which is also the reason of a wait for it. */
export function timerName(delayMs: number, repeats: boolean): string {
  return fill(repeats ? phrases.intervalOf : phrases.timerOf, delayMs);
}

/** Whether an operation of this name stands by rather than being under way: a server, a socket, an interval. */
export function isStandingName(name: string): boolean {
  return (
    namesOfStanding.has(name) || name.startsWith(phrases.intervalOf.slice(0, phrases.intervalOf.indexOf('{')))
  );
}
