/** What Node's own objects keep under symbols that are not in the registry, by the symbol's description. */
export function innerValue(object: object, description: string): object | null {
  const symbol = Object.getOwnPropertySymbols(object).find((key) => key.description === description);
  const value: unknown = symbol && (object as Readonly<Record<symbol, unknown>>)[symbol];
  return typeof value === 'object' ? value : null;
}
