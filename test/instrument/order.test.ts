/** Probes do not change what a program prints, in which order, with which exit code, and from which lines its errors come. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'acorn';
import { readCached } from '../../src/instrument/cache.ts';
import { formatHintOf } from '../../src/instrument/formatHint.ts';
import { prepareGraph } from '../../src/instrument/graph.ts';
import { expectedOutcome, orderPrograms, runNode } from './orderPrograms.ts';

const preload = join(import.meta.dirname, 'fakeProbes.ts');
const programs = orderPrograms();

describe('instrumented programs', () => {
  let cache = '';
  before(() => {
    cache = mkdtempSync(join(tmpdir(), 'cv-order-'));
  });
  after(() => rmSync(cache, { recursive: true }));

  it('are many', () => assert.ok(programs.length >= 55, `found ${programs.length}`));

  for (const program of programs) {
    it(`run as before: ${program.name}`, async () => {
      const { errors } = await prepareGraph(program.file, cache);
      assert.deepEqual(errors, []);
      const faultsFile = join(cache, 'faults');
      const env = { PROBE_CACHE: cache, PROBE_FAULTS: faultsFile };
      const [expected, actual] = await Promise.all([
        expectedOutcome(program),
        runNode(['--require', preload, program.file], program.file, env),
      ]);
      assert.deepEqual(actual, expected);
      const { begun, faults } = JSON.parse(readFileSync(faultsFile, 'utf8'));
      assert.deepEqual(faults, []);
      assert.ok(begun > 0, 'no probe was called');
    });

    it(`parse, and keep their lines: ${program.name}`, async () => {
      await prepareGraph(program.file, cache);
      const source = readFileSync(program.file, 'utf8');
      const formatHint = formatHintOf(program.file);
      const fileName = program.file;
      const made = readCached(cache, source, formatHint ? { fileName, formatHint } : { fileName });
      assert.ok(made !== null && made.note === null && made.sites.length > 0);
      const sourceType = made.format === 'module' ? 'module' : 'script';
      const options = {
        ecmaVersion: 'latest',
        allowHashBang: true,
        allowReturnOutsideFunction: true,
      } as const;
      parse(made.code, { ...options, allowReturnOutsideFunction: sourceType === 'script', sourceType });
      const lineCount = (text: string): number => text.split('\n').length;
      const code = made.code.replace(/\n?\/\/# sourceURL=.*$/, source.endsWith('\n') ? '\n' : '');
      if (!made.mapped) assert.equal(lineCount(code), lineCount(source));
      for (const [line, column] of made.sites) {
        const text = source.split('\n')[line - 1];
        assert.ok(text !== undefined && column >= 1 && column <= text.length + 1, `${line}:${column}`);
      }
    });
  }
});
