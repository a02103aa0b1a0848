import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Run, type RunOptions, startRun } from '../../src/collector/index.ts';
import { type CollectorFact, type CollectorHeader, FRAME_HEADER_BYTES } from '../../src/shared/frames.ts';
import { isAlive, put, temporaryFolder, waitFor, waitForEnd } from './support.ts';

const root = join(import.meta.dirname, '../..');
const programs = join(root, 'test/fixtures/badluck');

describe('a run', () => {
  const folder = temporaryFolder();
  const runs: Run[] = [];
  let bytes: Map<string, Buffer[]>;
  let output: string;

  beforeEach(() => {
    bytes = new Map();
    output = '';
  });
  afterEach(async () => {
    for (const run of runs.splice(0)) await run.dispose();
  });

  function start(file: string, more: Partial<RunOptions> = {}): Run {
    const run = startRun({
      entry: join(programs, file),
      args: [],
      cwd: programs,
      env: process.env,
      node: { path: process.execPath, version: process.versions.node, electron: false },
      assets: { preload: join(root, 'dist/recorder.cjs') },
      cacheDir: join(folder.path, 'cache'),
      sessionRoot: join(folder.path, 'sessions'),
      stdio: {
        onStdout: (chunk) => {
          output += Buffer.from(chunk).toString();
        },
        onStderr: () => {},
      },
      onBytes: (name, piece) => bytes.set(name, [...(bytes.get(name) ?? []), Buffer.from(piece)]),
      ...more,
    });
    runs.push(run);
    return run;
  }

  /** What the collector itself has recorded. */
  function facts(): [CollectorHeader, ...CollectorFact[]] {
    const stream = Buffer.concat(bytes.get('collector.cvrec') ?? []);
    const found: unknown[] = [];
    for (let at = 0; at < stream.length; ) {
      const end = at + FRAME_HEADER_BYTES + stream.readUInt32LE(at);
      found.push(JSON.parse(stream.toString('utf8', at + FRAME_HEADER_BYTES, end)));
      at = end;
    }
    return found as [CollectorHeader, ...CollectorFact[]];
  }

  const kinds = () =>
    facts()
      .slice(1)
      .map((fact) => 'f' in fact && fact.f);

  it('tells of the program from its start to its end', async () => {
    const run = start('exitsInTheMiddle.ts');
    const result = await run.finished;
    assert.deepEqual(result.outcome, { kind: 'exited', code: 7 });
    assert.equal(result.why, 'ended');
    assert.equal(result.failure, null);
    assert.equal(output, 'counted\n');
    const [header, ...rest] = facts();
    assert.equal(header.role, 'collector');
    assert.equal(header.entry, join(programs, 'exitsInTheMiddle.ts'));
    assert.deepEqual(kinds().sort(), ['clock', 'ended', 'started']);
    const started = rest.find((fact) => fact.f === 'started');
    const ended = rest.find((fact) => fact.f === 'ended');
    assert.equal(started?.pid, run.pid);
    assert.equal(ended?.code, 7);
    assert.ok(BigInt(header.originNs) <= BigInt(started?.ns ?? 0));
    const wallMs = Number(BigInt(ended?.ns ?? 0) - BigInt(started?.ns ?? 0)) / 1e6;
    assert.ok(Math.abs(wallMs - result.wallMs) < 0.001);
  });

  it('hands on the collector’s stream first, and every byte of the program’s', async () => {
    const run = start('exitsInTheMiddle.ts');
    await run.finished;
    assert.equal([...bytes.keys()][0], 'collector.cvrec');
    const files = readdirSync(run.dir).filter((name) => name.endsWith('.cvrec'));
    assert.deepEqual(new Set(files), new Set(bytes.keys()));
    for (const file of files) {
      assert.deepEqual(Buffer.concat(bytes.get(file) ?? []), readFileSync(join(run.dir, file)));
    }
  });

  it('saves its recording as one file, without a frame that was written in part', async () => {
    const run = start('exitsInTheMiddle.ts');
    await run.finished;
    const file = join(folder.path, 'saved.cvrec');
    await run.saveTo(file);
    assert.deepEqual(readFileSync(file), Buffer.concat([...bytes.values()].flat()));
    await assert.rejects(run.saveTo(join(folder.path, 'none', 'saved.cvrec')), { code: 'ENOENT' });
  });

  it('keeps its folder to this user, and removes it in the end', async () => {
    const run = start('exitsInTheMiddle.ts');
    await run.finished;
    assert.equal(statSync(run.dir).mode & 0o077, 0);
    await run.dispose();
    assert.equal(existsSync(run.dir), false);
  });

  it('passes output on byte by byte, from both pipes', async () => {
    const entry = put(
      folder.path,
      'both.js',
      'process.stdout.write(Buffer.from([0, 255, 10])); process.stderr.write("e")',
    );
    const seen: Buffer[] = [];
    const errors: Buffer[] = [];
    const stdio = {
      onStdout: (chunk: Uint8Array) => seen.push(Buffer.from(chunk)),
      onStderr: (chunk: Uint8Array) => errors.push(Buffer.from(chunk)),
    };
    await start('', { entry, stdio }).finished;
    assert.deepEqual(Buffer.concat(seen), Buffer.from([0, 255, 10]));
    assert.equal(Buffer.concat(errors).toString(), 'e');
  });

  it('holds none of 100 MB of output back', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    let printed = 0;
    let looked = 0;
    let peak = 0;
    const before = process.memoryUsage().arrayBuffers;
    const onStdout = (chunk: Uint8Array) => {
      printed += chunk.length;
      if (printed < looked + 10e6) return;
      looked = printed;
      collectGarbage(); // What is still held, not what was not yet thrown away.
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
    };
    const result = await start('prints100MB.ts', { stdio: { onStdout, onStderr: () => {} } }).finished;
    assert.equal(result.code, 0);
    assert.equal(printed, 100_000_000);
    assert.ok(looked > 90e6 && peak < 20e6, `${peak} bytes`);
  });

  it('runs a text without a file as if it lay in the folder', async () => {
    mkdirSync(join(folder.path, 'base'));
    put(join(folder.path, 'base'), 'neighbour.ts', 'export const answer: number = 42;');
    const snippet = {
      source: 'import { answer } from "./neighbour.ts";\nconsole.log(answer as number);\n',
      base: join(folder.path, 'base'),
      extension: '.ts',
    } as const;
    const result = await start('', { entry: join(folder.path, 'Untitled-1'), snippet }).finished;
    assert.equal(result.code, 0);
    assert.equal(output, '42\n');
  });

  it('passes arguments, environment, working directory and options of Node', async () => {
    const entry = put(
      folder.path,
      'given.js',
      `console.log(JSON.stringify([process.argv.slice(2), process.env.GREETING, process.cwd(), process.execArgv]))`,
    );
    const more = { env: { ...process.env, GREETING: 'hello "you"' }, cwd: folder.path };
    await start('', { entry, args: ['a b', '--', ''], execArgv: ['--stack-size=900'], ...more }).finished;
    assert.deepEqual(JSON.parse(output), [
      ['a b', '--', ''],
      'hello "you"',
      folder.path,
      ['--stack-size=900'],
    ]);
  });

  it('limits the memory of the program', async () => {
    const entry = put(
      folder.path,
      'heap.js',
      'console.log(require("v8").getHeapStatistics().heap_size_limit)',
    );
    await start('', { entry, memoryMb: 64 }).finished;
    assert.ok(Number(output) < 300 * 2 ** 20, output);
  });

  for (const file of ['spins.ts', 'spinsInWorker.ts']) {
    it(`stops ${file} within a second`, async () => {
      const run = start(file);
      await waitFor('the loop', () => output.includes('spinning'));
      const begin = performance.now();
      await run.stop();
      assert.ok(performance.now() - begin < 1000);
      const result = await run.finished;
      assert.equal(result.why, 'stop');
      await waitForEnd([run.pid ?? 0]);
      assert.ok(kinds().indexOf('stopped') < kinds().indexOf('ended'));
    });
  }

  it('stops within a second what heeds no signal, with a child in a group of its own', async () => {
    const run = start('deafToSignals.ts');
    await waitFor('two processes', () => output.trim().split('\n').length === 2);
    const begin = performance.now();
    await run.stop();
    assert.ok(performance.now() - begin < 1000);
    await waitForEnd(output.trim().split('\n').map(Number));
  });

  it('ends the program on the time limit', async () => {
    const result = await start('spins.ts', { timeoutMs: 700 }).finished;
    assert.equal(result.why, 'timeout');
    assert.equal(result.outcome.kind, 'killed');
    assert.ok(result.wallMs >= 700 && result.wallMs < 1700, `${result.wallMs} ms`);
  });

  it('can be stopped before the program is started', async () => {
    const run = start('spins.ts');
    await run.stop();
    const result = await run.finished;
    assert.deepEqual(result.failure, { kind: 'stopped' });
    assert.equal(result.why, 'stop');
    assert.equal(run.pid, null);
  });

  it('follows a child that outlives the program', async () => {
    const waiting: number[] = [];
    const run = start('outlivedByChild.ts', {
      onProgress: (step) => step.kind === 'waiting' && waiting.push(step.processes),
    });
    const result = await run.finished;
    assert.deepEqual(result.outcome, { kind: 'exited', code: 3 });
    bytes.delete('system.cvrec'); // Where the system can tell.
    assert.equal(bytes.size, 3, 'the streams of the collector and of two processes');
    assert.deepEqual(waiting, [1]);
  });

  it('does not wait for what is not recorded, and ends it in the end', async () => {
    const entry = put(
      folder.path,
      'daemon.cjs',
      `const child = require('child_process').spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
       console.log(child.pid);
       child.unref();`,
    );
    const run = start('', { entry });
    await run.finished;
    const pid = Number(output);
    assert.equal(isAlive(pid), true);
    await run.dispose();
    await waitForEnd([pid]);
  });

  it('ends a detached child that has outlived the program, on Stop', async () => {
    const spins = 'console.log(process.pid); setInterval(() => {}, 1000)';
    const entry = put(
      folder.path,
      'leaves.cjs',
      `const child = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(spins)}],
         { detached: true, stdio: 'inherit' });
       child.unref();`,
    );
    let isWaiting = false;
    const run = start('', { entry, onProgress: (step) => (isWaiting ||= step.kind === 'waiting') });
    await waitFor('the child, without its parent', () => isWaiting && Number(output) > 0);
    assert.equal(isAlive(Number(output)), true);
    await run.stop();
    await waitForEnd([Number(output)]);
    assert.deepEqual((await run.finished).outcome, { kind: 'exited', code: 0 });
  });

  it('ends the program when its listener fails', async () => {
    const run = start('spins.ts', {
      onBytes: (file) => {
        if (file !== 'collector.cvrec') throw new Error('listener');
      },
    });
    await assert.rejects(run.finished, /listener/);
    await waitForEnd([run.pid ?? 0]);
  });

  describe('that cannot be', () => {
    it('says so of a file that is no program', async () => {
      const result = await start('notes.txt').finished;
      assert.deepEqual(result.failure, { kind: 'notAScript', file: join(programs, 'notes.txt') });
      assert.equal(result.outcome.kind, 'failedToStart');
      assert.deepEqual(kinds(), ['failedToStart']);
    });

    it('says so of a file that is not there', async () => {
      const result = await start('none.ts').finished;
      assert.deepEqual(result.failure, { kind: 'missing', file: join(programs, 'none.ts') });
    });

    it('gives the place of a syntax error, and starts nothing', async () => {
      const run = start('syntaxError.ts');
      const { failure } = await run.finished;
      assert.equal(failure?.kind, 'source');
      assert.deepEqual(failure.at, { file: join(programs, 'syntaxError.ts'), line: 4, column: 23 });
      assert.equal(run.pid, null);
    });

    it('says that Node, or the working directory, is not there', async () => {
      const node = { path: join(folder.path, 'node'), version: '24.0.0', electron: false };
      assert.equal((await start('spins.ts', { node }).finished).failure?.kind, 'spawn');
      const cwd = join(folder.path, 'none');
      assert.equal((await start('spins.ts', { cwd }).finished).failure?.kind, 'spawn');
    });

    it('says that there is no place for its recording', async () => {
      const sessionRoot = join(put(folder.path, 'file', ''), 'below');
      const run = start('spins.ts', { sessionRoot });
      assert.equal((await run.finished).failure?.kind, 'session');
      await assert.rejects(run.saveTo(join(folder.path, 'x')));
    });
  });

  it('leaves an error in another file to the program', async () => {
    const result = await start('importsBroken.ts').finished;
    assert.equal(result.code, 0);
    assert.equal(output, 'before\nSyntaxError\n');
  });
});
