import { type Browser, chromium } from 'playwright-core';

/** Starts the browser at CHROMIUM_PATH, which speaks to our server and to nobody else. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH!,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
}
