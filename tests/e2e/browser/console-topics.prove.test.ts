// The console’s topic page and topic tree, as an administrator uses them.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Administrator, seededAdministrator } from '../administrator.ts';
import { checkAccessibility } from './check-accessibility.ts';
import { grantedTo, registeredUser } from './given.ts';
import { openingConsole } from './open-console.ts';

const stack = inject('stack');
const open = openingConsole();
let admin: Administrator;
beforeAll(async () => {
  admin = await seededAdministrator(stack);
});

/** A topic of the test's own. */
const newTopic = () => `plant-${randomUUID()}/line1/state`;

const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });
const section = (page: Page, name: string | RegExp) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name }) });

describe('the topic page', () => {
  it('names who can publish, and the grants that allow or deny it', async () => {
    const topic = newTopic();
    const userId = await registeredUser();
    const grantId = await grantedTo(admin, `user/${userId}`, topic);
    await grantedTo(admin, 'group/denied', topic, { effect: 'deny' });
    const page = await open('/console/topic');
    await page.getByLabel('Topic').fill(topic);
    await page.keyboard.press('Enter');

    const named = page.getByRole('link', { name: userId, exact: true });
    expect(await named.getAttribute('href')).toBe(`/console/users/${userId}`);
    const grants = section(page, 'Grants that cover');
    await grants.getByRole('table', { name: 'Grants that deny it' }).getByText('group/denied').waitFor();
    const allowing = grants.getByRole('table', { name: 'Grants that allow it' });
    expect(await allowing.getByRole('link', { name: topic }).getAttribute('href')).toContain(grantId);
    await checkAccessibility(page);

    await page.reload();
    await link(page, `Explain why ${userId} can publish here`).click();
    await page.getByText('Allowed', { exact: true }).waitFor();
    await page.goBack();
    await page.getByLabel('Action').selectOption('subscribe');
    await page.getByRole('button', { name: 'Show who can' }).click();
    await page.getByText('Nobody who has registered a device can.').waitFor();
    await link(page, 'New grant for this topic').click();
    await page.getByRole('heading', { name: 'New grant' }).waitFor();
    expect(await page.getByLabel('Topic filter', { exact: true }).inputValue()).toBe(topic);
  });

  it('goes on to users that have not been looked at, and says that there are some', async () => {
    const page = await open('/console/explain');
    // Each request looks at some users: as many hold nobody as are asked for at once, and one more.
    let asked = 0;
    await page.route(/search\/subject/, (route) => {
      asked++;
      const results = asked === 6 ? [{ type: 'user', id: 'alice' }] : [];
      return route.fulfill({ json: { results, page: { next_token: asked < 6 ? 'on' : '', count: 0 } } });
    });
    await page.goto(`${stack.webUrl}/console/topic?topic=demoTopic`);
    await page.getByText('Not all users have been looked at yet').waitFor();
    expect(asked).toBe(5);
    await page.getByRole('button', { name: 'Load more' }).click();
    await link(page, 'alice').first().waitFor();
    await page.getByText('Not all users have been looked at yet').waitFor({ state: 'detached' });
  });

  it('says at the field what is no topic', async () => {
    const page = await open('/console/topic?topic=plant/%2B', {
      refusals: [{ status: 400, url: /\/grants\?topic=/ }],
    });
    await page.getByRole('alert').getByText('A topic has 1 to 8 levels').waitFor();
    const field = page.getByLabel('Topic');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.fill('plant/a');
    await page.getByRole('alert').getByText('A topic has').waitFor({ state: 'detached' });
    expect(await field.getAttribute('aria-invalid')).toBeNull();
  });
});

describe('the topic tree', () => {
  it('shows filters with who may use them, and leads to topics and grants', async () => {
    const subject = `group/tree-${randomUUID()}`;
    for (const filter of ['mill/line1/state', 'mill/#']) await grantedTo(admin, subject, filter);
    await grantedTo(admin, subject, 'mill/+/alarm', { actions: ['subscribe'] });
    await grantedTo(admin, subject, 'mill/secret/#', { effect: 'deny' });
    const page = await open('/console/tree');
    await page.getByLabel('Subject').fill(subject);
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    const picture = page.getByRole('region', { name: 'Topic tree' });
    await picture.getByRole('link', { name: `mill/line1; publish: ${subject}; subscribe: nobody` }).waitFor();
    await picture.getByRole('link', { name: /mill\/secret; publish: .* denied to/ }).waitFor();
    await checkAccessibility(page);

    await picture.getByRole('link', { name: 'mill/+/alarm' }).focus();
    await page.keyboard.press('Enter');
    const heading = page.getByRole('heading', { name: 'Grants that cover mill/+/alarm' });
    await heading.and(page.locator(':focus')).waitFor();
    const covering = page.getByRole('table', { name: 'Grants that cover mill/+/alarm' });
    expect(await covering.getByRole('rowheader').count()).toBe(2);

    await link(page, 'List').click();
    const list = page.getByRole('listitem').filter({ hasText: 'line1' }).last();
    await list.getByText(`publish: ${subject}`).first().waitFor();
    await checkAccessibility(page);
    await link(page, 'Picture').click();
    await picture.getByRole('link', { name: 'mill/line1/state' }).click();
    await page.getByRole('heading', { name: 'Who can use a topic?' }).waitFor();
    expect(await page.getByLabel('Topic').inputValue()).toBe('mill/line1/state');
  });

  it('keeps big branches closed until somebody opens them', async () => {
    const page = await open('/console/explain');
    await page.route(/\/grants\?/, (route) => route.fulfill({ json: { items: grants(170) } }));
    await page.goto(`${stack.webUrl}/console/tree`);
    const more = page.getByRole('button', { name: '170 more below hall' });
    await more.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '120 more below hall' }).waitFor();
    await link(page, 'hall/49;').waitFor();
    expect(await page.locator('svg a').count()).toBe(51);
    await page.getByRole('button', { name: 'Close what was opened' }).click();
    await more.waitFor();
  });

  it('says how far it has come, and that it ends where there is no end', async () => {
    const page = await open('/console/explain');
    let asked = 0;
    let goOn = () => {};
    const wait = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    await page.route(/\/grants\?/, async (route) => {
      asked++;
      if (asked === 3) await wait;
      await route.fulfill({ json: { items: grants(200), cursor: 'on' } });
    });
    await page.goto(`${stack.webUrl}/console/tree`);
    await page.getByRole('status').getByText('400 grants so far').waitFor();
    goOn();
    await page.getByText('There are more than 5000 grants').waitFor();
    expect(asked).toBe(25);
  });
});

/** As many as it takes, as the service would answer them. */
const grants = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    grantId: `g${index}`,
    subject: 'everyone',
    effect: 'allow',
    actions: ['publish'],
    topicFilter: `hall/${index}`,
    status: { state: 'applied' },
  }));
