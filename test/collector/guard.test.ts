import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startGuard } from '../../src/collector/startGuard.ts';
import { SESSION_VARIABLE } from '../../src/shared/session.ts';
import { isAlive, numbersFrom, startNode, temporaryFolder, waitFor, waitForEnd } from './support.ts';

const source = join(import.meta.dirname, '../../src/collector');
const node = { path: process.execPath, version: process.versions.node, electron: false };
const assets = { preload: '', guard: join(source, 'guard.ts') };
const deaf = `process.on('SIGTERM', () => {}); console.log(process.pid); setInterval(() => {}, 1000);`;

describe('the guard', () => {
  const folder = temporaryFolder();

  /** A collector with a guard, and a program of two processes that do not heed requests. */
  async function startCollector() {
    const dir = join(folder.path, 'session "1"');
    mkdirSync(dir);
    const fork = (script: string) =>
      `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(script)}], { stdio: 'inherit', detached: true })`;
    const env = JSON.stringify({ [SESSION_VARIABLE]: JSON.stringify({ dir }) });
    const collector = startNode(`
      const { startGuard } = require(${JSON.stringify(join(source, 'startGuard.ts'))});
      const guard = startGuard(${JSON.stringify(dir)}, ${JSON.stringify(node)}, ${JSON.stringify(assets)});
      Object.assign(process.env, ${env});
      ${fork(`${fork(deaf)}; ${deaf}`)};
    `);
    const pids = numbersFrom(collector);
    await waitFor('the program', () => pids.length === 2);
    return { dir, collector, pids };
  }

  it('ends the program and removes its folder when the collector is killed', async () => {
    const { dir, collector, pids } = await startCollector();
    collector.kill('SIGKILL');
    await waitForEnd(pids, 15_000);
    await waitFor('the folder’s removal', () => !existsSync(dir));
  });

  it('goes away and leaves everything alone when it is released', async () => {
    const env = { ...process.env, [SESSION_VARIABLE]: JSON.stringify({ dir: folder.path }) };
    const program = numbersFrom(startNode(deaf, { env }));
    await waitFor('the program', () => program.length === 1);
    const guard = startGuard(folder.path, node, assets);
    assert.ok(isAlive(guard.pid));
    guard.release();
    await waitFor('the guard’s end', () => !isAlive(guard.pid));
    assert.ok(isAlive(program[0] ?? 0));
    assert.ok(existsSync(folder.path));
  });
});
