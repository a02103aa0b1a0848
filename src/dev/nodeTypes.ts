import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './paths.ts';

/** Lets the programs of a folder see the types of Node, so that the editor finds no fault with them. */
export async function linkNodeTypes(folder: string): Promise<void> {
  const packages = join(folder, 'node_modules');
  await mkdir(packages);
  await symlink(join(projectRoot, 'node_modules/@types'), join(packages, '@types'), 'junction');
}
