/**
 * Engines quote the source in some messages ("… is not a function"), and would quote the probe around an `await`.
 * Puts such a message, and the stack that begins with it, back to what it is without the probe. Never throws.
 */
export function restoreMessage(error: unknown): void {
  try {
    if (!(error instanceof TypeError) || !error.message.includes('__cv$.')) return;
    const { message, stack } = error;
    error.message = withoutProbes(message);
    if (stack !== undefined) error.stack = stack.replace(message, () => error.message);
  } catch {
    // The error is frozen, or has a `stack` of its own making: it stays as it is.
  }
}

function withoutProbes(message: string): string {
  return message
    .replace(
      /__cv\$\.\w(?:\(\.\.\.\))? is not a function or its return value is not/,
      '(intermediate value) is not',
    )
    .replaceAll(/__cv\$\.\w(?:\(\.\.\.\))?/g, '(intermediate value)');
}
