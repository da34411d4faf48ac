// The console's pages about topics, groups and decisions, as an administrator uses them.
import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Administrator, seededAdministrator, subOf } from '../administrator.ts';
import { newGroup, newUser } from '../new-user.ts';
import { soleSweeper } from '../sweep.ts';
import { checkAccessibility } from './check-accessibility.ts';
import { openingConsole } from './open-console.ts';

const stack = inject('stack');
const open = openingConsole();
let admin: Administrator;
beforeAll(async () => {
  admin = await seededAdministrator(stack);
});

/** A topic of the test's own. */
const newTopic = () => `plant-${randomUUID()}/line1/state`;

const registered = async (groups: readonly string[] = []): Promise<string> => {
  const app = await newUser(stack, groups);
  await app.register('web-1');
  return subOf(app.idToken);
};

const granted = async (subject: string, topicFilter: string, more = {}): Promise<string> => {
  const grant = { subject, actions: ['publish'], topicFilter, ...more };
  const { status, body } = await admin.ask('POST /grants', grant);
  expect(status).toBe(201);
  return body.grantId;
};

const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name });
const section = (page: Page, name: string | RegExp) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name }) });

/** As when somebody comes back to the page: it asks at once for what it follows. */
const lookAgain = (page: Page) => page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");

describe('the topic page', () => {
  it('names who can publish, and the grants that allow or deny it', async () => {
    const topic = newTopic();
    const userId = await registered();
    const grantId = await granted(`user/${userId}`, topic);
    await granted('group/denied', topic, { effect: 'deny' });
    const page = await open('/console/topic');
    await page.getByLabel('Topic').fill(topic);
    await page.keyboard.press('Enter');

    await link(page, userId)
      .and(page.locator(`[href="/console/users/${userId}"]`))
      .waitFor();
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

describe('the explain page', () => {
  it('tells why not and what is allowed instead, and leads to the grant that changes it', async () => {
    const topic = newTopic();
    const userId = await registered();
    await granted(`user/${userId}`, `${topic}/sub`);
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
    const userId = await registered();
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

  it('leads to whoever is suspended', async () => {
    const userId = await registered();
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

describe('the topic tree', () => {
  it('shows filters with who may use them, and leads to topics and grants', async () => {
    const subject = `group/tree-${randomUUID()}`;
    for (const filter of ['mill/line1/state', 'mill/#']) await granted(subject, filter);
    await granted(subject, 'mill/+/alarm', { actions: ['subscribe'] });
    await granted(subject, 'mill/secret/#', { effect: 'deny' });
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
    const items = Array.from({ length: 170 }, (_, index) => ({
      grantId: `g${index}`,
      subject: 'everyone',
      effect: 'allow',
      actions: ['publish'],
      topicFilter: `hall/${index}`,
      status: { state: 'applied' },
    }));
    await page.route(/\/grants\?/, (route) => route.fulfill({ json: { items } }));
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
});

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

    await registered([group]);
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
    const grantId = await granted(`group/${group}`, 'mill/#', { actions: ['publish', 'subscribe'] });
    await granted(`group/${group}`, 'mill/secret', { effect: 'deny' });
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
