/** What a file loads, as far as it is written in it as a literal. */
import type { AnyNode, CallExpression, NewExpression } from 'acorn';
import { calleeOf } from './names.ts';
import { withoutParens } from './nodes.ts';

/** The specifier that this node loads: as written, or a path from the folder of the file. Null when it loads nothing known. */
export function referenceOf(node: AnyNode): string | null {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
    case 'ImportExpression':
      return node.source ? literal(node.source) : null;
    case 'CallExpression':
    case 'NewExpression':
      return callReference(node);
    default:
      return null;
  }
}

function callReference(node: CallExpression | NewExpression): string | null {
  const [first] = node.arguments;
  const name = calleeOf(node.callee)?.name;
  if (first === undefined || name === undefined) return null;
  if (node.type === 'CallExpression' && name === 'require') return literal(first);
  const startsFile = name === (node.type === 'NewExpression' ? 'Worker' : 'fork');
  return startsFile ? fileArgument(first) : null;
}

/** `'x'`, `new URL('x', import.meta.url)`, `require.resolve('x')`, `join(import.meta.dirname, 'x')`, `__filename`. */
function fileArgument(argument: AnyNode): string | null {
  const node = withoutParens(argument);
  const plain = literal(node);
  // A bare name is a file of the working directory, not a package.
  if (plain !== null) return /^[./]|^\w+:/.test(plain) ? plain : `./${plain}`;
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return null;
  const [first, ...rest] = node.arguments;
  const name = calleeOf(node.callee)?.name;
  if (first === undefined || name === undefined) return null;
  if (name === 'URL' || (name === 'resolve' && rest.length === 0)) return literal(first);
  if (name === 'fileURLToPath') return fileArgument(first);
  if ((name !== 'join' && name !== 'resolve') || !isOwnFolder(first)) return null;
  const parts = rest.map((part) => literal(part));
  return parts.includes(null) || parts.length === 0 ? null : `./${parts.join('/')}`;
}

function isOwnFolder(node: AnyNode): boolean {
  if (node.type === 'Identifier') return node.name === '__dirname';
  return node.type === 'MemberExpression' && calleeOf(node)?.name === 'dirname';
}

function literal(node: AnyNode): string | null {
  const inner = withoutParens(node);
  if (inner.type === 'Literal' && typeof inner.value === 'string') return inner.value;
  if (inner.type !== 'TemplateLiteral' || inner.expressions.length > 0) return null;
  return inner.quasis[0]?.value.cooked ?? null;
}
