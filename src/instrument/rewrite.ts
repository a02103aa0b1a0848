/** Writes the probes into a syntax tree's source, and collects what the file loads. */
import type { AnyNode, Program } from 'acorn';
import { namesFromNode, probeCall } from './callProbes.ts';
import type { Editor } from './editor.ts';
import { ANONYMOUS, nameFromParent } from './names.ts';
import { type AnyFunction, beginsFunction, childrenOf, isFunction } from './nodes.ts';
import { referenceOf } from './references.ts';
import { PLAIN, type Scope } from './scope.ts';
import { probeFunction, probeModule, probeReturn } from './taskProbes.ts';
import {
  probeAwait,
  probeDeclaration,
  probeDisposal,
  probeForAwait,
  probeTry,
  probeYield,
} from './waitProbes.ts';

/** Returns the specifiers of what the file loads, each once. */
export function rewrite(program: Program, editor: Editor): string[] {
  const rewriter = new Rewriter(editor);
  rewriter.module(program);
  return [...rewriter.references];
}

/** Where a node stands. */
interface Place {
  readonly parent: AnyNode;
  readonly scope: Scope;
  /** Name that the surroundings give to a function or class. */
  readonly name: string | null;
  /** Name of the class around. */
  readonly className: string | null;
  /** The outermost label right before the node, else null. */
  readonly label: AnyNode | null;
}

class Rewriter {
  readonly references = new Set<string>();
  readonly #editor: Editor;
  readonly #bareAwaits = new Set<AnyNode>();
  #fromNode: ReadonlySet<string> = new Set();

  constructor(editor: Editor) {
    this.#editor = editor;
  }

  module(program: Program): void {
    this.#fromNode = namesFromNode(program);
    const scope = probeModule(this.#editor, program);
    const place = { parent: program, scope, name: null, className: null, label: null };
    for (const child of childrenOf(program)) this.#visit(child, place);
  }

  #visit(node: AnyNode, place: Place): void {
    const reference = referenceOf(node);
    if (reference !== null) this.references.add(reference);
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      probeCall(this.#editor, node, this.#fromNode, isAwaited(node, place));
    }
    if (isFunction(node)) {
      this.#function(node, place);
      return;
    }
    if (place.scope.isProbed) this.#probe(node, place);
    this.#children(node, place);
  }

  #function(fn: AnyFunction, place: Place): void {
    const { parent } = place;
    const name = (fn.type === 'ArrowFunctionExpression' ? null : fn.id?.name) ?? place.name ?? ANONYMOUS;
    const isMethod = parent.type === 'MethodDefinition' || (parent.type === 'Property' && parent.method);
    const scope = probeFunction(this.#editor, fn, name, isMethod ? parent.start : fn.start);
    const inner = { parent: fn, name: null, className: place.className, label: null };
    for (const param of fn.params) this.#visit(param, { ...inner, scope: PLAIN });
    this.#visit(fn.body, { ...inner, scope });
  }

  #probe(node: AnyNode, { parent, scope, label }: Place): void {
    const editor = this.#editor;
    switch (node.type) {
      case 'AwaitExpression':
        probeAwait(editor, node, scope, this.#bareAwaits.has(node));
        break;
      case 'YieldExpression':
        probeYield(editor, node, scope);
        break;
      case 'ForOfStatement':
        if (node.await) probeForAwait(editor, node, label ?? node, scope);
        break;
      case 'TryStatement':
        probeTry(editor, node, scope);
        break;
      case 'ReturnStatement':
        probeReturn(editor, node, scope);
        break;
      case 'VariableDeclaration': {
        const bare = probeDeclaration(editor, node, parent);
        if (bare !== null) this.#bareAwaits.add(bare);
        if (node.kind === 'await using') probeDisposal(editor, node, parent, scope);
        break;
      }
      default:
    }
  }

  #children(node: AnyNode, place: Place): void {
    const isClass = node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
    const className = isClass ? (node.id?.name ?? place.name) : place.className;
    const label = node.type === 'LabeledStatement' ? (place.label ?? node) : null;
    const isParens = node.type === 'ParenthesizedExpression';
    for (const child of childrenOf(node)) {
      const scope = beginsFunction(child, node) && !isFunction(child) ? PLAIN : place.scope;
      const given = nameFromParent(node, child, className, this.#editor.source);
      this.#visit(child, { parent: node, scope, name: isParens ? place.name : given, className, label });
    }
  }
}

function isAwaited(node: AnyNode, { parent }: Place): boolean {
  return parent.type === 'AwaitExpression' && parent.argument === node;
}
