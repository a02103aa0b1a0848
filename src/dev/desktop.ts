/** Desktop VS Code, where it and a display can be had. */
import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { cacheRoot, projectRoot } from './paths.ts';

/** Longest silence of the download, in ms. */
const IDLE_MS = 10_000;

/** Path of desktop VS Code; null where there is no display, or it cannot be downloaded. `say` is told the reason. */
export async function desktopVscode(say: (line: string) => void): Promise<string | null> {
  if (!hasDisplay()) {
    say('There is no display.');
    return null;
  }
  say('Looking for desktop VS Code (downloaded once) …');
  const options = { cachePath: cacheRoot, timeout: IDLE_MS, extensionDevelopmentPath: projectRoot };
  try {
    return await downloadAndUnzipVSCode({ ...options, version: 'stable', reporter: new SilentReporter() });
  } catch (error) {
    say(`Desktop VS Code cannot be downloaded: ${error instanceof Error ? error.message : error}`);
    return null;
  }
}

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Arguments that give a desktop window a profile of its own in `dataDir`, with our extension alone. */
export const desktopArgs = (dataDir: string): string[] => [
  `--extensionDevelopmentPath=${projectRoot}`,
  `--user-data-dir=${dataDir}/user`,
  `--extensions-dir=${dataDir}/extensions`,
  '--skip-welcome',
  '--skip-release-notes',
  '--disable-workspace-trust',
  '--disable-telemetry',
  // Chromium's own sandbox refuses to run as root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];
