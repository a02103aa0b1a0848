import { axisTop } from 'd3-axis';
import { scaleLinear } from 'd3-scale';
import { select } from 'd3-selection';
import type { Scene } from '../layout/scene.ts';

export const AXIS_PX = 24;
/** Half of a label's width, generously; and of one of its characters. */
const LABEL_PX = 28;
const CHARACTER_PX = 3.4;

/** Draws the axis of time above the lanes, and on it the stretch that was chosen. */
export function drawAxis(root: SVGElement, scene: Scene): void {
  const { scale } = scene.frame;
  const { window, widthPx } = scale;
  root.setAttribute('width', String(widthPx));
  root.setAttribute('height', String(AXIS_PX));
  const d3Scale = scaleLinear([window.startNs, window.endNs], [0, widthPx]);
  const axis = axisTop<number>(d3Scale as never)
    .tickValues([...scene.ticks.values])
    .tickFormat((ns) => scene.ticks.label(ns))
    .tickSize(5)
    .tickPadding(3);
  const node = select(root);
  group(node, 'ticks')
    .attr('transform', `translate(0,${AXIS_PX - 1})`)
    .call(axis as never);
  placeLabels(root, widthPx, drawBase(root, scene));
  drawChosen(root, scene);
}

type Root = ReturnType<typeof select<SVGElement, unknown>>;

const group = (root: Root, name: string) =>
  root.selectAll<SVGGElement, string>(`g.${name}`).data([name]).join('g').attr('class', name);

/** Labels at either end stay inside, and those under the name of the base give way to it. */
function placeLabels(root: SVGElement, widthPx: number, baseWidthPx: number): void {
  for (const tick of root.querySelectorAll<SVGGElement>('.tick')) {
    const x = tick.transform.baseVal.consolidate()?.matrix.e ?? 0;
    const text = tick.querySelector('text')!;
    const half = (text.textContent?.length ?? 0) * CHARACTER_PX;
    text.setAttribute('text-anchor', x < half ? 'start' : x > widthPx - half ? 'end' : 'middle');
    text.setAttribute('visibility', x < baseWidthPx + LABEL_PX && baseWidthPx > 0 ? 'hidden' : 'visible');
  }
}

/** Far from zero the ticks count from a moment that is named once, at the left. Returns how much room its name takes. */
function drawBase(root: SVGElement, { ticks }: Scene): number {
  const text = select(root)
    .selectAll<SVGTextElement, string>('text.base')
    .data(ticks.base === null ? [] : [`${ticks.base} +`])
    .join('text')
    .attr('class', 'base')
    .attr('x', 4)
    .attr('y', AXIS_PX - 9)
    .text((d) => d);
  return text.node()?.getComputedTextLength() ?? 0;
}

function drawChosen(root: SVGElement, { range, frame: { scale } }: Scene): void {
  select(root)
    .selectAll<SVGRectElement, unknown>('rect.chosen')
    .data(range ? [range] : [])
    .join('rect')
    .attr('class', 'chosen')
    .attr('x', (d) => scale.toPx(d.startNs))
    .attr('width', (d) => Math.max(1, scale.toPx(d.endNs) - scale.toPx(d.startNs)))
    .attr('y', AXIS_PX - 6)
    .attr('height', 6);
}
