import { select } from 'd3-selection';
import type { TimeScale } from '../layout/scale.ts';
import type { StepCurve } from '../model/stepCurve.ts';
import { t } from '../texts.ts';
import { el, setText } from './dom.ts';

export const OVERVIEW_PX = 40;
const TOP_PX = 4;

/** What each overview shows: a frame in which only the lanes move does not draw it again. */
const drawn = new WeakMap<SVGElement, string>();

/**
 * Draws how much was going on over the whole run: tasks in progress and running threads as areas, and a line at the number of
 * cores, above which no thread can really run (null, or far above all else: none).
 */
export function drawOverview(
  root: SVGElement,
  scale: TimeScale,
  inProgress: StepCurve,
  running: StepCurve,
  cores: number | null,
): void {
  const key = [
    scale.widthPx,
    scale.window.startNs,
    scale.window.endNs,
    inProgress.changes,
    running.changes,
    cores,
  ].join();
  if (drawn.get(root) === key) return;
  drawn.set(root, key);
  const most = Math.max(1, inProgress.maximum(), running.maximum());
  const limit = cores !== null && cores <= 2 * most ? cores : null;
  const highest = Math.max(most, limit ?? 0);
  const node = select(root).attr('width', scale.widthPx).attr('height', OVERVIEW_PX);
  const plot = node
    .selectAll<SVGGElement, null>('g.plot')
    .data([null])
    .join((enter) => enter.insert('g', ':first-child'));
  plot.attr('class', 'plot');
  const shapes = [
    { name: 'in-progress', d: areaOf(inProgress, scale, highest) },
    { name: 'running', d: areaOf(running, scale, highest) },
    { name: 'cores', d: limit === null ? '' : lineAt(limit / highest, scale) },
  ];
  plot
    .selectAll<SVGPathElement, (typeof shapes)[number]>('path')
    .data(shapes)
    .join('path')
    .attr('class', (shape) => shape.name)
    .attr('d', (shape) => shape.d);
}

function lineAt(share: number, { widthPx }: TimeScale): string {
  const y = Math.round(OVERVIEW_PX - 1 - share * (OVERVIEW_PX - 1 - TOP_PX)) + 0.5;
  return `M0,${y}H${widthPx}`;
}

/** A stepped area over the buckets of a curve. */
export function areaOf(curve: StepCurve, scale: TimeScale, highest: number): string {
  const bottom = OVERVIEW_PX - 1;
  const values = curve.means();
  const parts: string[] = [`M${round(scale.toPx(0))},${bottom}`];
  let lastX = Number.NEGATIVE_INFINITY;
  for (let bucket = 0; bucket < curve.length; bucket++) {
    const x = round(scale.toPx(bucket * curve.bucketNs));
    const next = round(scale.toPx((bucket + 1) * curve.bucketNs));
    const y = round(bottom - (values[bucket]! / highest) * (bottom - TOP_PX));
    if (next - lastX < 0.5) continue;
    parts.push(`L${Math.max(x, lastX)},${y}L${next},${y}`);
    lastX = next;
  }
  return `${parts.join('')}L${Math.max(lastX, 0)},${bottom}Z`;
}

const round = (px: number): number => Math.round(px * 10) / 10;

/** What the shapes of the overview stand for, and how high they go. */
export class OverviewNames {
  private readonly inProgress = el('span');
  private readonly running = el('span');
  private readonly cores = el('span');
  private readonly coresName = named('cores', this.cores);

  constructor(root: HTMLElement) {
    const second = el('div', { class: 'overview-line' }, named('running', this.running), this.coresName);
    root.replaceChildren(named('in-progress', this.inProgress), second);
  }

  update(inProgress: StepCurve, running: StepCurve, cores: number | null): void {
    setText(this.cores, cores === 1 ? t('1 core') : t('{0} cores', cores ?? 0));
    this.coresName.hidden = cores === null;
    this.cores.title = t('so many threads can really run at the same time');
    setText(this.inProgress, t('tasks in progress'));
    setText(this.running, t('threads running'));
    this.inProgress.title = t('at most {0}', Math.round(inProgress.maximum()));
    this.running.title = t('at most {0}', Math.round(running.maximum()));
  }
}

const named = (name: string, text: HTMLElement): HTMLElement =>
  el(
    'div',
    { class: 'overview-name' },
    el('span', { class: `key ${name}`, attributes: { 'aria-hidden': 'true' } }),
    text,
  );
