// One browser for all tests of a run; each test has its own context in it.
import { type BrowserServer, chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { unpackChromium } from './unpack-chromium.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the browser listens. */
    browser: string;
  }
}

export const setup = async ({ provide }: TestProject) => {
  const server = await launchBrowser();
  provide('browser', server.wsEndpoint());
  return () => server.close();
};

/**
 * Without the flags that the package recommends for Lambda: they switch off the same-origin policy and the isolation
 * of sites. The caller answers signals; whatever becomes of it, the browser ends with its pipe.
 */
export const launchBrowser = async (): Promise<BrowserServer> => {
  const { env, ...browser } = await findBrowser();
  return chromium.launchServer({
    ...browser,
    env: { ...process.env, ...env },
    host: '127.0.0.1',
    args: ['--disable-background-networking', '--disable-component-update', '--disable-sync'],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
};

/** The one in the npm package, which is for Linux on x64 alone; elsewhere the Chrome that is installed. */
const findBrowser = async () =>
  process.platform === 'linux' && process.arch === 'x64' ? unpackChromium() : { channel: 'chrome', env: {} };
