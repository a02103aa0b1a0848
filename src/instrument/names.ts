/** The names under which functions are shown: the language's own where it gives one, and a method with its class. */
import type { AnyNode, Expression, PrivateIdentifier } from 'acorn';
import { withoutParens } from './nodes.ts';

export const ANONYMOUS = '<anonymous>';
export const MODULE = '<module>';

/** The name that `parent` gives to the function or class `child` that stands in it; null when it gives none. */
export function nameFromParent(
  parent: AnyNode,
  child: AnyNode,
  className: string | null,
  source: string,
): string | null {
  switch (parent.type) {
    case 'VariableDeclarator':
      return parent.init === child ? nameOf(parent.id, source) : null;
    case 'AssignmentExpression':
      return parent.right === child ? nameOf(parent.left, source) : null;
    case 'AssignmentPattern':
      return parent.right === child ? nameOf(parent.left, source) : null;
    case 'Property':
      return parent.value === child ? keyName(parent.key, parent.computed, source) : null;
    case 'MethodDefinition':
    case 'PropertyDefinition': {
      if (parent.value !== child) return null;
      const key = keyName(parent.key, parent.computed, source);
      if (className === null) return key;
      return key.startsWith('[') ? className + key : `${className}.${key}`;
    }
    case 'ExportDefaultDeclaration':
      return 'default';
    default:
      return null;
  }
}

function nameOf(target: AnyNode, source: string): string | null {
  const node = withoutParens(target);
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return keyName(node.property, node.computed, source);
  return null;
}

function keyName(key: Expression | PrivateIdentifier, computed: boolean, source: string): string {
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  if (key.type === 'Literal') return String(key.value);
  if (key.type === 'Identifier' && !computed) return key.name;
  return `[${source.slice(key.start, key.end)}]`;
}

/** The name by which a function is called: `f` of `f()`, `m` of `a.b.m()`. Null when there is none in the source. */
export function calleeOf(callee: AnyNode): { readonly name: string; readonly at: number } | null {
  const node = withoutParens(callee);
  if (node.type === 'Identifier') return { name: node.name, at: node.start };
  if (node.type === 'ChainExpression') return calleeOf(node.expression);
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return null;
  return { name: node.property.name, at: node.property.start };
}
