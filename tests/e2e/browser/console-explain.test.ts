// The console’s explain page, as an administrator uses it.
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

const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });

describe('the explain page', () => {
  it('tells why not and what is allowed instead, and leads to the grant that changes it', async () => {
    const topic = `plant-${randomUUID()}/line1/state`;
    const userId = await registeredUser();
    await grantedTo(admin, `user/${userId}`, `${topic}/sub`);
    const page = await open('/console/explain');
    await page.getByLabel('User ID', { exact: true }).fill(userId);
    await page.getByLabel('Topic').fill(topic);
    await page.keyboard.press('Enter');
    await page.getByText('Refused', { exact: true }).waitFor();
    await page.getByText('no-grant').waitFor();
    await page.getByText(`publish is allowed on ${topic}/sub`).waitFor();
    await checkAccessibility(page);
    const address = page.url();

    await link(page, 'Grant it to this user').click();
    await page.getByRole('checkbox', { name: 'publish' }).check();
    await page.getByRole('button', { name: 'Grant', exact: true }).click();
    await page.getByRole('status').getByText('Granted').waitFor();
    await page.goto(address);
    await page.getByText('Allowed', { exact: true }).waitFor();
    await page.getByText(/A change is still spreading/).waitFor();
    await page
      .getByRole('table', { name: 'Grants that decided' })
      .getByText(topic, { exact: true })
      .waitFor();

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(address);
  });

  it('finds a user by its email address, and asks about one of its devices', async () => {
    const userId = await registeredUser();
    const { body } = await admin.ask(`GET /users/${userId}`);
    const page = await open('/console/explain');
    await page.getByLabel('User by').selectOption('Email address');
    await page.getByLabel('Email address', { exact: true }).fill('nobody@example.com');
    await page.getByLabel('Action').selectOption('connect');
    await page.getByLabel('Client ID').fill(body.devices[0].clientId);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The user pool knows nobody of this name.').waitFor();
    await page.getByLabel('Email address', { exact: true }).fill(body.email);
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByText(`${body.email} may connect as`).waitFor();
    await page.getByLabel('Device').selectOption('web-1');
    await page.getByLabel('Action').selectOption('receive');
    await page.getByLabel('Topic').fill('demoTopic');
    await page.getByRole('button', { name: 'Explain' }).click();
    await page.getByRole('heading', { name: /may receive demoTopic on device web-1/ }).waitFor();
    expect(page.url()).toContain(`user=${userId}`);
  });

  it('lets choose where several users have the address', async () => {
    const page = await open('/console/explain', { refusals: [{ status: 404, url: '/users/second' }] });
    const items = ['first', 'second'].map((userId) => ({
      userId,
      email: 'both@example.com',
      status: 'active',
    }));
    await page.route(/\/users\?email=/, (route) => route.fulfill({ json: { items } }));
    await page.getByLabel('User by').selectOption('Email address');
    await page.getByLabel('Email address', { exact: true }).fill('both@example.com');
    await page.getByLabel('Topic').fill('demoTopic');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'both@example.com second' }).click();
    await page.getByText('unregistered', { exact: true }).waitFor();
    expect(page.url()).toContain('user=second');
  });

  it('leads to whoever is suspended', async () => {
    const userId = await registeredUser();
    await admin.ask(`POST /users/${userId}/suspend`, {});
    const page = await open(`/console/explain?user=${userId}&action=subscribe&topic=demoTopic`);
    await page.getByText('suspended', { exact: true }).waitFor();
    await link(page, 'Resume the user').click();
    await page.getByRole('button', { name: /^Resume/ }).waitFor();
    expect(page.url()).toContain(`/console/users/${userId}`);
  });

  it('says that nothing is known of a user', async () => {
    const page = await open('/console/explain?user=nobody&topic=demoTopic', {
      refusals: [{ status: 404, url: '/users/nobody' }],
    });
    await page.getByText('unregistered', { exact: true }).waitFor();
    await page.getByText('Nothing is known of a user nobody.').waitFor();
    expect(await page.getByLabel('Device').inputValue()).toBe('');
  });
});
