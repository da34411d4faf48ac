// `npm run screenshots [<name> …]`: takes the pictures of docs/screenshots, from a local stack of its own.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import type { StackDescription } from '../local/stack-description.ts';
import { freePorts } from '../local/stack-ports.ts';
import { startStack } from '../local/start-stack.ts';
import { launchBrowser } from '../tests/e2e/browser/shared-browser.ts';
import { signInAs } from '../tests/e2e/browser/sign-in-form.ts';
import { watchPages } from '../tests/e2e/browser/watch-pages.ts';
import { type Screen, screens } from './screenshot-screens.ts';
import { prepareScreenshotWorld, type ScreenshotWorld } from './screenshot-world.ts';

const folder = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));

/** The same size on every machine, and the same words. */
const ordinary: BrowserContextOptions = {
  viewport: { width: 1280, height: 800 },
  colorScheme: 'light',
  reducedMotion: 'reduce',
  locale: 'en-GB',
  timezoneId: 'UTC',
};

const main = async (names: readonly string[]): Promise<void> => {
  const wanted = screens.filter(({ name }) => names.length === 0 || names.includes(name));
  await mkdir(folder, { recursive: true });
  const stack = await startStack({ ports: freePorts });
  const server = await launchBrowser();
  try {
    const world = await prepareScreenshotWorld(stack.description);
    const browser = await chromium.connect(server.wsEndpoint());
    for (const screen of wanted) {
      await take(browser, stack.description, world, screen).catch((cause) => {
        throw new Error(`${screen.name} could not be taken.`, { cause });
      });
      console.log(`docs/screenshots/${screen.name}.png`);
    }
  } finally {
    await server.close();
    await stack.close();
  }
};

/** @throws when the page does what it should not, or shows what must not be published. */
const take = async (
  browser: Browser,
  stack: StackDescription,
  world: ScreenshotWorld,
  { name, as, address, act, ready, appearance, minutesLater = 0 }: Screen,
): Promise<void> => {
  const context = await browser.newContext({ ...ordinary, ...appearance });
  const origins = [stack.webUrl, stack.apiUrl, stack.mqttUrl, ...Object.values(stack.endpoints)];
  const watch = await watchPages(context, origins);
  const page = await context.newPage();
  await page.clock.setFixedTime(Date.now() + minutesLater * 60_000);
  await page.goto(new URL(address(world), stack.webUrl).href);
  await signInAs(page, world[as]);
  await act?.(page);
  await page.getByText(ready).filter({ visible: true }).first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.evaluate('scrollTo(0, 0)');
  const text = await page.locator('body').textContent();
  const problems = [...(await watch.problems()), ...(text?.match(unfit) ?? [])];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled', caret: 'hide' });
  await context.close();
};

/** Tokens, passwords of the local stack, places on this machine. */
const unfit = /eyJ\w+|\w+-(password|world)-1|\/(home|tmp|root|Users)\/\S*/g;

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
