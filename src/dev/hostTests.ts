/** The tests that run in the extension host. */
import { createReadStream, existsSync, globSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runTests } from '@vscode/test-electron';
import * as esbuild from 'esbuild';
import { launchChromium } from './chromium.ts';
import { desktopArgs, desktopVscode } from './desktop.ts';
import { installServer } from './installServer.ts';
import { cacheRoot, projectRoot } from './paths.ts';
import { REPORT_VARIABLE, type ReportLine } from './testReport.ts';
import { startServer } from './vscodeServer.ts';

const source = 'test/vscode/host';
/** Longest time from one result to the next, in ms. */
const SILENCE_MS = 120_000;
const POLL_MS = 100;

/** Bundles the tests, as VS Code loads them. Returns the path of the script whose `run()` runs them. */
export async function bundleHostTests(): Promise<string> {
  const outdir = join(cacheRoot, 'host-tests');
  const tests = globSync(`${source}/*.test.ts`, { cwd: projectRoot });
  const all = tests.sort().map((file) => `import './${file}';`);
  const common: esbuild.BuildOptions = {
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22.15',
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    absWorkingDir: projectRoot,
  };
  await esbuild.build({ ...common, entryPoints: [`${source}/run.ts`], outfile: join(outdir, 'run.cjs') });
  const stdin = { contents: all.join('\n'), resolveDir: projectRoot };
  await esbuild.build({ ...common, stdin, outfile: join(outdir, 'tests.cjs') });
  return join(outdir, 'run.cjs');
}

/** Runs them in desktop VS Code, else in VS Code's server. Resolves to whether all passed. */
export async function runHostTests(bundle: string): Promise<boolean> {
  const root = await mkdtemp(join(tmpdir(), 'concurrency-visualizer-test-'));
  const folder = join(root, 'workspace');
  await mkdir(folder);
  const report = join(root, 'report.jsonl');
  await writeFile(report, '');
  const desktop = await desktopVscode(console.log);
  const env = { [REPORT_VARIABLE]: report };
  const results = printReport(report);
  // It is looked at when VS Code is over.
  results.catch(() => {});
  try {
    if (desktop) await runInDesktop(desktop, { root, folder, bundle, env });
    else return await runInServer({ root, folder, bundle, env }, results);
    return await results;
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

interface HostTestRun {
  readonly root: string;
  readonly folder: string;
  readonly bundle: string;
  readonly env: Readonly<Record<string, string>>;
}

async function runInDesktop(
  vscodeExecutablePath: string,
  { root, folder, bundle, env }: HostTestRun,
): Promise<void> {
  const options = { vscodeExecutablePath, extensionDevelopmentPath: projectRoot, extensionTestsPath: bundle };
  const launchArgs = [folder, '--disable-extensions', ...desktopArgs(root)];
  // Failures are in the report.
  await runTests({ ...options, extensionTestsEnv: env, launchArgs }).catch(() => {});
}

async function runInServer(run: HostTestRun, results: Promise<boolean>): Promise<boolean> {
  const main = await installServer(console.log);
  const server = await startServer({
    main,
    dataDir: join(run.root, 'server'),
    askForTrust: false,
    extension: 'underTest',
    env: run.env,
  });
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(server.address({ folder: run.folder, tests: run.bundle }));
    return await results;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Prints results as they come. Resolves, after the last, to whether all passed; rejects after a long silence. */
async function printReport(file: string): Promise<boolean> {
  console.log('\n  In the extension host');
  let read = 0;
  let lastMs = performance.now();
  while (performance.now() < lastMs + SILENCE_MS) {
    await delay(POLL_MS);
    if (!existsSync(file)) break;
    const text = (await createReadStream(file, { encoding: 'utf8', start: read }).toArray()).join('');
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole === '') continue;
    read += Buffer.byteLength(whole);
    lastMs = performance.now();
    for (const line of whole.trimEnd().split('\n')) {
      const entry: ReportLine = JSON.parse(line);
      if (entry.kind === 'end') return entry.failures === 0;
      printResult(entry);
    }
  }
  throw new Error(`no result came from the extension host for ${SILENCE_MS / 1000} s`);
}

function printResult(entry: Exclude<ReportLine, { kind: 'end' }>): void {
  switch (entry.kind) {
    case 'pass':
      console.log(`    ✔ ${entry.title} (${entry.ms} ms)`);
      break;
    case 'skipped':
      console.log(`    - ${entry.title}`);
      break;
    case 'fail':
      console.log(`    ✘ ${entry.title}\n${entry.message.replace(/^/gm, '        ')}`);
      break;
  }
}
