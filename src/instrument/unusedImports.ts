/**
 * Removes imported names that the code never uses: in TypeScript such a name may be a type, which the other module does
 * not export at run time. Unlike TypeScript, and like Node, the module itself is still loaded.
 */
import type { AnyNode, ImportDeclaration, Program } from 'acorn';
import type MagicString from 'magic-string';
import { childrenOf, contains, isDirectEval } from './nodes.ts';

export function removeUnusedImports(program: Program, text: MagicString): void {
  const imports = program.body.filter((node) => node.type === 'ImportDeclaration');
  if (!imports.some((node) => node.specifiers.length > 0) || contains(program, isDirectEval)) return;
  const used = usedNames(program);
  for (const node of imports) removeFrom(node, used, text);
}

/** All identifiers outside imports: more than the references, which does no harm. */
function usedNames(program: Program): Set<string> {
  const names = new Set<string>();
  const visit = (node: AnyNode): void => {
    if (node.type === 'Identifier') names.add(node.name);
    if (node.type === 'ImportDeclaration') return;
    for (const child of childrenOf(node)) visit(child);
  };
  visit(program);
  return names;
}

function removeFrom(node: ImportDeclaration, used: ReadonlySet<string>, text: MagicString): void {
  for (const specifier of node.specifiers) {
    if (specifier.type === 'ImportNamespaceSpecifier' || used.has(specifier.local.name)) continue;
    const { start, end } = specifier;
    const comma = /^(?:\s|\/\*[\s\S]*?\*\/|\/\/.*)*,/.exec(text.original.slice(end, node.source.start));
    if (comma !== null) blank(text, end + comma[0].length - 1, end + comma[0].length);
    // A default import that stands alone becomes `import {} from …`.
    if (specifier.type === 'ImportDefaultSpecifier' && comma === null) text.overwrite(start, end, '{}');
    else blank(text, start, end);
  }
}

/** Keeps line ends, so that no line moves. */
function blank(text: MagicString, start: number, end: number): void {
  text.overwrite(start, end, text.original.slice(start, end).replace(/[^\r\n]/g, ' '));
}
