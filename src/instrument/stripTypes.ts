import { transformSync } from 'amaro';

/**
 * Blanks the types out: every line and column stays where it is. Null when the source has syntax that is more than
 * types (`enum`, `namespace`, parameter properties, JSX …), or is wrong.
 */
export function stripTypes(source: string): string | null {
  try {
    return transformSync(source, { mode: 'strip-only' }).code;
  } catch {
    return null;
  }
}
