declare module 'amaro' {
  /** Throws a text, or an object, when the source is wrong or has more than types. */
  export function transformSync(source: string, options: { mode: 'strip-only' }): { code: string };
}
