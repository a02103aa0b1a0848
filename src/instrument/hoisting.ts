/**
 * Whether the body of a function may stand in a `try` block. Its function declarations then belong to that block,
 * which is a difference only where their names meet others: see ECMAScript Annex B.3.2.
 */
import type { AnyNode, BlockStatement } from 'acorn';
import {
  type AnyFunction,
  beginsFunction,
  boundNames,
  childrenOf,
  containsOwn,
  isDirectEval,
} from './nodes.ts';

export function mayStandInBlock(fn: AnyFunction): boolean {
  if (fn.body.type !== 'BlockStatement') return true;
  const declared = new Set<string>();
  for (const statement of fn.body.body) {
    if (statement.type === 'LabeledStatement' && statement.body.type === 'FunctionDeclaration') return false;
    if (statement.type !== 'FunctionDeclaration') continue;
    const { name } = statement.id;
    if (declared.has(name) || name === 'arguments') return false;
    declared.add(name);
  }
  if (declared.size === 0) return true;
  if (containsOwn(fn.body, isDirectEval)) return false;
  const others = [...fn.params.flatMap(boundNames), ...hoistedNames(fn.body)];
  return !others.some((name) => declared.has(name));
}

/** Names of all `var`s of the function, and of functions declared in inner blocks. */
function hoistedNames(body: BlockStatement): string[] {
  const names: string[] = [];
  const visit = (node: AnyNode, parent: AnyNode): void => {
    if (node.type === 'VariableDeclaration' && node.kind === 'var') {
      for (const { id } of node.declarations) names.push(...boundNames(id));
    }
    if (node.type === 'FunctionDeclaration' && parent !== body && node.id) names.push(node.id.name);
    if (beginsFunction(node, parent)) return;
    for (const child of childrenOf(node)) visit(child, node);
  };
  for (const child of body.body) visit(child, body);
  return names;
}
