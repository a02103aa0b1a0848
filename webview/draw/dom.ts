/** Properties that a new element may be given; text is always text, never markup. */
export interface Props {
  readonly class?: string;
  readonly text?: string;
  readonly title?: string;
  readonly role?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly click?: () => void;
}

/** Makes an element. Names from the user's program come in as `text` or attribute values only. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Node[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (props.class) element.className = props.class;
  if (props.text !== undefined) element.textContent = props.text;
  if (props.title) element.title = props.title;
  if (props.role) element.setAttribute('role', props.role);
  for (const [name, value] of Object.entries(props.attributes ?? {})) element.setAttribute(name, value);
  if (props.click) element.addEventListener('click', props.click);
  element.append(...children);
  return element;
}

export function button(label: string, click: () => void, props: Props = {}): HTMLButtonElement {
  return el('button', { text: label, click, ...props, attributes: { type: 'button', ...props.attributes } });
}

export function svg(tag: string, attributes: Readonly<Record<string, string>> = {}): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** Changes a text only when it is another one, so that nothing is laid out or announced for no reason. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
