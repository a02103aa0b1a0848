/** Runs a program under the recorder, through the command line, for tests that look at its timeline. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Recording, type TimelineTables } from '../../src/analysis/index.ts';
import type { TimelineJson } from '../../src/shared/timelineJson.ts';

export const root = join(import.meta.dirname, '../..');
const commandLine = join(root, 'dist/cli.cjs');

export interface ProgramResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** Runs Node with these arguments and collects what it prints. */
export function runNode(args: readonly string[], cwd: string): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject).on('close', (code) => resolve({ stdout, stderr, code }));
  });
}

/** Runs a program under the recorder, in its own folder. Nothing but the program's own words is printed. */
export function runRecorded(file: string, options: readonly string[] = []): Promise<ProgramResult> {
  return runNode(
    [commandLine, 'run', '--quiet', '--node', process.execPath, ...options, file],
    dirname(file),
  );
}

/** Runs a program under the recorder and reads its timeline. */
export async function timelineOf(
  file: string,
  options: readonly string[] = [],
): Promise<ProgramResult & { readonly timeline: TimelineJson }> {
  const { output, ...result } = await runWithOutput(file, '--json', options);
  return { ...result, timeline: JSON.parse(output.toString('utf8')) as TimelineJson };
}

/** Runs a program under the recorder and reads its recording into tables. */
export async function recordingOf(
  file: string,
): Promise<ProgramResult & { readonly tables: TimelineTables }> {
  const { output, ...result } = await runWithOutput(file, '--out');
  const recording = new Recording();
  recording.push('recording', output);
  recording.finish();
  return { ...result, tables: recording.tables };
}

/** Runs a program under the recorder; `option` names the file that is read and removed afterwards. */
async function runWithOutput(
  file: string,
  option: '--json' | '--out',
  more: readonly string[] = [],
): Promise<ProgramResult & { readonly output: Buffer }> {
  const dir = await mkdtemp(join(tmpdir(), 'timeline-'));
  try {
    const path = join(dir, 'output');
    const result = await runRecorded(file, [...more, option, path]);
    return { ...result, output: await readFile(path) };
  } finally {
    await rm(dir, { recursive: true });
  }
}
