/**
 * Tests the extension in a real VS Code: in the extension host (desktop VS Code where it and a display can be had, else
 * VS Code's server), and as a person in a browser. `--bundle-only` stops after bundling the tests of the first kind.
 * Names of files in `test/vscode/ui` choose some of the second kind; `--host` chooses the first kind alone.
 */
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endGroupsWithUs, spawnGroup } from './groups.ts';
import { bundleHostTests, runHostTests } from './hostTests.ts';
import { projectRoot } from './paths.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'bundle-only': { type: 'boolean', default: false },
    host: { type: 'boolean', default: false },
  },
});

endGroupsWithUs(() => process.exit(1));
const bundle = await bundleHostTests();
if (!values['bundle-only']) {
  const hostFailed = positionals.length === 0 && !(await runHostTests(bundle));
  const uiFailed = !values.host && !(await runUiTests(positionals));
  process.exitCode = hostFailed || uiFailed ? 1 : 0;
}

/** Resolves to whether all tests passed. */
async function runUiTests(names: readonly string[]): Promise<boolean> {
  const found = globSync('test/vscode/ui/*.test.ts', { cwd: projectRoot });
  const chosen = found.filter((file) => names.length === 0 || names.some((name) => file.includes(name)));
  const mocha = join(projectRoot, 'node_modules/mocha/bin/mocha.js');
  const options = ['--no-config', '--timeout', '120000', '--retries', '1', '--forbid-only'];
  const child = spawnGroup(process.execPath, [mocha, ...options, ...chosen.sort()], {
    cwd: projectRoot,
    stdio: 'inherit',
  });
  const [code] = await once(child, 'exit');
  return code === 0;
}
