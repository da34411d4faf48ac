// The browser of the run, as one test file uses it.
import { type Browser, chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';

/** For a test file: the browser from when its tests start. What a test leaves open is closed after it. */
export const openingBrowser = (): (() => Browser) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.connect(inject('browser'));
  });
  afterEach(async () => {
    for (const context of browser.contexts()) {
      // An answer that a test was still preparing has nobody to go to.
      await context.unrouteAll({ behavior: 'ignoreErrors' });
      await context.close();
    }
  });
  afterAll(() => browser.close());
  return () => browser;
};
