import { type Disposable, EventEmitter, Uri } from 'vscode';
import type { Recording } from '../analysis/index.ts';
import type { RunResult } from '../collector/index.ts';
import type { RunStatus } from '../shared/protocol.ts';
import { ActiveRun, type RunListener } from './activeRun.ts';
import { RunFailure } from './failure.ts';
import { nameOf, type RunRequest } from './program.ts';
import { endStatus, failedStatus, idleStatus, statusOf, withProblems } from './runStatus.ts';
import { readSettings } from './settings.ts';

/** What the controller feeds. */
export interface RunOutputs {
  /** A program is going to be started. */
  onBegin(): void;
  /** It runs, and this is its recording. */
  onRunning(recording: Recording): void;
  onRecords(): void;
  onOutput(text: string): void;
}

/** Runs one program at a time: a new request ends the run before. */
export class RunController implements Disposable {
  readonly #recorder: Uri;
  readonly #outputs: RunOutputs;
  readonly #changed = new EventEmitter<RunStatus>();
  /** Fires with every new word on the run. */
  readonly onDidChange = this.#changed.event;
  #active: ActiveRun | null = null;
  #status = idleStatus();

  constructor(extension: Uri, outputs: RunOutputs) {
    this.#recorder = Uri.joinPath(extension, 'dist', 'recorder.cjs');
    this.#outputs = outputs;
  }

  get status(): RunStatus {
    return this.#status;
  }

  /** The newest run, over or not; null before the first. */
  get active(): ActiveRun | null {
    return this.#active;
  }

  /** Ends the run before, and runs the request to its end. Never rejects: what went wrong is in the status. */
  async run(request: RunRequest): Promise<void> {
    const file = nameOf(request.document);
    this.#set(statusOf('starting', file, ''));
    const before = this.#active;
    const run: ActiveRun = new ActiveRun(
      request,
      this.#listener(file, () => this.#active === run),
    );
    this.#active = run;
    await before?.dispose();
    if (this.#active !== run) return;
    this.#outputs.onBegin();
    const end = await this.#perform(run, file);
    if (this.#active === run) this.#set(end);
  }

  async stop(): Promise<void> {
    await this.#active?.stop();
  }

  /** Ends the run and forgets it. */
  async dispose(): Promise<void> {
    const run = this.#active;
    this.#active = null;
    this.#set(idleStatus());
    await run?.dispose();
  }

  async #perform(run: ActiveRun, file: string): Promise<RunStatus> {
    try {
      const result: RunResult | null = await run.perform(this.#recorder);
      const end = endStatus(file, result, readSettings(run.request.document).timeoutSeconds);
      run.recording.finish();
      return withProblems(end, run.recording.problems);
    } catch (error) {
      return failedStatus(file, RunFailure.of(error));
    } finally {
      run.recording.finish();
      this.#outputs.onRecords();
    }
  }

  #listener(file: string, isCurrent: () => boolean): RunListener {
    const outputs = this.#outputs;
    const set = (phase: RunStatus['phase'], text: string) => this.#set(statusOf(phase, file, text));
    return {
      onStarting: (text) => isCurrent() && set('starting', text),
      onRunning: (recording) => isCurrent() && outputs.onRunning(recording),
      onRecording: (text) => isCurrent() && set('recording', text),
      onOutput: (text) => isCurrent() && outputs.onOutput(text),
      onRecords: () => isCurrent() && outputs.onRecords(),
    };
  }

  #set(status: RunStatus): void {
    this.#status = status;
    this.#changed.fire(status);
  }
}
