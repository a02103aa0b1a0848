/** Runs in the extension host: all `*.test.ts` of this folder, in one bundle. VS Code calls `run`. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import Mocha from 'mocha';
import { REPORT_VARIABLE, type ReportLine } from '../../../src/dev/testReport.ts';

const report = (line: ReportLine): void => {
  const file = process.env[REPORT_VARIABLE];
  if (file) appendFileSync(file, `${JSON.stringify(line)}\n`);
};

/** Resolves when all tests passed; rejects otherwise. Each result is a line in the report. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ retries: 1, timeout: 30_000, forbidOnly: true });
  mocha.addFile(join(__dirname, 'tests.cjs'));
  const failures = await new Promise<number>((resolve) => {
    mocha
      .run(resolve)
      .on('pass', (test) => report({ kind: 'pass', title: test.fullTitle(), ms: test.duration ?? 0 }))
      .on('pending', (test) => report({ kind: 'skipped', title: test.fullTitle() }))
      .on('fail', (test, error) =>
        report({ kind: 'fail', title: test.fullTitle(), message: error.stack ?? String(error) }),
      );
  });
  report({ kind: 'end', failures });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}
