// Pages of a test, in a real browser.
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterEach, expect, inject } from 'vitest';
import { openingBrowser } from './open-browser.ts';
import { type Refusal, type Watch, watchPages } from './watch-pages.ts';

type Opening = BrowserContextOptions & {
  /** Answers that the test wants refused. Any other fails it, and so does one of these that does not come. */
  readonly refusals?: readonly Refusal[];
  /** Where the page may go besides the local stack. */
  readonly origins?: readonly string[];
  /** What the session storage of its first tab holds, as if it had been there before. */
  readonly session?: Readonly<Record<string, string>>;
};

export type OpenPage = (address: string, opening?: Opening) => Promise<Page>;

/**
 * For a test file: opens an address – a path is one of the local stack's own pages – in a browser profile of its own,
 * as somebody else would; `page.context().newPage()` is another tab of the same. Each test fails when one of its
 * pages does what `watchPages` tells.
 */
export const openingPages = (): OpenPage => {
  const stack = inject('stack');
  const own = [stack.webUrl, stack.apiUrl, stack.mqttUrl, ...Object.values(stack.endpoints)];
  const browser = openingBrowser();
  const watches: Watch[] = [];

  afterEach(async ({ task }) => {
    const problems = (await Promise.all(watches.splice(0).map((watch) => watch.problems()))).flat();
    const pages = browser()
      .contexts()
      .flatMap((context) => context.pages());
    if (task.result?.state === 'fail' || problems.length > 0) await keepPictures(task.name, pages);
    expect(problems, 'what the pages should not have done').toEqual([]);
  });

  return async (address, { refusals = [], origins = [], session, ...options } = {}) => {
    const context = await browser().newContext({ ...ordinary, ...options });
    context.setDefaultTimeout(30_000); // for what hangs, not for a busy machine
    watches.push(await watchPages(context, [...own, ...origins], refusals));
    const page = await context.newPage();
    if (session) await page.addInitScript(beginWith(session));
    await page.goto(new URL(address, stack.webUrl).href);
    return page;
  };
};

/** Once: not what has been taken out of it since. */
const beginWith = (session: Readonly<Record<string, string>>): string => `
  if (sessionStorage.getItem('begun') === null)
    for (const [name, value] of ${JSON.stringify(Object.entries({ ...session, begun: '' }))})
      sessionStorage.setItem(name, value);`;

/** For whoever has to find out what a failed test saw. */
const keepPictures = async (test: string, pages: readonly Page[]) => {
  const name = test.replaceAll(/[^a-z0-9]+/gi, '-');
  for (const [index, page] of pages.entries()) {
    await page.screenshot({ path: join('reports/browser', `${name}-${index + 1}.png`) });
  }
};

const ordinary = {
  viewport: { width: 1280, height: 800 },
  colorScheme: 'light',
  reducedMotion: 'reduce',
  locale: 'en-GB',
  timezoneId: 'UTC',
} satisfies BrowserContextOptions;
