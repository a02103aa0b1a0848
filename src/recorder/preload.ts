/**
 * The recorder's entry: runs before the program in every thread of every process of the session (`--require` in
 * NODE_OPTIONS). When anything fails here, one line says so and the program runs unrecorded.
 */
import { randomInt } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { basename, dirname, join } from 'node:path';
import workerThreads, { getEnvironmentData, setEnvironmentData, Worker } from 'node:worker_threads';
import { STREAM_FILE_SUFFIX } from '../shared/frames.ts';
import { PROBES_GLOBAL } from '../shared/probes.ts';
import { FORMAT_VERSION, RecordKind, TextKind, type ThreadFact } from '../shared/records.ts';
import { SESSION_VARIABLE, type SessionConfig } from '../shared/session.ts';
import { cutText } from '../shared/text.ts';
import type { DrainData } from './drain.ts';
import { recordGarbageCollection } from './garbage.ts';
import { asGuest, type Guest, isMainThread, realThreadId, threadId } from './guest.ts';
import { enableHooks } from './hooks.ts';
import { registerLoader } from './loader.ts';
import { MainWriter } from './mainWriter.ts';
import { now, stringify } from './originals.ts';
import { OwnClock } from './ownClock.ts';
import { recordAtomics } from './patches/atomics.ts';
import { recordBroadcasts } from './patches/broadcasts.ts';
import { recordConsole } from './patches/console.ts';
import { renewOwnEnvironment } from './patches/environment.ts';
import { recordPorts } from './patches/ports.ts';
import { recordProcesses } from './patches/processes.ts';
import { recordSyncProcesses } from './patches/syncProcesses.ts';
import { recordEnds } from './patches/threadEnds.ts';
import { recordThreadMessages } from './patches/threadMessages.ts';
import { recordTimers } from './patches/timers.ts';
import { recordTimings } from './patches/timings.ts';
import { recordWorkers } from './patches/workers.ts';
import { noRing, openRing, type Ring } from './ring.ts';
import { claimSlot, createSlab } from './slab.ts';
import { openStream, type Stream } from './streamWriter.ts';
import { Tasks } from './tasks.ts';

/** Under this key slab and stream reach every worker of the process, at any depth, without a message. */
const SHARED_KEY = 'concurrency-visualizer';

const hasHooks = ({ mode }: SessionConfig): boolean => mode !== 'light';

function begin(session: SessionConfig): void {
  if (isMainThread) beginProcess(session);
  else beginWorker(session);
}

function beginProcess(session: SessionConfig): void {
  const shared: DrainData = {
    slab: createSlab(),
    stream: beginStream(session),
    hasHooks: hasHooks(session),
  };
  setEnvironmentData(SHARED_KEY, shared);
  startDrainThread(session, shared);
  renewOwnEnvironment(session);
  beginThread(session, shared);
}

function beginWorker(session: SessionConfig): void {
  const shared = getEnvironmentData(SHARED_KEY) as DrainData | undefined;
  if (shared !== undefined) beginThread(session, shared); // else its process is not recorded
}

function beginThread(session: SessionConfig, { slab, stream }: DrainData): void {
  const writer = isMainThread ? new MainWriter(slab, stream) : null;
  const slot = claimSlot(slab, realThreadId);
  const ring = slot < 0 ? noRing : openRing(slab, slot, writer?.writeNow);
  putThread(ring);
  const guest: Guest = { session, slab, ring, tasks: new Tasks(ring, hasHooks(session)) };
  recordEnds(guest, writer?.endStream);
  record(guest);
}

function beginStream({ dir, parent }: SessionConfig): Stream {
  const number = randomInt(1, 2 ** 32 - 1);
  return openStream(join(dir, `${process.pid}-${number}${STREAM_FILE_SUFFIX}`), number, {
    role: 'process',
    version: FORMAT_VERSION,
    pid: process.pid,
    ppid: process.ppid,
    parent,
    startNs: String(now()),
    command: [process.execPath, ...process.execArgv, ...process.argv.slice(1)].map((word) => cutText(word)),
    node: process.versions.node,
  });
}

/** Under this name the system lists the drain thread, so that it is not taken for one of the program's. */
const DRAIN_THREAD_NAME = 'recorder';

/** Its own environment and options keep the recorder out of it; its streams are not connected to the program's. */
function startDrainThread(session: SessionConfig, data: DrainData): void {
  const drain = new Worker(join(dirname(session.preload), 'drain.cjs'), {
    name: DRAIN_THREAD_NAME,
    workerData: data,
    execArgv: [],
    env: {},
    stdout: true,
    stderr: true,
    trackUnmanagedFds: false,
  });
  drain.on('error', () => {}); // What it can no longer write is dropped and counted.
  drain.unref();
}

function putThread(ring: Ring): void {
  const name = isMainThread ? 'main' : workerName();
  const kind = isMainThread ? 'main' : 'worker';
  const fact: ThreadFact = { threadId, osTid: osThreadId(), kind, name: cutText(name) };
  ring.putText(RecordKind.text | (TextKind.thread << 8), stringify(fact), 0, 0);
}

function workerName(): string {
  return basename(process.argv[1] ?? '') || `worker ${threadId}`;
}

/** The operating system's number of this thread; null where it cannot be told. */
function osThreadId(): number | null {
  if (process.platform !== 'linux') return null;
  try {
    return Number(basename(readlinkSync('/proc/thread-self')));
  } catch {
    return null;
  }
}

function record(guest: Guest): void {
  Object.defineProperty(globalThis, PROBES_GLOBAL, { value: guest.tasks });
  if (!isMainThread) showSeenThreadId();
  asGuest('shared memory', () => recordAtomics(guest));
  asGuest('the console', () => recordConsole(guest));
  const clock = new OwnClock();
  asGuest('marks and measures', () => recordTimings(guest, clock));
  asGuest('garbage collection', () => recordGarbageCollection(guest, clock));
  asGuest('child processes', () => recordProcesses(guest));
  asGuest('synchronous child processes', () => recordSyncProcesses(guest));
  asGuest('message ports', () => recordPorts(guest));
  asGuest('broadcast channels', () => recordBroadcasts(guest));
  asGuest('messages to any thread', () => recordThreadMessages(guest));
  asGuest('worker threads', () => recordWorkers(guest));
  const isFull = hasHooks(guest.session);
  if (isFull) asGuest('timers', () => recordTimers(guest));
  syncBuiltinESMExports();
  if (isFull) asGuest('asynchronous operations', () => enableHooks(guest.ring, guest.tasks));
  asGuest('the program’s files', () => registerLoader(guest));
}

function showSeenThreadId(): void {
  Object.defineProperty(workerThreads, 'threadId', {
    value: threadId,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

delete require.cache[__filename];
const sessionText = process.env[SESSION_VARIABLE];
if (sessionText !== undefined) asGuest('this thread', () => begin(JSON.parse(sessionText) as SessionConfig));
