import { join } from 'node:path';

/** Root of the project: the extension under development. */
export const projectRoot = join(import.meta.dirname, '../..');

/** Everything that is downloaded or made for trying the extension out; git ignores it. */
export const cacheRoot = join(projectRoot, '.vscode-test');
