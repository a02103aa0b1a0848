/** VS Code's own server, as npm has it: for machines where desktop VS Code cannot be had. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheRoot } from './paths.ts';

/** Carries VS Code 1.139.1. */
const PACKAGE = 'code-server@4.139.1';

/**
 * Installs the server into the cache, unless it is there (about 400 MB). Returns the path of its main script.
 * Rejects with a sentence when npm fails.
 */
export async function installServer(say: (line: string) => void): Promise<string> {
  const target = join(cacheRoot, PACKAGE);
  const server = (root: string) => join(root, 'node_modules/code-server/lib/vscode');
  if (!existsSync(target)) {
    say(`Installing VS Code's server (${PACKAGE}, 400 MB, once) …`);
    const fresh = `${target}-${process.pid}`;
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { recursive: true });
    await writeFile(join(fresh, 'package.json'), '{ "private": true }\n');
    await npm(fresh, ['install', '--no-save', PACKAGE]);
    await npm(server(fresh), ['install', '--omit=dev']);
    // TypeScript, for the editor's language features.
    await npm(join(server(fresh), 'extensions'), ['install', '--omit=dev']);
    // In place only when it is complete.
    await rename(fresh, target);
  }
  const logger = join(server(target), 'node_modules/@vscode/spdlog/index.js');
  await copyFile(join(import.meta.dirname, 'serverLog.cjs'), logger);
  return join(server(target), 'out/server-main.js');
}

/** Without install scripts: those of this package refuse our Node; the one native module that is needed is replaced. */
async function npm(cwd: string, args: readonly string[]): Promise<void> {
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const child = spawn('npm', [...args, '--prefix', cwd, ...quiet], {
    cwd,
    shell: process.platform === 'win32',
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0)
    throw new Error(`npm ${args.join(' ')} failed with code ${code}. Check the network and try again.`);
}
