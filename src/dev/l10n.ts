/**
 * Collects every text that people read from the sources into `l10n/bundle.l10n.json`, from which translations are
 * made: `node src/dev/l10n.ts`. A text is the first argument of `l10n.t(…)` (host) or `t(…)` (page), or one of the
 * `phrases` of analysis.
 */
import { globSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { projectRoot } from './paths.ts';

const bundle = join(projectRoot, 'l10n/bundle.l10n.json');
const sources = ['src/host/*.ts', 'webview/**/*.ts', 'src/analysis/**/words.ts'];

/** All texts, sorted. */
export function collectTexts(): string[] {
  const texts = new Set<string>();
  for (const file of globSync(sources, { cwd: projectRoot })) {
    const source = readFileSync(join(projectRoot, file), 'utf8');
    visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true), (text) => texts.add(text));
  }
  return [...texts].sort((a, b) => a.localeCompare(b, 'en'));
}

/** The bundle's text, as it should be. */
export const bundleOf = (texts: readonly string[]): string =>
  `${JSON.stringify(Object.fromEntries(texts.map((text) => [text, text])), null, 2)}\n`;

/** The bundle's text, as it is. */
export const readBundle = (): string => readFileSync(bundle, 'utf8');

function visit(node: ts.Node, found: (text: string) => void): void {
  const text = ts.isCallExpression(node) && isLocaliser(node.expression) ? node.arguments[0] : phrase(node);
  if (text && ts.isStringLiteralLike(text)) found(text.text);
  ts.forEachChild(node, (child) => visit(child, found));
}

const isLocaliser = (callee: ts.Expression): boolean =>
  ts.isIdentifier(callee) ? callee.text === 't' : ts.isPropertyAccessExpression(callee) && isL10nT(callee);

const isL10nT = ({ expression, name }: ts.PropertyAccessExpression): boolean =>
  ts.isIdentifier(expression) && expression.text === 'l10n' && name.text === 't';

/** A text in the object that is called `phrases`. */
function phrase(node: ts.Node): ts.Node | undefined {
  if (!ts.isPropertyAssignment(node)) return undefined;
  const owner = ts.findAncestor(node, ts.isVariableDeclaration);
  return owner && ts.isIdentifier(owner.name) && owner.name.text === 'phrases' ? node.initializer : undefined;
}

if (import.meta.main) await writeFile(bundle, bundleOf(collectTexts()));
