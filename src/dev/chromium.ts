/** Starts the Chromium that tests drive: $CHROMIUM, one that is installed, or the one from npm. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Rejects when there is no Chromium, or it cannot be started. */
export async function launchChromium(options: LaunchOptions = {}): Promise<Browser> {
  const { args = [], ...rest } = options;
  return chromium.launch({ executablePath: await chromiumPath(), args: [...flags, ...args], ...rest });
}

async function chromiumPath(): Promise<string> {
  const own = process.env.CHROMIUM ?? installed.find((path) => existsSync(path));
  if (own) return own;
  // Unpacked only when it is needed: it is large.
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}
