import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endGroup, spawnGroup } from './groups.ts';
import { projectRoot } from './paths.ts';

export interface ServerOptions {
  /** Path of `server-main.js`. */
  readonly main: string;
  /** Folder for its data, which may be new. */
  readonly dataDir: string;
  /** False: every folder counts as trusted. */
  readonly askForTrust: boolean;
  /**
   * `installed`: our extension is there as it is for a person. `underTest`: a window's `tests` are run in its extension
   * host; VS Code then shows no notifications and no dialogs.
   */
  readonly extension: 'installed' | 'underTest';
  readonly env?: Readonly<Record<string, string>>;
}

export interface WindowOptions {
  readonly folder: string;
  /** Absolute path of a file to show. */
  readonly file?: string;
  /** Absolute path of a script whose `run()` is called in the extension host. */
  readonly tests?: string;
}

/** VS Code's server on a free loopback port. */
export interface VscodeServer {
  readonly pid: number;
  /** The address of a window with our extension. It holds the connection token. */
  address(window: WindowOptions): string;
  /** Ends the server and all that it started. */
  stop(): Promise<void>;
  readonly exited: Promise<void>;
}

/** What keeps the first sight of the window calm; a person can change it in the window. */
const settings = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'window.autoDetectColorScheme': true,
  // As on the desktop; in a browser it is on.
  'files.autoSave': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'git.openRepositoryInParentFolders': 'never',
};

/** Rejects with the server's last words when it does not come up. */
export async function startServer(options: ServerOptions): Promise<VscodeServer> {
  const token = randomBytes(16).toString('hex');
  await mkdir(join(options.dataDir, 'data/Machine'), { recursive: true });
  await writeFile(join(options.dataDir, 'data/Machine/settings.json'), JSON.stringify(settings));
  if (options.extension === 'installed') await installExtension(options.dataDir);
  const child = spawnGroup(process.execPath, [options.main, ...serverArgs(options, token)], {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const port = await listening(child);
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    pid: child.pid ?? 0,
    address: (window) => windowAddress(`127.0.0.1:${port}`, token, window),
    stop: () => endGroup(child),
    exited,
  };
}

/** By a link to the project: a reload of the window takes in what was built since. */
async function installExtension(dataDir: string): Promise<void> {
  await mkdir(join(dataDir, 'extensions'), { recursive: true });
  // A junction needs no special rights on Windows.
  await symlink(projectRoot, join(dataDir, 'extensions/concurrency-visualizer'), 'junction');
}

const serverArgs = ({ dataDir, askForTrust, extension }: ServerOptions, token: string): string[] => [
  ...['--host', '127.0.0.1', '--port', '0', '--connection-token', token],
  ...['--accept-server-license-terms', '--telemetry-level', 'off'],
  ...['--server-data-dir', dataDir, '--extensions-dir', join(dataDir, 'extensions')],
  // Without it, an address cannot name tests.
  ...(extension === 'underTest' ? ['--enable-smoke-test-driver'] : []),
  ...(askForTrust ? [] : ['--disable-workspace-trust']),
];

/** The port, as soon as the server says that it listens. */
async function listening(child: ChildProcess): Promise<string> {
  const words: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => words.push(String(chunk)));
  if (!child.stdout) throw new Error('the server has no output');
  for await (const line of createInterface(child.stdout)) {
    words.push(`${line}\n`);
    const port = /listening on (\d+)/.exec(line)?.[1];
    // From here on nobody reads, and the pipes must not fill up.
    if (port) {
      child.stdout.resume();
      return port;
    }
  }
  throw new Error(`VS Code's server ended before it listened:\n${words.join('').slice(-2000)}`);
}

function windowAddress(authority: string, token: string, { folder, file, tests }: WindowOptions): string {
  const remote = (path: string) => `vscode-remote://${authority}${encodeURI(path)}`;
  const payload = [
    ['skipWelcome', 'true'],
    ...(file ? [['openFile', remote(file)]] : []),
    ...(tests ? [['extensionDevelopmentPath', remote(projectRoot)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
  ];
  const query = new URLSearchParams({ tkn: token, folder, payload: JSON.stringify(payload) });
  return `http://${authority}/?${query}`;
}
