/** One run of a program under the recorder, from the check of its file to the removal of its recording's folder. */
import { availableParallelism } from 'node:os';
import type { CollectorFact } from '../shared/frames.ts';
import type { SessionConfig } from '../shared/session.ts';
import type { ProcessOutcome } from '../shared/timeline.ts';
import { checkFile, compile } from './compile.ts';
import { failureText } from './failureText.ts';
import { Follower } from './follower.ts';
import { type Exit, launch, type Program } from './launch.ts';
import { killTreeNow, type ProcessTree, stopTree } from './processTree.ts';
import { defaultCacheDir, Session } from './session.ts';
import { type Guard, startGuard } from './startGuard.ts';
import { CoreRecorder } from './system/coreRecorder.ts';
import { type Pinning, pinTo } from './system/pinning.ts';
import type { Run, RunFailure, RunOptions, RunResult } from './types.ts';

/**
 * Starts the program. Returns at once and does not throw; what went wrong is in the result of `finished`.
 *
 * The run lasts until the program and every recorded process that it started are over, or until `stop()`: a child
 * that outlives the program is followed to its end, and gets a second to begin to record. `outcome` and `code` are
 * those of the program itself.
 */
export function startRun(options: RunOptions): Run {
  try {
    return new ProgramRun(options);
  } catch (error) {
    return notStarted({ kind: 'session', message: messageOf(error) });
  }
}

/** A run without a folder. */
function notStarted(failure: RunFailure): Run {
  const done = Promise.resolve();
  const finished = Promise.resolve(failedResult(failure));
  const saveTo = () => Promise.reject(new Error(failureText(failure)));
  return { dir: '', pid: null, finished, stop: () => done, dispose: () => done, saveTo };
}

function failedResult(failure: RunFailure): RunResult {
  const outcome: ProcessOutcome = { kind: 'failedToStart', message: failureText(failure) };
  const why = failure.kind === 'stopped' ? 'stop' : 'ended';
  return { outcome, code: null, signal: null, why, wallMs: 0, failure };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const now = (): string => String(process.hrtime.bigint());

class ProgramRun implements Run {
  readonly finished: Promise<RunResult>;
  private readonly options: RunOptions;
  private readonly session: Session;
  private readonly cores: CoreRecorder;
  private readonly follower: Follower;
  private readonly launched: Promise<Program | RunFailure>;
  private readonly killNow = () => killTreeNow(this.tree());
  private guard: Guard | null = null;
  private program: Program | null = null;
  private exit: Exit | null = null;
  private stopping: Promise<void> | null = null;
  private why: RunResult['why'] = 'ended';
  private over = false;

  constructor(options: RunOptions) {
    this.options = options;
    this.session = new Session(options.sessionRoot, options.onBytes);
    this.cores = new CoreRecorder(this.dir, options);
    this.follower = new Follower(this.session, options, () => this.tree(), this.cores);
    process.once('exit', this.killNow);
    this.launched = this.launch();
    this.finished = this.finish();
    // The caller may look at it later, or never.
    this.launched.catch(() => {});
    this.finished.catch(() => {});
  }

  get dir(): string {
    return this.session.dir;
  }

  get pid(): number | null {
    return this.program?.pid ?? null;
  }

  async stop(): Promise<void> {
    await this.end('stop');
    await this.finished.catch(() => {});
  }

  async dispose(): Promise<void> {
    await this.stop();
    // What is not recorded may have outlived the recording.
    await stopTree(() => this.tree());
    process.removeListener('exit', this.killNow);
    await this.session.remove();
    // Last: when we are killed before, the guard removes the folder.
    this.guard?.release();
  }

  saveTo(file: string): Promise<void> {
    return this.session.saveTo(file, this.follower.wholeBytes);
  }

  private tree(): ProcessTree {
    const root = this.program !== null && this.exit === null ? this.program.pid : null;
    return { dir: this.dir, root, recording: this.follower.openPids };
  }

  private async launch(): Promise<Program | RunFailure> {
    const { options, session } = this;
    // The caller gets its `Run` before it hears anything of it.
    await Promise.resolve();
    const file = options.snippet ? session.addSnippet(options.snippet) : options.entry;
    const cache = options.cacheDir ?? defaultCacheDir(session.dir);
    options.onProgress?.({ kind: 'compiling' });
    const compiled = checkFile(file) ?? (await compile(file, cache, options.cwd));
    const pinning = this.pinning();
    this.begin(file);
    if ('kind' in compiled) return compiled;
    if ('kind' in pinning) return pinning;
    if (this.why !== 'ended') return { kind: 'stopped' };
    options.onProgress?.({ kind: 'starting', node: options.node, files: compiled.files });
    return this.spawn(file, cache, pinning.prefix);
  }

  private pinning(): Pinning | RunFailure {
    const { cores, env } = this.options;
    return cores === undefined ? { prefix: [] } : pinTo(cores, env);
  }

  private begin(entry: string): void {
    const { cwd, mode = 'full', cores = availableParallelism() } = this.options;
    const { plan } = this.cores;
    this.session.begin(process.hrtime.bigint(), { cwd, entry, mode, cores, coreRecording: plan });
  }

  private async spawn(file: string, cache: string, prefix: readonly string[]): Promise<Program | RunFailure> {
    const { options, dir } = this;
    const base = options.snippet?.base;
    const config: SessionConfig = {
      dir,
      cache,
      preload: options.assets.preload,
      mode: options.mode ?? 'full',
      parent: null,
      snippet: base === undefined ? null : { file, base },
    };
    this.guard = startGuard(dir, options.node, options.assets);
    try {
      this.program = await launch(options, file, config, this.cores.gate, prefix);
      await this.cores.begin(this.program.pid);
      this.program.release();
      return this.program;
    } catch (error) {
      return { kind: 'spawn', node: options.node.path, message: messageOf(error) };
    }
  }

  private async finish(): Promise<RunResult> {
    try {
      const launched = await this.launched;
      return 'kind' in launched ? this.failed(launched) : await this.follow(launched);
    } catch (error) {
      // A callback failed, or the disk is full: nobody listens to the program any more.
      await stopTree(() => this.tree());
      throw error;
    } finally {
      this.over = true;
      await this.cores.end();
    }
  }

  private failed(failure: RunFailure): RunResult {
    this.session.append({ f: 'failedToStart', ns: now(), message: failureText(failure) });
    return failedResult(failure);
  }

  private async follow(program: Program): Promise<RunResult> {
    this.tell({ f: 'started', pid: program.pid, ns: String(program.startNs) });
    this.options.onProgress?.({ kind: 'running', pid: program.pid });
    void program.exited.then((exit) => this.programEnded(program, exit));
    const timer = this.startTimer();
    try {
      await this.follower.follow(program);
    } finally {
      clearTimeout(timer);
    }
    return this.resultOf(program, await program.exited);
  }

  private programEnded({ pid }: Program, exit: Exit): void {
    this.exit = exit;
    this.tell({ f: 'ended', pid, ns: String(exit.ns), code: exit.code, signal: exit.signal });
  }

  private startTimer(): NodeJS.Timeout | undefined {
    const { timeoutMs } = this.options;
    if (timeoutMs === undefined) return undefined;
    return setTimeout(() => void this.end('timeout'), timeoutMs);
  }

  private resultOf({ startNs }: Program, { code, signal, ns }: Exit): RunResult {
    const outcome: ProcessOutcome =
      signal === null ? { kind: 'exited', code: code ?? 0 } : { kind: 'killed', signal };
    const wallMs = Number(ns - startNs) / 1e6;
    return { outcome, code, signal, why: this.why, wallMs, failure: null };
  }

  private tell(fact: CollectorFact): void {
    this.follower.facts.push(fact);
  }

  /** Ends the tree from outside, once; later calls wait for the first. */
  private end(why: 'stop' | 'timeout'): Promise<void> {
    this.stopping ??= this.over ? Promise.resolve() : this.endTree(why);
    return this.stopping;
  }

  private async endTree(why: 'stop' | 'timeout'): Promise<void> {
    this.why = why;
    const launched = await this.launched.catch(() => null);
    if (launched === null || 'kind' in launched) return;
    if (this.exit === null) await this.follower.settle(launched);
    this.tell({ f: 'stopped', ns: now(), why });
    await stopTree(() => this.tree());
  }
}
