const NAME = 'found';

/** Marks the text that is searched for in the names of the lanes that are on screen; empty: nowhere. Changes no element. */
export function markFoundText(root: HTMLElement, text: string): void {
  if (text === '' && !CSS.highlights.has(NAME)) return;
  CSS.highlights.delete(NAME);
  if (text !== '') CSS.highlights.set(NAME, new Highlight(...rangesOf(root, text.toLowerCase())));
}

function rangesOf(root: HTMLElement, text: string): Range[] {
  return [...root.querySelectorAll('.label')].flatMap((label) => {
    const node = label.firstChild;
    const at = node?.textContent?.toLowerCase().indexOf(text) ?? -1;
    if (!node || at < 0 || at + text.length > (node.textContent?.length ?? 0)) return [];
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, at + text.length);
    return [range];
  });
}
