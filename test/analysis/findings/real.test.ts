import { deepStrictEqual, ok } from 'node:assert';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Finding, findingKinds, findingsOf, sentenceText } from '../../../src/analysis/index.ts';
import { openRecording } from '../../page/testPanel.ts';
import { runNode } from '../../recorder/record.ts';

const programs = join(import.meta.dirname, '../../fixtures/findings');
const cli = join(import.meta.dirname, '../../../dist/cli.cjs');
/** Programs that need more than their file to show what they have. */
const options: Readonly<Record<string, readonly string[]>> = { fewCores: ['--cores', '1'] };

const shown = ({ kind, sentence, site }: Finding): string =>
  `${kind} ${site?.line}: ${sentenceText(sentence)}`;

describe('findings of real programs', function () {
  this.retries(3);
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cv-findings-'));
  });
  after(() => rm(folder, { recursive: true }));

  async function findingsIn(name: string, own: readonly string[]): Promise<readonly Finding[]> {
    const path = join(folder, `${name}.cvtrace`);
    const args = ['run', '--quiet', '--node', process.execPath, '--out', path, ...own, `${name}.ts`];
    await runNode([cli, ...args], programs);
    return findingsOf(openRecording(path).tables);
  }

  for (const kind of findingKinds) {
    it(`${kind}: at its line, and proven`, async () => {
      const found = await findingsIn(`${kind}-bad`, options[kind] ?? []);
      const finding = found.find((one) => one.kind === kind);
      ok(finding, `found only: ${found.map(shown).join('\n')}`);
      const text = await readFile(join(programs, `${kind}-bad.ts`), 'utf8');
      const line = text.split('\n').findIndex((one) => one.endsWith('// here')) + 1;
      deepStrictEqual(
        { file: finding.site?.file, line: finding.site?.line },
        { file: `${kind}-bad.ts`, line },
        shown(finding),
      );
      ok(finding.evidence.length > 0 && finding.sizeNs > 0);
    });

    it(`${kind}: nothing in the twin that is right`, async () => {
      const found = await findingsIn(`${kind}-good`, options[kind] ?? []);
      deepStrictEqual(found.map(shown), []);
    });
  }

  it('blockedLoop: also by a task that goes on at once, again and again', async () => {
    const found = await findingsIn('microtasks-bad', []);
    deepStrictEqual(
      found.map(({ kind, site }) => `${kind} ${site?.line}`),
      ['blockedLoop 7'],
    );
  });
});
