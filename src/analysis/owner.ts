/** Whose code a place in the source is. */
export type Owner =
  /** A file below the working directory, and in no package. */
  | { readonly kind: 'user' }
  /** A file of a package; its name as `import` has it. */
  | { readonly kind: 'library'; readonly name: string }
  /** A file that lies neither below the working directory nor in a package. */
  | { readonly kind: 'outside' }
  /** No place at all, or one inside Node. */
  | { readonly kind: 'node' };

const user: Owner = { kind: 'user' };
const outside: Owner = { kind: 'outside' };
const node: Owner = { kind: 'node' };

/**
 * Whose code a file is. `file` as sites have it: below `cwd` relative to it, with `/`; otherwise absolute (also a Windows path) or a
 * URL. Null: there is no site. With no `cwd` (an empty one) every file that is in no package counts as the user's.
 */
export function ownerOf(file: string | null, cwd: string): Owner {
  if (file === null || file === '' || file.startsWith('node:')) return node;
  // A program that is given as text, to a worker or on the command line, was written by whoever started it.
  if (file.startsWith('data:') || file.startsWith('[')) return user;
  const path = pathOf(file);
  const name = packageOf(path);
  if (name !== null) return { kind: 'library', name };
  return cwd === '' || !isAbsolute(path) || isBelow(path, pathOf(cwd)) ? user : outside;
}

/** With `/`, and without what makes a URL of a path. */
function pathOf(file: string): string {
  const path = file.replaceAll('\\', '/');
  if (!path.startsWith('file:')) return path;
  const plain = decode(path.replace(/^file:\/\/[^/]*/, '').replace(/[?#].*$/s, ''));
  return /^\/[a-z]:\//i.test(plain) ? plain.slice(1) : plain;
}

/** A broken escape in a URL of the user's program is no reason to fail. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The innermost package that a path lies in, `@scope/name` included; null: in none. */
function packageOf(path: string): string | null {
  const parts = path.split('/');
  const at = parts.lastIndexOf('node_modules');
  const first = parts[at + 1];
  if (at < 0 || first === undefined || at + 2 >= parts.length) return null;
  // pnpm keeps each package in a folder of its own below `.pnpm`: what counts is the innermost `node_modules`.
  return first.startsWith('@') ? `${first}/${parts[at + 2]}` : first;
}

const isAbsolute = (path: string): boolean => path.startsWith('/') || /^[a-z][a-z+.-]*:/i.test(path);

function isBelow(path: string, cwd: string): boolean {
  const folder = `${cwd.replace(/\/+$/, '')}/`;
  // Drive letters come in both cases, and Windows does not tell them apart.
  return /^[a-z]:/i.test(folder)
    ? path.toLowerCase().startsWith(folder.toLowerCase())
    : path.startsWith(folder);
}
