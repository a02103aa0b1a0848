import { svg } from './dom.ts';

/** Paths on a grid of 16 by 16, drawn as lines. */
const paths = {
  pin: 'M5.5 2.5h5M6.5 2.5v4l-2 3h7l-2-3v-4M8 9.5v4.5',
  search: 'M7 2.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 1 1 0-9M10.3 10.3L14 14',
  lanes: 'M2 4h12M4.5 8h9.5M7 12h7',
  follow: 'M2.5 8h8M7.5 4.5L11 8l-3.5 3.5M13.5 3.5v9',
} as const;

/** A sign in the colour of the text beside it. What it stands for is said by whatever it stands on. */
export function icon(name: keyof typeof paths): SVGElement {
  const element = svg('svg', { class: 'icon', viewBox: '0 0 16 16', 'aria-hidden': 'true' });
  element.append(svg('path', { d: paths[name] }));
  return element;
}
