/** How the time of frames is taken, the same for everyone whose drawing is measured. Runs in the page. */

/** One step of a journey: to a share of the stretch that is shown, around a point of it (0 to 1), or by a share of it to the right. */
export type Step = { readonly zoom: number; readonly at: number } | { readonly pan: number };

/**
 * From the whole run to a 300th of it, a little to and fro there, out to a tenth, from there across the whole run, and
 * back to the whole.
 */
export const journey: readonly Step[] = [
  ...repeat(40, { zoom: 300 ** (-1 / 40), at: 0.3 }),
  ...repeat(12, { pan: 0.1 }),
  ...repeat(12, { pan: -0.1 }),
  ...repeat(24, { zoom: 30 ** (1 / 24), at: 0.3 }),
  ...repeat(16, { pan: -0.2 }),
  ...repeat(45, { pan: 0.2 }),
  ...repeat(16, { zoom: 10 ** (1 / 16), at: 0.95 }),
];

function repeat(times: number, step: Step): Step[] {
  return Array.from({ length: times }, () => step);
}

/** The stretch that is shown, as shares of the whole run, after a step. */
export function after([start, end]: readonly [number, number], step: Step): [number, number] {
  const width = end - start;
  if ('pan' in step) return [start + step.pan * width, end + step.pan * width];
  const at = start + step.at * width;
  return [at - (at - start) * step.zoom, at + (end - at) * step.zoom];
}

/** Resolves in the next frame, after what was asked to be drawn in it so far. */
export const nextFrame = (): Promise<number> =>
  new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));

/** Resolves as a new task, so that frames can come in between. */
export const nextTask = (): Promise<void> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(null);
  });

/**
 * Times between frames, in ms, each of which shows one step more of the journey: scripts, layout, painting and rastering, as
 * Chromium starts no frame before the one before the last is on its way. `go` takes a step in and asks for its frame.
 * Stops after `limitMs`.
 */
export async function frameTimes(go: (step: Step) => unknown, limitMs: number): Promise<number[]> {
  const times: number[] = [];
  await nextFrame();
  let lastMs = await nextFrame();
  const endMs = lastMs + limitMs;
  for (const step of journey) {
    await go(step);
    const nowMs = await nextFrame();
    times.push(nowMs - lastMs);
    lastMs = nowMs;
    if (nowMs > endMs) break;
  }
  return times;
}
