/** Bundles everything into `dist/`. `--watch` rebuilds on change and checks types; `--production` minifies. */
import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

const root = join(import.meta.dirname, '../..');
const watch = process.argv.includes('--watch');
const production = process.argv.includes('--production');

/** Bundles that several others load at run time, instead of containing a copy each: source module → file in `dist`. */
const sharedBundles: readonly (readonly [RegExp, string])[] = [
  [/instrument\/index\.ts$/, './instrument.cjs'],
  [/^typescript$/, './typescript.cjs'],
];

const loadSharedBundles = (own: string): esbuild.Plugin => ({
  name: 'shared bundles',
  setup(build) {
    for (const [filter, file] of sharedBundles) {
      if (file === `./${own}`) continue;
      build.onResolve({ filter }, (args) =>
        args.kind === 'entry-point' ? undefined : { path: file, external: true },
      );
    }
  },
});

/** One problem per line, in the form that `.vscode/tasks.json` matches. */
const reportProblems: esbuild.Plugin = {
  name: 'report problems',
  setup(build) {
    build.onStart(() => {
      if (watch) console.log('[watch] build started');
    });
    build.onEnd((result) => {
      for (const { text, location } of result.errors) {
        console.error(`> ${location?.file}:${location?.line}:${location?.column}: error: ${text}`);
      }
      if (watch) console.log('[watch] build finished');
    });
  },
};

const node = (entry: string, out: string): esbuild.BuildOptions => ({
  entryPoints: [{ in: join(root, entry), out }],
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  format: 'cjs',
  target: 'node22.15',
  external: ['vscode'],
  plugins: [loadSharedBundles(`${out}.cjs`), reportProblems],
});

const bundles: readonly esbuild.BuildOptions[] = [
  node('src/host/extension.ts', 'extension'),
  { ...node('src/cli/main.ts', 'cli'), banner: { js: '#!/usr/bin/env node' } },
  node('src/instrument/index.ts', 'instrument'),
  node('src/instrument/resolve.ts', 'resolve'),
  node('src/recorder/preload.ts', 'recorder'),
  node('src/recorder/drain.ts', 'drain'),
  node('src/collector/guard.ts', 'guard'),
  node('src/collector/system/sampler.ts', 'sampler'),
  { ...node('node_modules/typescript/lib/typescript.js', 'typescript'), minify: true, sourcemap: false },
  {
    entryPoints: [
      { in: join(root, 'webview/main.ts'), out: 'webview' },
      { in: join(root, 'webview/style.css'), out: 'webview' },
    ],
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
    plugins: [reportProblems],
  },
];

const common: esbuild.BuildOptions = {
  absWorkingDir: root,
  outdir: join(root, 'dist'),
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  legalComments: 'none',
  logLevel: 'silent',
};

if (production) await rm(join(root, 'dist'), { recursive: true, force: true });
await mkdir(join(root, 'dist'), { recursive: true });
const contexts = await Promise.all(bundles.map((options) => esbuild.context({ ...common, ...options })));

if (watch) {
  await Promise.all(contexts.map((context) => context.watch()));
  spawn(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-b', '--watch', '--preserveWatchOutput'],
    {
      stdio: 'inherit',
    },
  );
} else {
  const results = await Promise.allSettled(contexts.map((context) => context.rebuild()));
  await Promise.all(contexts.map((context) => context.dispose()));
  if (results.some((result) => result.status === 'rejected')) process.exitCode = 1;
}
