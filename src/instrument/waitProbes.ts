/** Probes where a task stops and goes on: `await`, `yield`, `for await`, and what follows a stop that ends in an error. */
import type {
  AnyNode,
  AwaitExpression,
  ForOfStatement,
  TryStatement,
  VariableDeclaration,
  YieldExpression,
} from 'acorn';
import type { Editor } from './editor.ts';
import { contains, containsOwn, suspends, withoutParens } from './nodes.ts';
import { PROBES_GLOBAL as P, TASK_LOCAL as T } from './probeNames.ts';
import type { Scope } from './scope.ts';

const RESUMED = `${P}.c(${T});`;

/** `isBare`: a probe behind the statement tells that the task goes on (see `probeDeclaration`). */
export function probeAwait(editor: Editor, node: AwaitExpression, scope: Scope, isBare: boolean): void {
  const site = editor.site(node.start, scope.name);
  if (site === null) return;
  if (!isBare) editor.around(node, `${P}.r(${T},`, ')');
  editor.around(node.argument, `${P}.s(${T},${site},`, ')');
}

export function probeYield(editor: Editor, node: YieldExpression, scope: Scope): void {
  const site = editor.site(node.start, scope.name);
  if (site === null) return;
  editor.around(node, `${P}.r(${T},`, ')');
  const { argument } = node;
  if (argument === null || argument === undefined) editor.close(node.end, ` ${P}.y(${T},${site},void 0)`);
  else editor.around(argument, `${P}.y(${T},${site},`, ')');
}

/** `outer` = the loop, or the outermost of its labels: a label must stand right before its loop. */
export function probeForAwait(editor: Editor, node: ForOfStatement, outer: AnyNode, scope: Scope): void {
  const site = editor.site(node.start, scope.name);
  if (site === null) return;
  editor.around(outer, 'try{', `}finally{${RESUMED}}`);
  editor.around(node.right, `${P}.i(${T},${site},`, ')');
  const resumed = containsOwn(node.body, suspends) ? RESUMED : '';
  editor.around(node.body, `{${RESUMED}try{`, `}finally{${resumed}${P}.i(${T},${site})}}`);
}

/** The task may have been suspended when the error came. */
export function probeTry(editor: Editor, node: TryStatement, scope: Scope): void {
  const { block, handler, finalizer } = node;
  const stops = (part: AnyNode): boolean =>
    containsOwn(part, (inner) => suspends(inner) || (scope.kind === 'generator' && returnsValue(inner)));
  const blockStops = stops(block);
  if (handler && blockStops) {
    const error = handler.param?.type === 'Identifier' ? `,${handler.param.name}` : '';
    editor.open(handler.body.start + 1, `${P}.c(${T}${error});`);
  }
  if (finalizer && (blockStops || (handler && stops(handler.body))))
    editor.open(finalizer.start + 1, RESUMED);
}

function returnsValue(node: AnyNode): boolean {
  return node.type === 'ReturnStatement' && node.argument !== null && node.argument !== undefined;
}

/**
 * `const { a } = await b`: when b is not an object, the engine's message names the expression on the right. So a
 * statement after it tells that the task goes on, and the `await` stays as it is. Returns that `await`.
 */
export function probeDeclaration(editor: Editor, node: VariableDeclaration, parent: AnyNode): AnyNode | null {
  const last = node.declarations.at(-1);
  if (last === undefined || last.init === null || last.init === undefined || !isInList(parent)) return null;
  const init = withoutParens(last.init);
  if (last.id.type === 'Identifier' || init.type !== 'AwaitExpression') return null;
  if (contains(last.id, (inner) => suspends(inner) || calls(inner))) return null;
  editor.close(node.end, `;${RESUMED}`);
  return init;
}

/**
 * `await using`: at the end of the block the engine awaits the disposals, the last declared first. What is declared before the
 * first of them is disposed of last, and tells that the task goes on; what is declared behind each, that the task is to wait.
 */
export function probeDisposal(
  editor: Editor,
  node: VariableDeclaration,
  parent: AnyNode,
  scope: Scope,
): void {
  if (parent.type !== 'BlockStatement' && parent.type !== 'Program') return;
  const site = editor.site(node.start, scope.name);
  if (site === null) return;
  const all = parent.body.filter((other) => other.type === 'VariableDeclaration' && other.kind === node.kind);
  const index = all.indexOf(node);
  if (index === 0) editor.open(node.start, `using ${P}u=${P}.u(${T});`);
  editor.close(node.end, `;using ${P}u${index}=${P}.u(${T},${site});`);
}

/** A list of statements, where one more does no harm. */
function isInList({ type }: AnyNode): boolean {
  return (
    type === 'BlockStatement' ||
    type === 'Program' ||
    type === 'SwitchCase' ||
    type === 'ExportNamedDeclaration'
  );
}

function calls({ type }: AnyNode): boolean {
  return type === 'CallExpression' || type === 'NewExpression' || type === 'TaggedTemplateExpression';
}
