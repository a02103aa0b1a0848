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
  const own = process.env.CHROMIUM ?? installed.find((path) => existsSync(path));
  packed ??= own ? { executablePath: own } : await unpack();
  return chromium.launch({ ...packed, args: [...flags, ...args], ...rest });
}

let packed: LaunchOptions | null = null;

/**
 * Unpacks the Chromium from npm, only when it is needed: it is large. It brings the libraries and fonts that a bare machine
 * lacks, but unpacks them, and leads Chromium to them, only where it believes to be on AWS.
 */
async function unpack(): Promise<LaunchOptions> {
  const env = { ...process.env };
  try {
    process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs24.x';
    const { default: package_ } = await import('@sparticuz/chromium');
    const executablePath = await package_.executablePath();
    return {
      executablePath,
      env: Object.fromEntries(Object.entries(process.env).map(([k, v]) => [k, v ?? ''])),
    };
  } finally {
    for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  }
}
