/** How wide a text is, in pixels. */
export type Measure = (text: string) => number;

/** The text, or as much of it as fits with an ellipsis; empty when not even that does. */
export function fitText(text: string, widthPx: number, measure: Measure): string {
  if (widthPx <= 0) return '';
  if (measure(text) <= widthPx) return text;
  const characters = [...text];
  let low = 0;
  let high = characters.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (measure(`${characters.slice(0, middle).join('')}…`) <= widthPx) low = middle;
    else high = middle - 1;
  }
  // Two letters and an ellipsis tell nobody anything.
  return low < 3 ? '' : `${characters.slice(0, low).join('')}…`;
}
