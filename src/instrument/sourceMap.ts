/** Source maps of files that went through TypeScript's compiler. */
import remapping from '@jridgewell/remapping';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import type MagicString from 'magic-string';
import { type Locate, lineLocator } from './sites.ts';

/** Positions in the user's source, by offsets in the compiled code. */
export function mappedLocator(code: string, map: string): Locate {
  const trace = new TraceMap(map);
  const lineAt = lineLocator(code);
  return (at) => {
    const { line, column } = lineAt(at);
    const origin = originalPositionFor(trace, { line, column: column - 1 });
    return origin.line === null ? null : { line: origin.line, column: origin.column + 1 };
  };
}

/** The code with insertions, and behind it a map from there to the user's source. */
export function withInlineMap(text: MagicString, map: string): string {
  const insertions = text.generateMap({ hires: 'boundary', source: 'compiled' });
  const joined = remapping([insertions.toString(), map], () => null);
  const url = Buffer.from(joined.toString()).toString('base64');
  return `${text.toString()}\n//# sourceMappingURL=data:application/json;base64,${url}\n`;
}
