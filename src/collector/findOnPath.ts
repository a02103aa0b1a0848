import { statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** The program that a shell would run for `name`; null when there is none. */
export function findOnPath(name: string, env: Readonly<Record<string, string | undefined>>): string | null {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const variable = Object.keys(env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const folders = (env[variable] ?? '').split(delimiter).filter(isAbsolute);
  return folders.map((folder) => join(folder, file)).find((path) => changedAt(path) !== null) ?? null;
}

/** When the file changed last, in ms; null when it is none, or cannot be executed. */
export function changedAt(path: string): number | null {
  const found = statSync(path, { throwIfNoEntry: false });
  const executable = process.platform === 'win32' || ((found?.mode ?? 0) & 0o111) !== 0;
  return found?.isFile() && executable ? found.mtimeMs : null;
}
