/** Probes at calls that may begin an operation: they tell the operation's place in the source, without a stack trace. */
import { isBuiltin } from 'node:module';
import type { AnyNode, CallExpression, NewExpression, Program } from 'acorn';
import type { Editor } from './editor.ts';
import { calleeOf } from './names.ts';
import { withoutParens } from './nodes.ts';
import { PROBES_GLOBAL as P } from './probeNames.ts';

/**
 * Local names of what a module imports from Node: calls of them get a probe whatever they are called
 * (`import { setTimeout as sleep } from 'node:timers/promises'`).
 */
export function namesFromNode(program: Program): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of program.body) {
    if (node.type !== 'ImportDeclaration' || !isBuiltin(String(node.source.value))) continue;
    for (const { type, local } of node.specifiers) if (type === 'ImportSpecifier') names.add(local.name);
  }
  return names;
}

/** Names of functions that begin operations: a function of the program with such a name gets a probe too, which is harmless. */
const CREATORS: ReadonlySet<string> = new Set(
  `setTimeout setInterval setImmediate nextTick queueMicrotask
  Worker fork spawn spawnSync exec execSync execFile execFileSync
  access appendFile chmod chown close copyFile cp createReadStream createWriteStream exists fstat fsync ftruncate
  futimes glob lchown link lstat lutimes mkdir mkdtemp open openAsBlob opendir read readdir readFile readlink readv
  realpath rename rm rmdir stat statfs symlink truncate unlink unwatchFile utimes watch watchFile write writeFile
  writev pipeline finished question
  postMessage send BroadcastChannel disconnect terminate kill
  wait waitAsync notify
  fetch request get connect createConnection createServer createSecureServer listen bind
  lookup resolve4 resolve6 reverse
  pbkdf2 scrypt hkdf randomBytes randomFill randomInt generateKeyPair generateKey generatePrime checkPrime sign verify
  deflate inflate gzip gunzip deflateRaw inflateRaw brotliCompress brotliDecompress unzip
  timeout mark measure`.split(/\s+/),
);
const CONSOLE_METHODS = new Set(['log', 'info', 'warn', 'error', 'debug', 'trace', 'table', 'dir']);

/** A call that is awaited gets a probe in any case: what is waited for probably begins in it, in code without probes. */
export function probeCall(
  editor: Editor,
  node: CallExpression | NewExpression,
  fromNode: ReadonlySet<string>,
  isAwaited: boolean,
): void {
  const callee = calleeOf(node.callee);
  if (callee === null) return;
  const begins =
    CREATORS.has(callee.name) || (node.callee.type === 'Identifier' && fromNode.has(callee.name));
  const last = node.arguments.at(-1);
  if (last === undefined ? !isAwaited : !isAwaited && !begins && !isConsoleCall(node.callee)) return;
  const site = editor.site(callee.at, callee.name);
  if (site === null) return;
  if (last === undefined) editor.around(node, `(${P}.v(0,${site}),`, ')');
  else editor.around(last.type === 'SpreadElement' ? last.argument : last, `${P}.v(`, `,${site})`);
}

/** `console.log`, also as a property of something (`globalThis.console.log`). */
function isConsoleCall(callee: AnyNode): boolean {
  const node = withoutParens(callee);
  if (node.type !== 'MemberExpression') return false;
  const method = calleeOf(node)?.name;
  return method !== undefined && CONSOLE_METHODS.has(method) && calleeOf(node.object)?.name === 'console';
}
