// The demo page as those who use it see it.
import type { Locator, Page } from 'playwright-core';

/** One of its parts, by its heading. */
export const part = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

export const step = (page: Page, name: string): Locator =>
  part(page, 'Steps')
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name }) });

/** From the token to the greeting. */
export const allStepsDone = async (page: Page): Promise<void> => {
  await step(page, 'Greeting').getByText('done').waitFor({ timeout: 30_000 });
};

export const message = (page: Page, text: string): Locator => page.getByRole('log').getByText(text);

export const publish = async (page: Page, topic: string, payload: string): Promise<void> => {
  const form = part(page, 'Publish');
  await form.getByLabel('Topic').fill(topic);
  await form.getByLabel('Payload').fill(payload);
  await form.getByRole('button', { name: 'Publish' }).click();
};

export const subscribe = async (page: Page, filter: string): Promise<void> => {
  const form = part(page, 'Subscriptions');
  await form.getByLabel('Topic filter').fill(filter);
  await form.getByRole('button', { name: 'Subscribe', exact: true }).click();
};

/** The device of this tab, as its greeting names it. */
export const deviceOf = async (page: Page): Promise<string> => {
  const device = step(page, 'Registration').getByText('This tab is device').locator('code').first();
  return (await device.textContent()) ?? '';
};
