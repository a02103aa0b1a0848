import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Recording, timelineJsonChunks } from '../../src/analysis/index.ts';
import { waitFor, waitForEnd } from '../collector/support.ts';
import { outputFolder, programs, runCli, runNode, startCli } from './support.ts';

describe('the command line', () => {
  const out = outputFolder();
  const run = (args: readonly string[], input = '') => runCli(args, { env: out.env(), input });

  describe('leaves the program as it is', () => {
    it('arguments, standard input, environment, working directory, standard output', async () => {
      const args = ['--out', 'x', 'a b', '', '--', '-h'];
      const options = { env: { ...out.env(), GREETING: 'hello' }, input: 'line 1\nline 2' };
      const { code, stdout, stderr } = await runCli(['run', 'arguments.ts', '--', ...args], options);
      assert.equal(code, 0);
      assert.deepEqual(JSON.parse(stdout), {
        args,
        input: 'line 1\nline 2',
        cwd: programs,
        greeting: 'hello',
      });
      assert.equal(stderr, '');
    });

    for (const file of [
      'exitsInTheMiddle.ts',
      'terminatesWorker.ts',
      'killsChild.ts',
      'importsBroken.ts',
      'hostileNames.ts',
    ]) {
      it(`the same output and exit code as with plain Node: ${file}`, async () => {
        const [plain, recorded] = [await runNode([file]), await run(['run', file, '--quiet'])];
        assert.equal(recorded.stdout, plain.stdout);
        assert.equal(recorded.code, plain.code);
      });
    }
  });

  describe('exits', () => {
    it('with the program’s own code', async () => {
      assert.equal((await run(['run', 'exitsInTheMiddle.ts'])).code, 7);
      assert.equal((await run(['run', 'throwsAtOnce.ts'])).code, 1);
    });

    it('as shells do when a signal ended the program', async () => {
      assert.equal((await run(['run', 'killsItself.ts'])).code, 128 + 9);
    });

    it('with 124 on the time limit, and says so', async () => {
      const { code, stderr, stdout } = await run(['run', 'spins.ts', '--timeout', '1']);
      assert.equal(code, 124);
      assert.equal(stdout, 'spinning\n');
      assert.match(stderr, /ended after 1 s, its time limit/);
    });

    const refused: readonly (readonly [readonly string[], RegExp])[] = [
      [['run', 'notes.txt'], /notes\.txt is not a TypeScript or JavaScript file/],
      [['run', 'none.ts'], /no file .*none\.ts/],
      [['run', 'syntaxError.ts'], /syntaxError\.ts:4:23: \S/],
      [['run', 'spins.ts', '--node', './none'], /none is not a Node that can be run/],
      [['run', 'spins.ts', '--json', 'none/x.json'], /none\/x\.json cannot be written/],
      [['run', 'spins.ts', '--out', '.'], /cannot be written: it is a folder/],
      [['run', 'spins.ts', '--colour'], /--colour.*\n.*--help/],
      [[], /No command/],
    ];
    for (const [args, message] of refused) {
      it(`with 125 and a sentence: ${args.join(' ') || '(nothing)'}`, async () => {
        for (const quiet of [[], ['--quiet']]) {
          const { code, stdout, stderr } = await run([...args, ...quiet]);
          assert.equal(code, 125);
          assert.equal(stdout, '');
          assert.match(stderr, message);
          assert.match(stderr, /^concurrency-visualizer: /);
          assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
        }
      });
    }
  });

  describe('writes', () => {
    it('nothing of its own unless it is asked to', async () => {
      for (const quiet of [[], ['--quiet']]) {
        assert.equal((await run(['run', 'exitsInTheMiddle.ts', ...quiet])).stderr, '');
      }
      const timedOut = await run(['run', 'spins.ts', '--timeout', '0.8', '--quiet']);
      assert.equal(timedOut.stderr, '');
    });

    it('a summary as one line of JSON, the last of standard error', async () => {
      const { stderr } = await run(['run', 'unhandledRejection.ts', '--summary', 'json']);
      const lines = stderr.trimEnd().split('\n');
      const summary = JSON.parse(lines.at(-1) ?? '');
      assert.deepEqual(Object.keys(summary), [
        'outcome',
        'wallMs',
        'processes',
        'threads',
        'tasks',
        'messages',
        'dropped',
        'skipped',
        'clockErrorNs',
        'mode',
        'exactCauses',
        'cost',
        'verdict',
        'maxInProgress',
        'meanInProgress',
        'maxRunning',
        'meanRunning',
        'workMs',
        'criticalPathMs',
        'parallelism',
        'findings',
      ]);
      assert.deepEqual(summary.findings, [
        {
          kind: 'unhandledRejection',
          sentence: 'Nobody handled a rejection: TypeError: nobody handles this',
          file: 'unhandledRejection.ts',
          line: 3,
        },
      ]);
      assert.deepEqual(summary.outcome, { kind: 'exited', code: 1 });
      assert.equal(summary.processes, 1);
      assert.equal(summary.dropped, 0);
      assert.equal(summary.skipped, 0);
      assert.ok(summary.clockErrorNs > 0 && summary.wallMs > 0);
      assert.match(stderr, /TypeError: nobody handles this/, 'the program’s own error output is there too');
    });

    it('a summary for a person', async () => {
      const { stderr } = await run(['run', 'exitsInTheMiddle.ts', '--summary', 'text', '--quiet']);
      assert.match(stderr, /code 7/);
      assert.match(stderr, /processes 1/);
      assert.doesNotMatch(stderr, /rejection/);
    });

    it('findings in it, a line each', async () => {
      const { stderr } = await run(['run', 'unhandledRejection.ts', '--summary', 'text', '--quiet']);
      const found = stderr.split('\n').filter((line) => line.startsWith('Nobody handled'));
      assert.deepEqual(found, ['Nobody handled a rejection: TypeError: nobody handles this']);
    });

    it('a recording that gives the same timeline as the live one', async () => {
      const [saved, json] = [out.file('a.cvrec'), out.file('a.json')];
      await run(['run', 'killsChild.ts', '--out', saved, '--json', json]);
      const recording = new Recording();
      recording.push('a.cvrec', readFileSync(saved));
      recording.finish();
      const again = JSON.parse([...timelineJsonChunks(recording.tables)].join(''));
      const live = out.timeline('a.json');
      assert.equal(recording.tables.facts.skipped, 0);
      assert.equal(again.processes.length, 2);
      for (const table of ['processes', 'threads', 'tasks', 'spans', 'links', 'marks'] as const) {
        assert.equal(again[table].length, live[table].length, table);
      }
    });

    it('help and version to standard output', async () => {
      const help = await run(['--help']);
      assert.match(
        help.stdout,
        /^Usage: concurrency-visualizer run <file> \[options\] \[-- program arguments\]/,
      );
      assert.equal(help.code, 0);
      const { version } = JSON.parse(readFileSync(join(programs, '../../../package.json'), 'utf8'));
      assert.equal((await run(['--version'])).stdout, `${version}\n`);
    });

    it('file names so that they cannot drive the terminal', async () => {
      const name = '\u001b]0;x\u0007\u202eст.txt';
      const { stderr } = await run(['run', name]);
      assert.match(stderr, /\\u\{1b\}\]0;x\\u\{7\}\\u\{202e\}ст\.txt/);
      assert.equal(
        [...'\u001b\u0007\u202e'].some((char) => stderr.includes(char)),
        false,
      );
    });
  });

  describe('chooses Node', () => {
    it('its own when the one on the PATH is too old', async () => {
      const folder = out.file('old');
      mkdirSync(folder);
      writeFileSync(join(folder, 'node'), `#!/bin/sh\necho '["20.1.0",null]'\n`);
      chmodSync(join(folder, 'node'), 0o755);
      const program = out.file('version.ts');
      writeFileSync(program, 'console.log(process.version as string);');
      const env = { ...out.env(), PATH: `${folder}:${dirname('/bin/sh')}` };
      const { code, stdout } = await runCli(['run', program], { env });
      assert.equal(code, 0);
      assert.equal(stdout, `${process.version}\n`);
      const refused = await runCli(['run', program, '--node', join(folder, 'node')], { env });
      assert.equal(refused.code, 125);
      assert.match(refused.stderr, /is Node 20\.1\.0, and programs need Node 22\.15 or newer/);
    });
  });

  describe('leaves nothing behind', () => {
    async function startDeaf() {
      const cli = startCli(['run', 'deafToSignals.ts'], { env: out.env() });
      const pids = () => cli.stdout().trim().split('\n').filter(Boolean).map(Number);
      await waitFor('two processes', () => pids().length === 2);
      return { cli, pids: pids() };
    }

    it('when the program ends by itself', async () => {
      await run(['run', 'exitsInTheMiddle.ts']);
      assert.deepEqual(out.sessions(), []);
    });

    const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
    for (const [signal, code] of Object.entries(codes)) {
      it(`on ${signal}, within a second`, async () => {
        const { cli, pids } = await startDeaf();
        const begin = performance.now();
        cli.child.kill(signal as NodeJS.Signals);
        assert.equal((await cli.ended).code, code);
        assert.ok(performance.now() - begin < 1000);
        await waitForEnd(pids);
        assert.deepEqual(out.sessions(), []);
      });
    }

    it('when it is killed itself', async () => {
      const { cli, pids } = await startDeaf();
      assert.equal(out.sessions().length, 1);
      cli.child.kill('SIGKILL');
      await once(cli.child, 'exit');
      await waitForEnd(pids, 15_000);
      await waitFor('the folder’s removal', () => out.sessions().length === 0);
    });

    it('and still writes what was asked for when it is interrupted', async () => {
      const json = out.file('interrupted.json');
      const cli = startCli(['run', 'spins.ts', '--json', json], { env: out.env() });
      await waitFor('the loop', () => cli.stdout() === 'spinning\n');
      cli.child.kill('SIGINT');
      assert.equal((await cli.ended).code, 130);
      assert.ok(existsSync(json));
      assert.equal(out.timeline('interrupted.json').processes[0]?.outcome?.kind, 'killed');
    });
  });
});
