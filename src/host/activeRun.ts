import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { l10n, type Uri } from 'vscode';
import { Recording } from '../analysis/index.ts';
import {
  findNode,
  type NodeRuntime,
  NoNodeError,
  type ProgressStep,
  type Run,
  type RunOptions,
  type RunResult,
  startRun,
} from '../collector/index.ts';
import { explain, noNode, RunFailure } from './failure.ts';
import { Places } from './places.ts';
import { type Program, prepareProgram, type RunRequest } from './program.ts';
import { programEnvironment } from './programEnvironment.ts';

/** What a run tells while it goes on. */
export interface RunListener {
  /** What is being done; the program does not run yet. */
  onStarting(text: string): void;
  /** The program runs. */
  onRunning(recording: Recording): void;
  onRecording(text: string): void;
  onOutput(text: string): void;
  /** The recording has grown. */
  onRecords(): void;
}

/** One run of a program, from the request to the removal of its recording. */
export class ActiveRun {
  readonly request: RunRequest;
  readonly recording = new Recording();
  readonly #listener: RunListener;
  #places: Places | null = null;
  #run: Run | null = null;
  #stopped = false;

  constructor(request: RunRequest, listener: RunListener) {
    this.request = request;
    this.#listener = listener;
  }

  /** Leads from the recording to the code; null before the program is known. */
  get places(): Places | null {
    return this.#places;
  }

  /**
   * Runs the program to its end. Null: it was stopped before it started. Throws `RunFailure` when it could not be
   * run.
   */
  async perform(recorder: Uri): Promise<RunResult | null> {
    const program = await prepareProgram(this.request);
    const node = await chooseNode(program.settings.nodePath);
    // Node tells real paths, and the recording compares them with this one.
    const cwd = await realFolder(program.cwd);
    if (this.#stopped) return null;
    const run = start({
      entry: program.entry,
      ...(program.snippet && { snippet: program.snippet }),
      args: program.args,
      cwd,
      env: { ...programEnvironment(process.env), ...program.env },
      node,
      assets: { preload: recorder.fsPath },
      ...limits(program),
      mode: program.mode,
      ...(program.cores > 0 && { cores: program.cores }),
      coreRecording: program.settings.coreRecording,
      stdio: this.#stdio(),
      onProgress: (step) => this.#progress(program, step),
      onBytes: (file, bytes) => this.#take(file, bytes),
    });
    this.#run = run;
    this.#places = placesOf(program, run);
    const result = await run.finished;
    if (result.failure === null) return result;
    if (result.failure.kind === 'stopped') return null;
    throw explain(result.failure, (file) => this.#places?.shown(file) ?? file);
  }

  /** Ends the program and all that it started. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#run?.stop();
  }

  /** Ends the program and removes its recording from the disk. */
  async dispose(): Promise<void> {
    this.#stopped = true;
    await this.#run?.dispose();
  }

  /** Writes the recording to a file. Rejects with the system's error. */
  async save(file: string): Promise<void> {
    await this.#run?.saveTo(file);
  }

  #take(file: string, bytes: Uint8Array): void {
    this.recording.push(file, bytes);
    this.#listener.onRecords();
  }

  #stdio() {
    const outDecoder = new TextDecoder();
    const errorDecoder = new TextDecoder();
    return {
      onStdout: (chunk: Uint8Array) => this.#listener.onOutput(outDecoder.decode(chunk, { stream: true })),
      onStderr: (chunk: Uint8Array) => this.#listener.onOutput(errorDecoder.decode(chunk, { stream: true })),
    };
  }

  #progress(program: Program, step: ProgressStep): void {
    switch (step.kind) {
      case 'compiling':
        this.#listener.onStarting(l10n.t('Compiling {0} and what it imports', program.name));
        break;
      case 'starting':
        this.#listener.onStarting(starting(step.files, step.node.version));
        break;
      case 'running':
        this.#listener.onRunning(this.recording);
        this.#listener.onRecording(l10n.t('Recording'));
        break;
      case 'waiting':
        this.#listener.onRecording(
          l10n.t('{0} is over; processes that it started still run: {1}', program.name, step.processes),
        );
        break;
    }
  }
}

async function realFolder(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    throw new RunFailure(
      l10n.t('There is no folder {0} to start the program in. Correct the setting “Cwd”.', folder),
    );
  }
}

/** Throws `RunFailure` when there is no place for the recording. */
function start(options: RunOptions): Run {
  try {
    return startRun(options);
  } catch (error) {
    throw explain({ kind: 'session', message: error instanceof Error ? error.message : String(error) });
  }
}

const starting = (files: number, version: string): string =>
  files === 1
    ? l10n.t('Compiled 1 file, starting Node {0}', version)
    : l10n.t('Compiled {0} files, starting Node {1}', files, version);

const limits = ({ settings }: Program) => ({
  ...(settings.timeoutSeconds > 0 && { timeoutMs: settings.timeoutSeconds * 1000 }),
  ...(settings.memoryMB > 0 && { memoryMb: settings.memoryMB }),
});

const placesOf = (program: Program, run: Run): Places =>
  new Places({
    cwd: program.cwd,
    document: program.document,
    snippetFile: program.snippet && join(run.dir, `snippet${program.snippet.extension}`),
  });

async function chooseNode(nodePath: string): Promise<NodeRuntime> {
  try {
    return await findNode(nodePath, process.env, process.execPath);
  } catch (error) {
    throw error instanceof NoNodeError ? new RunFailure(noNode(error)) : error;
  }
}
