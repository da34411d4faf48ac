// The console’s pages of groups and subjects, as an administrator uses them.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Administrator, seededAdministrator } from '../administrator.ts';
import { newGroup } from '../new-user.ts';
import { soleSweeper } from '../sweep.ts';
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
const section = (page: Page, name: string | RegExp) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name }) });

/** As when somebody comes back to the page: it asks at once for what it follows. */
const lookAgain = (page: Page) => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

describe('a group', () => {
  it('is managed, changed while its members follow, and deleted when that is confirmed', async () => {
    const group = await newGroup(stack);
    const stateOf = async () => (await admin.ask(`GET /groups/${group}`)).body.state;
    const page = await open('/console/groups', { refusals: [{ status: 404, url: `/groups/${group}` }] });
    await page.getByLabel('Group', { exact: true }).fill(group);
    await page.getByLabel('Description').fill('Those who weld');
    await page.getByRole('button', { name: 'Manage the group' }).click();
    await page.getByRole('heading', { name: `group/${group}` }).waitFor();
    await page.getByText('Those who weld').waitFor();
    await page.getByText('No grants: nothing is used.').waitFor();

    await registeredUser([group]);
    await page.getByText('Change the group').click();
    await page.getByLabel('Policy documents').selectOption('2');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('being changed …').waitFor();
    {
      await using sweeper = await soleSweeper(stack);
      await expect
        .poll(async () => {
          await sweeper.sweepInTime([group]);
          return stateOf();
        })
        .toBe('applied');
    }
    await lookAgain(page);
    await page.getByRole('status').getByText('applied').waitFor();
    expect(await admin.ask(`GET /groups/${group}`)).toMatchObject({ body: { documents: 2 } });

    await page.goto(`${stack.webUrl}/console/groups`);
    const row = page.getByRole('row', { name: group });
    await checkAccessibility(page);
    await row.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: `Delete ${group}?` });
    await dialog.getByText('1 member').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await stateOf()).toBe('applied');
    await row.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete the group' }).click();
    await row.getByText('being deleted …').waitFor();
    expect(await stateOf()).toBe('deleting');
  });

  it('shows what it may do, from which grant, and how much room it has', async () => {
    const group = `crew-${randomUUID()}`;
    const grantId = await grantedTo(admin, `group/${group}`, 'mill/#', { actions: ['publish', 'subscribe'] });
    await grantedTo(admin, `group/${group}`, 'mill/secret', { effect: 'deny' });
    await admin.ask(`PUT /groups/${group}`, { documents: 2 });
    const page = await open(`/console/subject?subject=group/${group}`);
    const publishing = page.getByRole('definition').filter({ hasText: 'denied' });
    await publishing.getByText('mill/secret').waitFor();
    expect(await publishing.getByRole('link', { name: 'mill/#' }).getAttribute('href')).toContain(grantId);
    const room = section(page, 'Room for grants');
    await room.getByText(/^\d[\d,]* of 2,048 bytes, [\d,]+ free$/).waitFor();
    await room.getByText('unused').waitFor();
    expect(await room.getByRole('meter').count()).toBe(2);
    expect(await admin.ask(`GET /grants/${grantId}`)).toMatchObject({ status: 200, body: { version: 1 } });
    await checkAccessibility(page);
    await link(page, 'New grant').click();
    await page.getByRole('heading', { name: 'New grant' }).waitFor();
    expect(await page.getByLabel('Group', { exact: true }).inputValue()).toBe(group);
  });

  it('shows a grant as applied as soon as it is', async () => {
    const group = `crew-${randomUUID()}`;
    const grantId = await grantedTo(admin, `group/${group}`, 'mill/state');
    const page = await open('/console/explain');
    await page.route(/\/grants\?subject=/, async (route) => {
      const response = await route.fetch();
      const { items } = await response.json();
      for (const { status } of items) status.state = 'pending';
      await route.fulfill({ response, json: { items } });
    });
    await page.goto(`${stack.webUrl}/console/subject?subject=group/${group}`);
    const row = page.getByRole('row', { name: 'mill/state' });
    await row.getByText('pending', { exact: true }).waitFor();
    await lookAgain(page);
    await row.getByText('applied', { exact: true }).waitFor();
    expect(await row.getByRole('link', { name: 'mill/state' }).getAttribute('href')).toContain(grantId);
  });

  it('that is not managed can be, and everyone is a subject too', async () => {
    const group = `new-${randomUUID()}`;
    const page = await open(`/console/subject?subject=group/${group}`, {
      refusals: [{ status: 404, url: `/groups/${group}` }],
    });
    await page.getByRole('button', { name: 'Manage the group' }).click();
    await link(page, '0 members').waitFor();
    expect(await admin.ask(`GET /groups/${group}`)).toMatchObject({ body: { documents: 1 } });
    await page.goto(`${stack.webUrl}/console/subject?subject=everyone`);
    await section(page, 'What it may do').getByRole('link', { name: 'demoTopic' }).first().waitFor();
    await section(page, 'Room for grants').getByRole('meter').waitFor();
  });

  it('that no subject can be called is refused in words', async () => {
    const page = await open('/console/subject?subject=nobody', {
      refusals: [{ status: 400, url: /\/grants\?subject=nobody/ }],
    });
    const alert = await page.getByRole('alert').textContent();
    expect(alert).toContain('A subject is user/<userId>, group/<group> or everyone.');
  });
});
