/** JavaScript to a syntax tree, and the decision between the two module formats. */
import { type AnyNode, type Options, type Program, parse } from 'acorn';
import { boundNames, contains, containsOwn } from './nodes.ts';
import type { ModuleFormat } from './types.ts';

export interface Parsed {
  readonly program: Program;
  readonly format: ModuleFormat;
  /** The syntax fits both formats. */
  readonly formatIsOpen: boolean;
}

const OPTIONS = { ecmaVersion: 'latest', allowHashBang: true, preserveParens: true } as const;

/**
 * Like Node: what only a module can contain makes a module; the hint decides the rest; without one it is CommonJS.
 * Throws acorn's SyntaxError (with `pos`) when the code is neither.
 */
export function parseProgram(code: string, hint: ModuleFormat | undefined): Parsed {
  if (hint === 'module') {
    const program = parseAs(code, 'module');
    return { program, format: 'module', formatIsOpen: !hasModuleSyntax(program) };
  }
  try {
    const program = parseAs(code, 'script');
    if (!redeclaresWrapper(program)) return { program, format: 'commonjs', formatIsOpen: true };
  } catch (scriptError) {
    return { program: parseInstead(code, scriptError), format: 'module', formatIsOpen: false };
  }
  return { program: parseAs(code, 'module'), format: 'module', formatIsOpen: false };
}

function parseAs(code: string, sourceType: 'script' | 'module'): Program {
  const options: Options = { ...OPTIONS, sourceType, allowReturnOutsideFunction: sourceType === 'script' };
  return parse(code, options);
}

/** Of two errors, the one that comes later in the code tells more. */
function parseInstead(code: string, scriptError: unknown): Program {
  try {
    return parseAs(code, 'module');
  } catch (error) {
    throw positionOf(scriptError) > positionOf(error) ? scriptError : error;
  }
}

/** Offset of a syntax error of acorn; -1 for other errors. */
export function positionOf(error: unknown): number {
  const { pos } = error as { pos?: unknown };
  return error instanceof SyntaxError && typeof pos === 'number' ? pos : -1;
}

const WRAPPER_NAMES = new Set(['module', 'exports', 'require', '__filename', '__dirname']);

/** `const require = …` at the top level is an error in CommonJS, so that Node takes the file for a module. */
function redeclaresWrapper(program: Program): boolean {
  return program.body.some((statement) => {
    if (statement.type === 'ClassDeclaration') return WRAPPER_NAMES.has(statement.id.name);
    if (statement.type !== 'VariableDeclaration' || statement.kind === 'var') return false;
    return statement.declarations.some(({ id }) => boundNames(id).some((name) => WRAPPER_NAMES.has(name)));
  });
}

function hasModuleSyntax(program: Program): boolean {
  const isDeclaration = ({ type }: AnyNode): boolean => /^(?:Import|Export)\w*Declaration$/.test(type);
  if (program.body.some(isDeclaration)) return true;
  const awaits = (node: AnyNode): boolean =>
    node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await);
  const isMeta = (node: AnyNode): boolean => node.type === 'MetaProperty' && node.meta.name === 'import';
  return containsOwn(program, awaits) || contains(program, isMeta);
}

/** Names in a `with` block may be looked up in the user's object: probes would be seen there. */
export function usesWith(program: Program): boolean {
  return contains(program, (node) => node.type === 'WithStatement');
}
