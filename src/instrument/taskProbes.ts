/** Probes at the begin and the end of tasks: functions and modules. */
import type { Program, ReturnStatement } from 'acorn';
import { TaskKind } from '../shared/records.ts';
import type { Editor } from './editor.ts';
import { mayStandInBlock } from './hoisting.ts';
import { MODULE } from './names.ts';
import type { AnyFunction } from './nodes.ts';
import { ERROR_LOCAL as E, PROBES_GLOBAL as P, TASK_LOCAL as T } from './probeNames.ts';
import { PLAIN, type Scope } from './scope.ts';

const END = `${P}.x(${T},0)`;
const CAUGHT = `}catch(${E}){throw ${P}.x(${T},1,${E}),${E}}finally{${END}}`;

/** Lets a function's body begin and end a task, if it is an async one. `at` = where the function is shown. */
export function probeFunction(editor: Editor, fn: AnyFunction, name: string, at: number): Scope {
  if (!fn.async) return PLAIN;
  const site = editor.site(at, name);
  if (site === null) return PLAIN;
  const kind = fn.generator ? TaskKind.asyncGenerator : TaskKind.asyncFunction;
  const begin = `const ${T}=${P}.e(${site},${kind});`;
  const inBlock = mayStandInBlock(fn);
  if (fn.body.type !== 'BlockStatement') {
    editor.around(fn.body, `{${begin}try{return `, `${CAUGHT}}`);
  } else {
    const { start, end, body } = fn.body;
    const before = inBlock ? `${begin}try{` : begin;
    enclose(editor, body, { start: start + 1, end: end - 1 }, before, inBlock ? CAUGHT : `;${END}`);
  }
  return { kind: fn.generator ? 'generator' : 'async', name, isProbed: true, endsAtReturn: !inBlock };
}

/** Lets a module's top level be a task. Statements are never moved, so `x` at its end is not reached when it throws. */
export function probeModule(editor: Editor, program: Program): Scope {
  const last = program.body.at(-1);
  const site = editor.site(0, MODULE);
  const first = program.body[0];
  if (first === undefined || last === undefined || site === null) return PLAIN;
  const range = { start: first.start, end: last.end };
  enclose(editor, program.body, range, `const ${T}=${P}.m(${site});`, `;${END}`);
  return { kind: 'module', name: MODULE, isProbed: true, endsAtReturn: true };
}

export function probeReturn(editor: Editor, node: ReturnStatement, scope: Scope): void {
  const { argument } = node;
  if (argument === null || argument === undefined) {
    if (scope.endsAtReturn) editor.around(node, `{${END};`, '}');
    return;
  }
  if (scope.endsAtReturn) editor.around(argument, `${P}.q(`, `,${END})`);
  if (scope.kind !== 'generator') return;
  // An async generator awaits what it returns.
  const site = editor.site(node.start, scope.name);
  if (site !== null) editor.around(argument, `${P}.s(${T},${site},`, ')');
}

/** Puts text before and behind statements, after their directive prologue. */
function enclose(
  editor: Editor,
  body: Program['body'],
  range: { readonly start: number; readonly end: number },
  before: string,
  after: string,
): void {
  const directives = endOfDirectives(body);
  const start = directives ?? range.start;
  const begin = directives === null ? before : `;${before}`;
  // With nothing between, what closes would come to stand first.
  if (start === range.end) editor.close(start, begin + after);
  else editor.around({ start, end: range.end }, begin, after);
}

/** Where the directive prologue ("use strict") ends; null when there is none. */
function endOfDirectives(body: Program['body']): number | null {
  let end: number | null = null;
  for (const statement of body) {
    if (statement.type !== 'ExpressionStatement' || statement.directive === undefined) break;
    end = statement.end;
  }
  return end;
}
