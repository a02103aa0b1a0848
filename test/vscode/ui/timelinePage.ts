/** What a person sees in the panel's page. */
import type { Frame } from 'playwright-core';

/** Where in the window something running is drawn in the row of the lane `name`: the middle of its first bar. */
export async function barOf(frame: Frame, name: string): Promise<{ x: number; y: number } | null> {
  return frame.evaluate((label) => {
    const rows = [...document.querySelectorAll<HTMLElement>('[role=row]')];
    const row = rows.find((each) => each.querySelector('.label')?.textContent === label);
    const canvas = document.querySelector<HTMLCanvasElement>('canvas.bars');
    const context = canvas?.getContext('2d');
    if (!row || !canvas || !context) return null;
    const box = canvas.getBoundingClientRect();
    const rowBox = row.getBoundingClientRect();
    const scale = canvas.width / box.width;
    const y = rowBox.top + rowBox.height / 2 - box.top;
    const { data } = context.getImageData(0, Math.round(y * scale), canvas.width, 1);
    const colour = (at: number) => data.slice(at * 4, at * 4 + 4).join();
    // A bar is the first stretch of 6 pixels of one colour that is not the background's.
    for (let at = 1, length = 0; at < canvas.width; at++) {
      const isBar = data[at * 4 + 3] === 255 && colour(at) !== colour(0) && colour(at) === colour(at - 1);
      length = isBar ? length + 1 : 0;
      if (length >= 6) return { x: (at - 3) / scale, y };
    }
    return null;
  }, name);
}

/** What the panel's header says on the run. */
export const statusText = async (frame: Frame): Promise<string> =>
  (await frame.locator('.status-text').textContent()) ?? '';
