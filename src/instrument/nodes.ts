/** Small questions about syntax trees. Trees are parsed with `preserveParens`, so that every range is exact. */
import type { AnyNode, Node } from 'acorn';

export type AnyFunction = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>;

/** The direct children, in the order of the source (as far as acorn's properties are). */
export function* childrenOf(node: Node): Generator<AnyNode> {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) yield item;
    } else if (isNode(value)) {
      yield value;
    }
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

export function isFunction(node: AnyNode): node is AnyFunction {
  const { type } = node;
  return (
    type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'
  );
}

/** Code in it has its own `await`, `return` and `var`. The value of a field and a static block are functions, too. */
export function beginsFunction(node: AnyNode, parent: AnyNode | null): boolean {
  if (isFunction(node) || node.type === 'StaticBlock') return true;
  return parent?.type === 'PropertyDefinition' && parent.value === node;
}

/** Whether `test` holds for the node or for anything below it that belongs to the same function. */
export function containsOwn(node: AnyNode, test: (node: AnyNode) => boolean): boolean {
  if (test(node)) return true;
  for (const child of childrenOf(node)) {
    if (!beginsFunction(child, node) && containsOwn(child, test)) return true;
  }
  return false;
}

/** Whether `test` holds for the node or anything below it, in inner functions as well. */
export function contains(node: AnyNode, test: (node: AnyNode) => boolean): boolean {
  if (test(node)) return true;
  for (const child of childrenOf(node)) if (contains(child, test)) return true;
  return false;
}

export function isDirectEval(node: AnyNode): boolean {
  return node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'eval';
}

export function withoutParens(node: AnyNode): AnyNode {
  return node.type === 'ParenthesizedExpression' ? withoutParens(node.expression) : node;
}

/** The function stops here, at least for a moment, and goes on later. */
export function suspends(node: AnyNode): boolean {
  if (node.type === 'AwaitExpression' || node.type === 'YieldExpression') return true;
  if (node.type === 'ForOfStatement') return node.await;
  return node.type === 'VariableDeclaration' && node.kind === 'await using';
}

/** Names that a pattern binds. */
export function boundNames(pattern: AnyNode): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === 'Property' ? property.value : property.argument),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element === null ? [] : boundNames(element)));
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    default:
      return [];
  }
}
