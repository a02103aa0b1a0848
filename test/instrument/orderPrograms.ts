/** The programs under `test/fixtures/order`, found by glob, and how they are run and compared. */
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

const folder = join(import.meta.dirname, '../fixtures/order');

export interface OrderProgram {
  readonly name: string;
  readonly file: string;
  /** What it prints, for programs that Node alone cannot run; null: what plain Node says is right. */
  readonly expected: string | null;
}

export function orderPrograms(): OrderProgram[] {
  const isSource = (file: string): boolean => /\.(?:[cm]?[jt]s|tsx)$/.test(file);
  const files = globSync(['*', '*/main.*'], { cwd: folder }).filter(isSource).sort();
  return files.map((name) => {
    const file = join(folder, name);
    const out = `${file}.out`;
    return { name, file, expected: existsSync(out) ? readFileSync(out, 'utf8') : null };
  });
}

/** What must be the same with and without probes. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  /** Places in the program and error messages on standard error; warnings, excerpts and columns are left out. */
  readonly errorLines: readonly string[];
}

/** Runs Node with these arguments, in the program's folder. Rejects when it does not end in time. */
export function runNode(
  args: readonly string[],
  file: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: dirname(file),
      env: { ...process.env, NODE_OPTIONS: '', NODE_NO_WARNINGS: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 30_000,
      killSignal: 'SIGKILL',
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (signal !== null)
        reject(new Error(`${basename(file)} was ended by ${signal}\n${stdout}\n${stderr}`));
      else resolve({ code, stdout, errorLines: errorLines(stderr) });
    });
  });
}

function errorLines(stderr: string): string[] {
  const lines = stderr.split('\n').map((line) => line.replaceAll('file://', ''));
  const kept = lines.filter((line) => {
    if (/^\s+at /.test(line)) return !line.includes('node:');
    return /^\w*(?:Error|Exception)\b/.test(line) || /^[/\w].*:\d+$/.test(line);
  });
  return kept.map((line) =>
    line.replace(/(:\d+):\d+(?=\)?$)/, '$1').replaceAll(folder, relative('/', '/order')),
  );
}

/** Plain Node's outcome of a program, or the one that is written beside it. */
export async function expectedOutcome(program: OrderProgram): Promise<Outcome> {
  if (program.expected !== null) return { code: 0, stdout: program.expected, errorLines: [] };
  return await runNode([program.file], program.file);
}
