/**
 * Every text that analysis makes for a person, in English. The English text is the key under which it is localised;
 * `{0}`, `{1}` … stand for values. Names of tasks and reasons of waits are short and lower case.
 */
export const phrases = {
  mainThread: 'main',
  worker: 'worker {0}',
  unknownName: '(unknown)',
  anonymous: '(anonymous)',

  timer: 'timer',
  timerOf: 'timer {0} ms',
  intervalOf: 'interval {0} ms',
  immediate: 'immediate',
  nextTick: 'nextTick',
  microtask: 'microtask',
  fileOperation: 'file operation',
  file: 'file',
  fileWatcher: 'file watcher',
  directory: 'directory',
  dnsLookup: 'DNS lookup',
  dnsResolver: 'DNS resolver',
  tcpConnect: 'TCP connect',
  tcpConnection: 'TCP connection',
  tcpServer: 'TCP server',
  tlsConnection: 'TLS connection',
  pipe: 'pipe',
  pipeConnect: 'pipe connect',
  pipeServer: 'pipe server',
  write: 'write',
  streamEnd: 'end of stream',
  udpSocket: 'UDP socket',
  udpSend: 'UDP send',
  terminal: 'terminal',
  httpRequest: 'HTTP request',
  http2: 'HTTP/2',
  childProcess: 'child process',
  compression: 'compression',
  cryptography: 'cryptography',
  messagePort: 'message port',
  workerThread: 'worker',
  signal: 'signal',
  callback: 'callback',

  promise: 'promise',
  promiseOf: 'promise of {0}',
  promiseSettledBy: 'promise settled by {0}',
  thenable: 'thenable',
  nextValue: 'next value',
  consumer: 'consumer',
  message: 'message',
  workerMessage: 'worker message',
  atomicsWait: 'Atomics.wait',
  syncProcess: 'synchronous child process',

  uncaught: 'Uncaught {0}: {1}',
  unhandled: 'Unhandled rejection, {0}: {1}',
  workerFailed: 'Worker {0} failed: {1}',
  uninstrumented: '{0} runs without probes: {1}',

  newerFormat:
    '{0} was recorded in format {1}, but this version reads formats up to {2}. Open it with a newer version of Concurrency Visualizer.',
  damagedHeader: '{0} begins with a frame that cannot be read, so its records are left out.',
  noHeader: 'The records of {0} have no beginning (its first frame is missing), so they are left out.',
  noCollector:
    'The collector’s part is missing or comes late, so times count from the start of the first process.',
  unrecorded: 'Threads that are not recorded, because too many ran at the same time: {0}.',
  tooManyThreads: 'Only the first {0} threads are read.',
  tooManyStreams: 'Only the first {0} processes are read.',
  collectorPart: 'The collector’s part of the recording',
  streamPart: 'Stream {0} of the recording',

  exited: 'Exited with code {0}',
  killed: 'Killed by {0}',
  failedToStart: 'Could not start: {0}',
  noOutcome: 'Still running when the recording ended',
  after: '{0} after {1}',
  processes: 'processes {0}',
  threads: 'threads {0}',
  tasks: 'tasks {0}',
  messages: 'messages {0}',
  dropped: '{0} records were dropped because the program was faster than its recorder.',
  skipped: '{0} records could not be read and were skipped.',
  clockError: 'Times of different threads agree within {0}.',
  clockUnknown: 'How well the clocks of different threads agree was not measured.',
} as const;

/** `text` with `{0}`, `{1}` … replaced by `values`. What a value contains is never taken for a placeholder. */
export function fill(text: string, ...values: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (whole, index: string) => `${values[Number(index)] ?? whole}`);
}
