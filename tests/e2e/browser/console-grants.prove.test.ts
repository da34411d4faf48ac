// The console's grants pages, as an administrator uses them.
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { addressOf } from '../../../web/console/addresses.ts';
import { type Administrator, seededAdministrator } from '../administrator.ts';
import { checkAccessibility } from './check-accessibility.ts';
import { openingConsole } from './open-console.ts';

const { apiUrl, webUrl } = inject('stack');
const open = openingConsole();
let admin: Administrator;
beforeAll(async () => {
  admin = await seededAdministrator(inject('stack'));
});

const newSubject = () => `group/console-${randomUUID()}`;
const dryRun = /\/grants\?dryRun=true$/;

const granted = async (subject: string, topicFilter: string, more = {}): Promise<string> => {
  const { body } = await admin.ask('POST /grants', { subject, actions: ['publish'], topicFilter, ...more });
  return body.grantId;
};

const topicFilterField = (page: Page) => page.getByLabel('Topic filter', { exact: true });
const action = (page: Page, name: string) => page.getByRole('checkbox', { name });
const said = (page: Page, text: string | RegExp) => page.getByRole('status').getByText(text);

describe('a new grant', () => {
  it('is judged while it is typed, shown as policies, and listed', async () => {
    const subject = newSubject();
    const page = await open(`/console/grants/new?subject=${subject}&topicFilter=devices/%2B/cmd`, {
      refusals: [{ status: 422, url: dryRun }],
    });
    await action(page, 'publish').check();
    const field = topicFilterField(page);
    await page.getByText('wildcard-not-expressible').waitFor();
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    const note = page.locator(`[id="${await field.getAttribute('aria-describedby')}"]`);
    expect(await note.textContent()).toMatch(/Level 2 .* wildcard-not-expressible/);

    await action(page, 'allowWider').check();
    await said(page, /^It fits: \d+ of 2,048 bytes\.$/).waitFor();
    await page.getByText('also allows devices/x/y/cmd').waitFor();
    await page.locator('ins', { hasText: 'topic/devices/*/cmd' }).waitFor();
    expect(await field.getAttribute('aria-invalid')).toBeNull();
    await checkAccessibility(page);

    await page.getByRole('button', { name: 'Ends in 1 day' }).click();
    await page.getByLabel('Reason').fill('INC-4711');
    await page.getByRole('button', { name: 'Grant', exact: true }).click();
    await said(page, `Granted: allow publish on devices/+/cmd for ${subject}.`).waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');

    await page.getByRole('link', { name: `Other grants of ${subject}` }).click();
    const row = page.getByRole('row', { name: 'devices/+/cmd' });
    for (const text of [
      'also allows devices/x/y/cmd',
      subject,
      /in 23 hours|in 1 day/,
      'applied',
      'INC-4711',
    ]) {
      await row.getByText(text).waitFor();
    }
    await row.getByText(/effective everywhere in \d/).waitFor();
    await checkAccessibility(page);
  });

  it('is made whatever becomes of a preview that was still under way', async () => {
    const page = await open(`/console/grants/new?subject=${newSubject()}&topicFilter=devices/late`);
    const { promise: made, resolve: isMade } = Promise.withResolvers<void>();
    // The preview comes to the service after the grant, and is answered before the page hears of the grant.
    await page.route(dryRun, (route) => made.then(() => route.continue()));
    await page.route(`${apiUrl}/grants`, async (route) => {
      const response = await route.fetch();
      isMade();
      await setTimeout(500);
      await route.fulfill({ response });
    });
    const asked = page.waitForRequest(dryRun);
    await action(page, 'publish').check();
    await asked;
    await page.getByRole('button', { name: 'Grant', exact: true }).click();
    await said(page, /^Granted: allow publish/).waitFor();
    expect(await page.getByText('grant-duplicate').count()).toBe(0);
  });

  it('is not sent while something is missing: the first such field is gone to', async () => {
    const page = await open('/console/grants/new');
    await page.getByRole('button', { name: 'Grant', exact: true }).click();
    for (const fault of ['Name the group.', 'Choose at least one action.', 'Say which topics.']) {
      await page.getByText(fault).waitFor();
    }
    await page.getByLabel('Group', { exact: true }).and(page.locator(':focus')).waitFor();
    await page.keyboard.type('operators');
    await page.getByText('Name the group.').waitFor({ state: 'detached' });
    expect(await page.locator('[aria-invalid]').count()).toBe(2);

    await page.getByLabel('Ends', { exact: true }).pressSequentially('12');
    await page.keyboard.press('Enter');
    await page.getByText('Complete the date and the time, or clear them.').waitFor();
  });

  it('that exists leads to the one that says the same', async () => {
    const subject = newSubject();
    const grantId = await granted(subject, 'plant/state');
    const page = await open(`/console/grants/new?subject=${subject}`, {
      refusals: [{ status: 409, url: dryRun }],
    });
    await action(page, 'publish').check();
    await topicFilterField(page).fill('plant/state');
    await page.getByRole('alert').getByText('grant-duplicate').waitFor();
    await page.getByRole('link', { name: 'The grant that says the same' }).click();
    await page.getByRole('heading', { name: 'Grant on plant/state' }).waitFor();
    expect(page.url()).toContain(`/console/grants/${grantId}`);
  });

  it('that does not fit is told how much there is', async () => {
    const subject = newSubject();
    const long = (index: number) => `plant/${'x'.repeat(200)}/${index}`;
    const operations = [...Array(6).keys()].map((index) => ({
      op: 'create',
      grant: { subject, actions: ['publish'], topicFilter: long(index) },
    }));
    await admin.ask('POST /grants/batch', { operations });
    const page = await open(`/console/grants/new?subject=${subject}&topicFilter=${long(9)}`, {
      refusals: [{ status: 422, url: dryRun }],
    });
    await action(page, 'publish').check();
    await action(page, 'subscribe').check();
    await page.getByText(/\d,\d{3} of 2,048 bytes/).waitFor();
    await page.getByText('2 documents would hold it.').waitFor();
    const link = page.getByRole('alert').getByRole('link', { name: subject, exact: true });
    expect(await link.getAttribute('href')).toBe(addressOf.subject(subject));
  });

  it('for a user is found by its email address', async () => {
    const page = await open('/console/grants/new?topicFilter=users');
    await page.getByLabel('A user').check();
    await page.getByLabel('Find by user name or email').fill('nobody@example.com');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('The user pool knows nobody of this name.').waitFor();
    await page.getByLabel('Find by user name or email').fill('admin@example.com');
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await said(page, 'Found admin@example.com.').waitFor();
    expect(await page.getByLabel('User ID').inputValue()).toBe(admin.userId);
    await page.getByRole('link', { name: 'admin@example.com' }).waitFor();
    await page.getByRole('button', { name: 'Insert ${userId}' }).click();
    expect(await topicFilterField(page).inputValue()).toBe('users/${userId}');
  });
});

describe('a grant', () => {
  it('is changed, and where nothing was, that is said', async () => {
    const grantId = await granted(newSubject(), 'plant/state');
    const page = await open(`/console/grants/${grantId}`);
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await said(page, 'Nothing was changed.').waitFor();
    await page.getByRole('button', { name: 'Edit' }).and(page.locator(':focus')).waitFor();

    await page.getByRole('button', { name: 'Edit' }).click();
    await action(page, 'subscribe').check();
    await page.locator('ins', { hasText: 'topicfilter/plant/state' }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await said(page, /^Changed: allow publish, subscribe on plant\/state/).waitFor();
    await page.getByRole('definition').getByText('publish, subscribe').waitFor();
    const { body } = await admin.ask(`GET /grants/${grantId}`);
    expect(body).toMatchObject({ actions: ['publish', 'subscribe'], version: 2 });
  });

  it('that somebody else has changed meanwhile keeps what was typed', async () => {
    const grantId = await granted(newSubject(), 'plant/state');
    const page = await open(`/console/grants/${grantId}`, {
      refusals: [{ status: 412, url: `/grants/${grantId}?dryRun=true` }],
    });
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByText('Nothing changes.').first().waitFor();
    const { body: before } = await admin.ask(`GET /grants/${grantId}`);
    const { subject, actions } = before;
    const other = { subject, actions, topicFilter: 'plant/other' };
    await admin.ask(`PUT /grants/${grantId}`, other, { 'If-Match': '"1"' });

    await page.getByLabel('Reason').fill('mine');
    await page.getByRole('alert').getByText('precondition-failed').waitFor();
    await page.getByText(/Version 2 says/).waitFor();
    await page.getByText(`allow publish on plant/other for ${subject}`).waitFor();
    await page.getByRole('button', { name: 'Keep what I typed' }).click();
    await page.locator('del', { hasText: 'plant/other' }).waitFor();
    await page.getByRole('button', { name: 'Save' }).click();
    await said(page, /^Changed/).waitFor();
    const { body: after } = await admin.ask(`GET /grants/${grantId}`);
    expect(after).toMatchObject({ topicFilter: 'plant/state', reason: 'mine', version: 3 });
  });

  it('is followed while it is pending', async () => {
    const grantId = await granted(newSubject(), 'plant/state');
    const page = await open('/console/explain');
    const states: string[] = ['pending', 'applied'];
    await page.route(`${apiUrl}/grants/${grantId}`, async (route) => {
      const response = await route.fetch();
      const grant = await response.json();
      const state = states.shift();
      await route.fulfill({ response, json: { ...grant, status: { ...grant.status, state } } });
    });
    await page.goto(`${webUrl}/console/grants/${grantId}`);
    await page.getByText('pending', { exact: true }).waitFor();
    await page.getByText('applied', { exact: true }).waitFor();
    expect(states).toEqual([]);
  });

  it('is revoked only when that is confirmed', async () => {
    const subject = newSubject();
    const grantId = await granted(subject, 'plant/state');
    const page = await open(`/console/grants/${grantId}`, {
      refusals: [{ status: 412, url: new RegExp(grantId) }],
    });
    await page.getByRole('button', { name: 'Revoke …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Revoke this grant?' });
    await dialog.getByText('What remains').click();
    await dialog.locator('del', { hasText: 'plant/state' }).waitFor();
    await checkAccessibility(page);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    const again = { subject, actions: ['publish'], topicFilter: 'plant/state', reason: 'other' };
    await admin.ask(`PUT /grants/${grantId}`, again, { 'If-Match': '"1"' });

    await page.getByRole('button', { name: 'Revoke …' }).click();
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await dialog.getByText('precondition-failed').waitFor();
    await dialog.getByText('version 2').waitFor();
    expect(await admin.ask(`GET /grants/${grantId}`)).toMatchObject({ status: 200 });
    await dialog.getByLabel(/Drop live sessions/).check();
    await dialog.getByLabel(/Reason/).fill('no longer needed');
    await dialog.getByRole('button', { name: 'Revoke' }).click();
    await said(page, `Revoked: allow publish on plant/state for ${subject}.`).waitFor();
    expect(await admin.ask(`GET /grants/${grantId}`)).toMatchObject({ status: 404 });
    const { body } = await admin.ask(`GET /audit-events?subject=${encodeURIComponent(subject)}`);
    expect(body.items[0]).toMatchObject({ reason: 'no longer needed' });
  });

  it('that is none says so', async () => {
    const page = await open('/console/grants/none', { refusals: [{ status: 404, url: '/grants/none' }] });
    const alert = await page.getByRole('alert').textContent();
    expect(alert).toContain('There is no grant none.');
  });
});

describe('the list', () => {
  it('is narrowed by a filter that its address keeps', async () => {
    const subject = newSubject();
    await granted(subject, 'plant/state');
    await granted(subject, 'plant/secret/#', { effect: 'deny' });
    const page = await open('/console/');
    const rows = page.getByRole('row').filter({ hasText: subject });
    await page.getByLabel('Subject').fill(subject);
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('2 in all').waitFor();
    await page.getByLabel('Covers this topic').fill('plant/secret/plan');
    await page.getByLabel('Effect').selectOption('deny');
    await page.keyboard.press('Enter');
    await page.getByText('1 in all').waitFor();
    expect(await rows.allInnerTexts()).toEqual([expect.stringContaining('plant/secret/#')]);

    await page.reload();
    await page.getByText('1 in all').waitFor();
    await page.getByLabel('Effect').selectOption('allow');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('No grant matches.').waitFor();
    await page.goBack();
    await page.getByText('1 in all').waitFor();
    await page.getByRole('link', { name: 'New grant' }).click();
    await page.getByRole('heading', { name: 'New grant' }).waitFor();
    expect(await topicFilterField(page).inputValue()).toBe('plant/secret/plan');
  });

  it('comes in pages', async () => {
    const subject = newSubject();
    await granted(subject, 'plant/one');
    await granted(subject, 'plant/two');
    const page = await open('/console/explain');
    // A page of one, so that two grants are two pages.
    await page.route(/\/grants\?subject=/, (route) =>
      route.continue({ url: `${route.request().url()}&limit=1` }),
    );
    await page.goto(`${webUrl}/console/grants?subject=${subject}`);
    await page.getByText('1 so far').waitFor();
    await page.getByRole('button', { name: 'Load more' }).click();
    await page.getByRole('row', { name: 'plant/two' }).waitFor();
    expect(await page.getByRole('row', { name: 'plant/one' }).count()).toBe(1);
  });

  it('says what is wrong with a filter', async () => {
    const page = await open('/console/grants?subject=nobody', {
      refusals: [{ status: 400, url: /\/grants\?subject=nobody$/ }],
    });
    const alert = await page.getByRole('alert').textContent();
    expect(alert).toContain('A subject is user/<userId>, group/<group> or everyone.');
  });
});
