/** A place that a stack trace names, in the program's own source. */
export interface StackPlace {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** `at f (/a/b.ts:1:2)`, `at async file:///a/b.ts:1:2`. */
const FRAME = /^\s*at (?:.* \()?(?:async )?(.+?):(\d+):(\d+)\)?$/;
/** More frames than this are not looked at. */
const MAX_FRAMES = 100;

/** The places of a stack trace, the innermost first; frames without a file are left out. */
export function stackPlaces(stack: string): readonly StackPlace[] {
  return stack
    .split('\n', MAX_FRAMES)
    .map((line) => FRAME.exec(line))
    .filter((match) => match !== null)
    .map(([, where, line, column]) => ({ path: pathOf(where!), line: Number(line), column: Number(column) }));
}

/** A file URL as a path; anything else as it is. */
function pathOf(where: string): string {
  if (!where.startsWith('file://')) return where;
  try {
    return decodeURIComponent(where.slice('file://'.length)).replace(/^\/(?=[A-Za-z]:)/, '');
  } catch {
    return where;
  }
}
