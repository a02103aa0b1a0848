/** What findings say, in English, with an advice for each. The English text is the key under which it is localised. */
export const phrases = {
  awaitInLoop:
    '{0} was awaited {1} times one after another in {2} ({3}): {4} of waiting, of which about {5} could be saved at once.',
  awaitInLoopAdvice:
    'If no call needs the result of the one before, start them all first and await Promise.all of them.',
  independentAwaits:
    '{0} and {1} were awaited one after the other in {2} ({3}) and may be independent: about {4} could be saved.',
  independentAwaitsAdvice:
    'If the second does not need the result of the first, start both and await Promise.all of them.',
  blockedLoop:
    '{0} ({1}) held its thread for {2}; meanwhile others were ready ({3}) and had to wait for up to {4}.',
  blockedLoopAdvice:
    'Split the calculation with pauses in which others get their turn, or move it into a worker.',
  syncProcess:
    'A synchronous child process ({0}) held the thread for {1}; meanwhile others were ready ({2}) and had to wait for up to {3}.',
  syncProcessAdvice: 'Use the asynchronous call (spawn, exec, execFile), so that others can go on meanwhile.',
  lateTimer: 'A {0} ({1}) fired {2} late because {3} ({4}) held the thread.',
  lateTimerAdvice: 'Keep each run of code short where timers have to be on time, or calculate in a worker.',
  largeClone: '{0} copied {1} MB in messages ({2}), and was busy with that for {3}.',
  largeCloneAdvice: 'Transfer the buffer instead of copying it, share it (SharedArrayBuffer), or send less.',
  neverSettled: '{0} waits for a promise that was never settled ({1}): what follows never ran.',
  neverSettledMany:
    '{0} waits for a promise that was never settled ({1}), in {2} calls: what follows never ran.',
  neverSettledAdvice:
    'Look for the path on which nobody calls resolve or reject, and settle the promise there too.',
  unhandledRejection: 'Nobody handled a rejection: {0}',
  unhandledRejectionAdvice: 'Await the promise inside try … catch, or give it a catch handler.',
  floatingTask: '{0} ({1}) went on for {2} after its caller {3} was over, and no task waited for it.',
  floatingTaskAdvice: 'Await it, or handle its failure where it is meant to go on by itself.',
  idleWorkers:
    'Workers of {0} were idle for {1} while messages waited for other workers that were busy: up to {2} for one message.',
  idleWorkersAdvice: 'Keep the jobs in one queue and give the next one to the worker that is free first.',
  unevenWork: '{0} workers of {1} had uneven work: one was busy for {2}, the average was {3}.',
  unevenWorkAdvice: 'Cut the work into more and smaller parts, and hand them out as workers become free.',
  dearStart: 'Starting workers of {0} ({1} of them) took {2}, their work only {3}.',
  dearStartAdvice: 'Do such small work without a worker, or keep workers and give each of them more to do.',
  fewCores: 'More threads could run than there are cores ({0}) for {1} of the run: they had to take turns.',
  fewCoresAdvice:
    'More threads than cores make nothing faster: use as many as os.availableParallelism() says.',
  lockConvoy: '{0} threads waited for each other at {1}: {2} times, {3} in all.',
  lockConvoyAdvice:
    'Hold the lock for less, or give each thread data of its own and join the results in the end.',
  deadlock: '{0} and {1} wait for each other ({2}): neither can ever go on.',
  deadlockOfOne: '{0} waits for its own end ({1}): it can never go on.',
  deadlockOfThreads: '{0} threads were blocked by Atomics.wait ({1}) and nobody was left to wake them.',
  deadlockAdvice:
    'Break the circle: let every task take what it needs in the same order, or not wait for its caller.',
  growingQueue:
    'Messages to {0} from {1} ({2}) came faster than it took them: {3} were waiting at last, the oldest for {4}.',
  growingQueueAdvice: 'Let the sender wait for an answer, or limit how many messages are on the way.',
  cutOff: '{0} was ended from outside while {1} ({2}) ran, after {3} without a pause.',
  cutOffAdvice: 'Let the work end by itself: give the loop an end, or a message that stops it.',
} as const;
