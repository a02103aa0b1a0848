/** Draws the extension's icon from `media/icon.svg` into `media/icon.png`, 128 pixels wide: `node src/dev/icon.ts`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchChromium } from './chromium.ts';
import { projectRoot } from './paths.ts';

const media = join(projectRoot, 'media');
const browser = await launchChromium();
const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
await page.setContent(`<body style="margin: 0">${await readFile(join(media, 'icon.svg'), 'utf8')}</body>`);
await page.screenshot({ path: join(media, 'icon.png'), omitBackground: true });
await browser.close();
