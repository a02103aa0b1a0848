import { join, resolve } from 'node:path';
import {
  type Finding,
  findingsOf,
  Recording,
  sentenceText,
  summarize,
  summaryText,
  timelineJsonChunks,
} from '../analysis/index.ts';
import {
  failureText,
  findNode,
  NoNodeError,
  type Run,
  type RunResult,
  startRun,
} from '../collector/index.ts';
import { comparedWith, sayProblems } from './compareRecordings.ts';
import type { RunCommand } from './options.ts';
import { checkOutput, OutputError, writePieces } from './outputs.ts';
import { Progress } from './progress.ts';
import { readRecording } from './readRecording.ts';
import { codeOfSignal, SignalWatch } from './signals.ts';
import { printable, printableLines } from './terminal.ts';

/** The program could not be run; the message says why, and what to do. */
export class CannotRunError extends Error {
  override readonly name = 'CannotRunError';
}

const TIMED_OUT = 124;
/** The largest findings stand in a summary for people; the others are on the timeline. */
const MOST_FINDINGS = 5;
/** Nobody watches the timeline grow here: the recording is read in larger pieces, and the program has the cores. */
const POLL_MS = 100;

/**
 * Runs the program and writes what was asked for. `bundles`: the folder of the recorder. Resolves to the exit code.
 * Throws `CannotRunError`, `OutputError` and `RecordingError`.
 */
export async function runProgram(command: RunCommand, bundles: string): Promise<number> {
  for (const file of [command.out, command.json]) if (file !== null) await checkOutput(file);
  const before = command.compare === null ? null : await readRecording(command.compare);
  const isRead = before !== null || command.json !== null || summaryOf(command) !== null;
  const recording = isRead ? new Recording() : null;
  const progress = progressOf(command);
  const run = await start(command, bundles, recording, progress);
  const signals = new SignalWatch(run);
  try {
    const result = await run.finished;
    progress?.end();
    if (result.failure !== null && signals.received === null) {
      throw new CannotRunError(failureText(result.failure));
    }
    await write(command, run, recording, before, result);
    return exitCode(result, signals.received);
  } finally {
    progress?.end();
    await run.dispose();
    signals.end();
  }
}

async function start(
  command: RunCommand,
  bundles: string,
  recording: Recording | null,
  progress: Progress | null,
): Promise<Run> {
  const node = await chooseNode(command.node);
  return startRun({
    entry: resolve(command.file),
    args: command.args,
    cwd: process.cwd(),
    env: process.env,
    node,
    assets: { preload: join(bundles, 'recorder.cjs') },
    ...(command.timeoutMs !== null && { timeoutMs: command.timeoutMs }),
    mode: command.mode,
    ...(command.cores !== null && { cores: command.cores }),
    coreRecording: command.coreRecording,
    stdio: 'inherit',
    pollMs: POLL_MS,
    onProgress: (step) => {
      if (step.kind === 'notExact' && !command.quiet) say(notExactText(step.reason));
      progress?.onStep(step);
    },
    onBytes: (file, bytes) => {
      progress?.onBytes(bytes.length);
      recording?.push(file, bytes);
    },
  });
}

async function chooseNode(path: string | undefined) {
  try {
    return await findNode(path, process.env, process.execPath);
  } catch (error) {
    if (!(error instanceof NoNodeError)) throw error;
    const advice = error.fromSetting ? '' : ' Or name one with --node.';
    throw new CannotRunError(`${error.message}${advice}`);
  }
}

/** On a terminal only. The line is renewed where the program's output cannot get between. */
function progressOf({ quiet, file }: RunCommand): Progress | null {
  if (quiet || !process.stderr.isTTY) return null;
  return new Progress(process.stderr, !process.stdout.isTTY, file);
}

/** A person at a terminal gets a summary without asking. */
function summaryOf({ summary, quiet }: RunCommand): 'text' | 'json' | null {
  return summary ?? (process.stderr.isTTY && !quiet ? 'text' : null);
}

async function write(
  command: RunCommand,
  run: Run,
  recording: Recording | null,
  before: Recording | null,
  result: RunResult,
): Promise<void> {
  recording?.finish();
  if (command.out !== null) await save(run, command.out);
  if (recording && command.json !== null)
    await writePieces(command.json, timelineJsonChunks(recording.tables));
  if (result.why === 'timeout' && !command.quiet) say(timeoutText(command.timeoutMs ?? 0));
  if (before && recording) sayComparison(before, recording, command.quiet);
  // The summary comes last, so that programs find it there.
  if (recording) sayResults(recording, summaryOf(command), command.quiet);
}

async function save(run: Run, file: string): Promise<void> {
  await run.saveTo(file).catch((error: unknown) => {
    throw new OutputError(file, error);
  });
}

const notExactText = (reason: string): string =>
  `concurrency-visualizer: the kernel's switch events cannot be recorded (${reason}), so the cores are sampled.`;

const timeoutText = (timeoutMs: number): string =>
  `concurrency-visualizer: the program was ended after ${timeoutMs / 1000} s, its time limit. A longer one is set with --timeout.`;

function sayResults(recording: Recording, summary: 'text' | 'json' | null, quiet: boolean): void {
  if (!quiet) for (const problem of recording.problems) say(`concurrency-visualizer: ${problem}`);
  if (summary === null) return;
  const numbers = summarize(recording.tables);
  const found = findingsOf(recording.tables);
  if (summary === 'json') say(JSON.stringify({ ...numbers, findings: found.map(shortFinding) }));
  else say([summaryText(numbers), ...found.slice(0, MOST_FINDINGS).map(findingLine)].join('\n'));
}

function sayComparison(before: Recording, after: Recording, quiet: boolean): void {
  if (!quiet) sayProblems(before);
  say(comparedWith(before, after));
}
const shortFinding = ({ kind, sentence, site }: Finding) => ({
  kind,
  sentence: sentenceText(sentence),
  file: site?.file ?? null,
  line: site?.line ?? null,
});

/** One line: what the program threw may have several. */
const findingLine = ({ sentence }: Finding): string => printable(sentenceText(sentence));

function say(text: string): void {
  process.stderr.write(`${printableLines(text)}\n`);
}

function exitCode(result: RunResult, received: NodeJS.Signals | null): number {
  if (received !== null) return codeOfSignal(received);
  if (result.why === 'timeout') return TIMED_OUT;
  return result.code ?? codeOfSignal(result.signal ?? 'SIGKILL');
}
