/** A part of Node's own that its modules call; null where it cannot be had. The warning of it is not for the program to print. */
export function nodeBinding(name: string): object | null {
  const { binding } = process as unknown as { binding?: (name: string) => object };
  const { noDeprecation } = process;
  try {
    process.noDeprecation = true;
    return binding?.call(process, name) ?? null;
  } catch {
    return null;
  } finally {
    if (noDeprecation === undefined) delete process.noDeprecation;
    else process.noDeprecation = noDeprecation;
  }
}
