let texts: Readonly<Record<string, string>> = {};

/** The texts of the language that VS Code speaks, by their English original. */
export function setTexts(localised: Readonly<Record<string, string>>): void {
  texts = localised;
}

/** `english` in the language of VS Code, with `{0}`, `{1}` … replaced; what a value contains is no placeholder. */
export function t(english: string, ...values: readonly (string | number)[]): string {
  // The names of operations come from the program: one may be called `toString`.
  const text = Object.hasOwn(texts, english) ? texts[english]! : english;
  return text.replace(/\{(\d)\}/g, (whole, index: string) => `${values[Number(index)] ?? whole}`);
}
