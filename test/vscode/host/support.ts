/** What the tests in the extension host share. */
import { strict as assert } from 'node:assert';
import { mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { ConcurrencyVisualizerApi } from '../../../src/host/extension.ts';
import type { RunStatus } from '../../../src/shared/protocol.ts';
import { SESSION_VARIABLE } from '../../../src/shared/session.ts';

const EXTENSION = 'concurrency-visualizer.concurrency-visualizer';

/** The workspace folder, which is a fresh one. */
export const folder = (): string => {
  const path = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  assert(path, 'the tests need a workspace folder');
  return path;
};

export async function api(): Promise<ConcurrencyVisualizerApi> {
  const extension = vscode.extensions.getExtension<ConcurrencyVisualizerApi>(EXTENSION);
  assert(extension, `${EXTENSION} is not there`);
  return extension.activate();
}

/** Writes a file into the workspace. */
export async function write(name: string, text: string): Promise<vscode.Uri> {
  const path = join(folder(), name);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
  return vscode.Uri.file(path);
}

/** Calls one of our commands; resolves when what it does is over. */
export const command = (name: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(`concurrencyVisualizer.${name}`, ...args);

/** Runs a document to its end and returns how it ended. */
export async function runToEnd(document: vscode.Uri): Promise<RunStatus> {
  const { status } = await api();
  await command('run', document);
  return status();
}

type Falsy = false | 0 | '' | null | undefined;

/** Waits until `look` returns something, and returns it. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  withinMs = 15_000,
): Promise<Exclude<T, Falsy>> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found) return found as Exclude<T, Falsy>;
    assert(performance.now() < endMs, `waited ${withinMs} ms for: ${what}`);
    await delay(20);
  }
}

export const untilPhase = async (phase: RunStatus['phase']): Promise<RunStatus> => {
  const { status } = await api();
  return until(`phase ${phase}, now ${JSON.stringify(status())}`, () => status().phase === phase && status());
};

/** Pids of the recorded processes that work in our folder; Linux only. */
export async function recordedPids(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const recorded = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
      const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
      return environment.includes(`${SESSION_VARIABLE}=`) && cwd === folder() ? pid : null;
    }),
  );
  return recorded.filter((pid) => pid !== null);
}
