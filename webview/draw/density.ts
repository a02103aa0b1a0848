import { State } from '../../src/shared/timeline.ts';
import { DENSITY_PX, type Density } from '../layout/density.ts';
import { STATES } from '../model/track.ts';
import type { Brush, Strip } from './bars.ts';

/** From the bottom up. */
const order = [State.running, State.blocked, State.ready, State.waiting] as const;

/** How many calls are in each state over time, one on top of the other; the fullest column fills the row. */
export function drawDensity(brush: Brush, density: Density, strip: Strip): void {
  const highest = highestColumn(density);
  if (highest === 0) return;
  const { context, theme, patterns } = brush;
  const fills = [theme.running, patterns.blocked, patterns.ready, theme.waiting];
  for (const [i, state] of order.entries()) {
    context.fillStyle = fills[i]!;
    context.globalAlpha = state === State.waiting ? 0.35 : 1;
    fillState(context, density, strip, order.slice(0, i), state, highest);
  }
  context.globalAlpha = 1;
}

function fillState(
  context: CanvasRenderingContext2D,
  { columns, counts }: Density,
  strip: Strip,
  below: readonly State[],
  state: State,
  highest: number,
): void {
  const bottom = strip.y + strip.height;
  context.beginPath();
  for (let column = 0; column < columns; column++) {
    const count = counts[column * STATES + state]!;
    if (count <= 1e-4) continue;
    let base = 0;
    for (const s of below) base += counts[column * STATES + s]!;
    const height = Math.max(state === State.waiting ? 0.5 : 1, (count / highest) * strip.height);
    const y = Math.max(strip.y, bottom - (base / highest) * strip.height - height);
    context.rect(column * DENSITY_PX, y, DENSITY_PX, height);
  }
  context.fill();
}

function highestColumn({ columns, counts }: Density): number {
  let highest = 0;
  for (let column = 0; column < columns; column++) {
    let sum = 0;
    for (let s = 1; s < STATES; s++) sum += counts[column * STATES + s]!;
    highest = Math.max(highest, sum);
  }
  return highest;
}
