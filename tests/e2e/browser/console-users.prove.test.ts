// What administrators do with users in the console, and what becomes of their MQTT sessions.
import { DetachPolicyCommand, IoTClient } from '@aws-sdk/client-iot';
import type { Locator, Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { App } from '../../../local/app.ts';
import { type Administrator, seededAdministrator, subOf } from '../administrator.ts';
import { newUser } from '../new-user.ts';
import { closed, connecting } from '../session.ts';
import { soleSweeper } from '../sweep.ts';
import { checkAccessibility } from './check-accessibility.ts';
import { openingConsole } from './open-console.ts';
import { openingPages } from './open-page.ts';

const stack = inject('stack');
const open = openingPages();
const openConsole = openingConsole();
const connect = connecting();
let admin: Administrator;
beforeAll(async () => {
  admin = await seededAdministrator(stack);
});

const iot = new IoTClient({
  region: stack.region,
  endpoint: stack.endpoints.iot,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
/** Of answers that a test makes up. */
const allowed = { 'Access-Control-Allow-Origin': stack.webUrl };

const emailOf = ({ idToken }: App): string =>
  JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()).email;

/** What was last decided about a user, as the audit trail has it. */
const lastEvent = async (userId: string) =>
  (await admin.ask(`GET /audit-events?subject=user/${userId}&limit=1`)).body.items[0];

/** Opens the dialog of a button, and presses what does it there. */
const decide = async (page: Page, label: string, fill?: (dialog: Locator) => Promise<void>) => {
  await page.getByRole('button', { name: label, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await fill?.(dialog);
  await dialog.getByRole('button').last().click();
  await dialog.waitFor({ state: 'hidden' });
};

const give = (reason: string) => (dialog: Locator) => dialog.getByLabel(/^Reason/).fill(reason);

const said = (page: Page, text: RegExp) => page.getByRole('status').filter({ hasText: text }).waitFor();

describe('an administrator', () => {
  it('finds a user by email address, suspends it and resumes it; its session is dropped', async () => {
    const alice = await newUser(stack);
    const session = await connect(alice, await alice.register('web-1'));
    const dropped = closed(session);

    const page = await openConsole('/console/users');
    await page.getByRole('searchbox', { name: 'Email address' }).fill(emailOf(alice));
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('link', { name: emailOf(alice) }).waitFor();
    expect(new URL(page.url()).searchParams.get('email')).toBe(emailOf(alice));
    await checkAccessibility(page);
    await page.getByRole('link', { name: emailOf(alice) }).click();

    await page.getByRole('heading', { level: 1, name: emailOf(alice) }).waitFor();
    await page.getByRole('cell', { name: 'connected', exact: true }).waitFor();

    await decide(page, 'Suspend', give('INC-1'));
    await said(page, /^Suspended: everything is denied/);
    expect(await lastEvent(subOf(alice.idToken))).toMatchObject({
      action: 'user-suspended',
      actor: admin.userId,
      reason: 'INC-1',
    });
    expect(await dropped).toBe('closed');
    await page.getByText('suspended', { exact: true }).waitFor();
    await page.getByRole('cell', { name: 'not connected' }).waitFor();
    // What was pressed is gone: the focus is on what was said.
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Suspended');

    await decide(page, 'Resume');
    await said(page, /^Resumed: what is granted is allowed again/);
    await page.getByText('active', { exact: true }).waitFor();
    await connect(alice, await alice.register('web-1'));
  });

  it('finds somebody who has never registered, by the address alone', async () => {
    const bob = await newUser(stack);
    const page = await openConsole(`/console/users?email=${encodeURIComponent(emailOf(bob))}`);
    await page
      .getByRole('row', { name: emailOf(bob) })
      .getByText('not registered')
      .waitFor();
    await page.getByRole('searchbox').fill('nobody@example.com');
    await page.getByRole('searchbox').press('Enter');
    await page.getByText('Nobody in the user pool has the email address “nobody@example.com”.').waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
  });

  it('removes a device and blocks it, and allows it again', async () => {
    const alice = await newUser(stack);
    const dropped = closed(await connect(alice, await alice.register('web-1')));
    const page = await openConsole(`/console/users/${subOf(alice.idToken)}`);

    await decide(page, 'Remove device web-1', (dialog) => dialog.getByLabel(/^Block this device ID/).check());
    await said(page, /^Device web-1 is removed, and cannot be registered again\./);
    expect(await dropped).toBe('closed');
    await page
      .getByRole('row', { name: /^web-1/ })
      .getByText('blocked', { exact: true })
      .waitFor();
    await expect(alice.register('web-1')).rejects.toThrow('device-blocked');

    await decide(page, 'Allow device web-1 again');
    await said(page, /^Device web-1 can be registered again\./);
    await page.getByText('no device has been registered').waitFor();
    expect(await alice.register('web-1')).toMatchObject({ deviceId: 'web-1' });
  });

  it('disconnects a user, who may come back', async () => {
    const alice = await newUser(stack);
    const device = await alice.register('web-1');
    const dropped = closed(await connect(alice, device));
    const page = await openConsole(`/console/users/${subOf(alice.idToken)}`);
    await decide(page, 'Disconnect', (dialog) => dialog.getByLabel(/^Sign out as well/).check());
    await said(page, /^Disconnected: live sessions were dropped\. Refresh tokens were revoked/);
    expect(await dropped).toBe('closed');
    expect((await lastEvent(subOf(alice.idToken))).after).toEqual({ signOut: true });
    await connect(alice, device);
  });

  it('offboards a user only after having typed who it is', async () => {
    const alice = await newUser(stack);
    await alice.register('web-1');
    const page = await openConsole(`/console/users/${subOf(alice.idToken)}`);
    await page.getByRole('button', { name: 'Offboard' }).click();
    const dialog = page.getByRole('dialog');
    const doIt = dialog.getByRole('button', { name: 'Offboard' });
    for (const typed of ['', 'alice', `${emailOf(alice)}x`]) {
      await dialog.getByLabel(/^To go on, type/).fill(typed);
      expect(await doIt.isDisabled(), typed).toBe(true);
    }
    await checkAccessibility(page);
    await dialog.getByLabel(/^To go on, type/).fill(emailOf(alice));
    await doIt.click();
    await said(page, /^Offboarded: nothing is allowed any more/);
    await page.getByText('offboarded', { exact: true }).waitFor();
    await expect(alice.register('web-1')).rejects.toThrow('user-offboarded');
    expect(await page.getByRole('button', { name: 'Offboard' }).count()).toBe(0);
  });
});

describe('a reconciliation', () => {
  it('of a user is followed until what was detached by hand is attached again', async () => {
    await using sweeper = await soleSweeper(stack);
    const alice = await newUser(stack);
    const userId = subOf(alice.idToken);
    const { identityId: target } = await alice.register('web-1');
    const policyName = 'iot-attache-local-everyone-1';
    await iot.send(new DetachPolicyCommand({ policyName, target }));

    const page = await openConsole(`/console/users/${userId}`);
    const policy = page.getByRole('listitem').filter({ hasText: policyName });
    await policy.getByText('missing: will be attached').waitFor();
    await decide(page, 'Reconcile');
    await said(page, /^A reconciliation is due.*still being changed/);
    await sweeper.sweepInTime([userId]);
    await said(page, /What is attached is as it is wanted now/);
    expect(await policy.textContent()).toBe(`${policyName} attached`);
  });

  it('of everything is asked for after having said what it is', async () => {
    const page = await openConsole('/console/users');
    const bodies: unknown[] = [];
    // It would mend what other tests break.
    await page.route(`${stack.apiUrl}/reconciliations`, (route) => {
      bodies.push(route.request().postDataJSON());
      return route.fulfill({ status: 202, json: { state: 'pending' }, headers: allowed });
    });
    await decide(page, 'Reconcile everything');
    await said(page, /^It is due/);
    expect(bodies).toEqual([{}]);
  });
});

describe('the page of a user', () => {
  it('follows what is pending, and says what AWS did not answer and what stands otherwise than wanted', async () => {
    const userId = subOf((await newUser(stack)).idToken);
    const page = await openConsole('/console/users');
    const real = (await admin.ask(`GET /users/${userId}`)).body;
    const answers = [
      {
        ...real,
        pending: true,
        unavailable: ['connections', 'user-pool'],
        attachments: {
          wanted: ['ours-connect', 'ours-everyone-1'],
          present: ['ours-connect', 'theirs'],
          withheld: ['group/too-many'],
          drift: [
            { policy: 'ours-everyone-1', kind: 'missing' },
            { policy: 'theirs', kind: 'foreign' },
          ],
        },
        capacity: { used: 9, limit: 9 },
      },
    ];
    await page.route(`${stack.apiUrl}/users/${userId}`, async (route) => {
      const json = answers.shift() ?? real;
      await route.fulfill({ json, headers: allowed });
    });
    await page.getByLabel('Find by').selectOption('User ID');
    await page.getByRole('searchbox', { name: 'User ID' }).fill(userId);
    await page.getByRole('searchbox').press('Enter');

    await said(page, /What is attached is still being changed/);
    await page.getByText('did not answer which devices are connected').waitFor();
    await page.getByText('9 of 9 places taken').waitFor();
    await page
      .getByRole('listitem')
      .filter({ hasText: 'ours-everyone-1 missing: will be attached' })
      .waitFor();
    await page.getByRole('listitem').filter({ hasText: 'theirs not this service’s: left alone' }).waitFor();
    await page.getByRole('link', { name: 'group/too-many' }).waitFor();
    await checkAccessibility(page);

    await said(page, /What is attached is as it is wanted now/);
    expect(await page.getByText('did not answer').count()).toBe(0);
  });

  it('keeps what was entered when a decision fails, with the reason of the service', async () => {
    const userId = subOf((await newUser(stack)).idToken);
    const url = `${stack.apiUrl}/users/${userId}/suspend`;
    const page = await openConsole(`/console/users/${userId}`, { refusals: [{ status: 503, url }] });
    const problem = {
      title: 'Try again later',
      detail: 'AWS IoT Core throttles.',
      code: 'temporarily-unavailable',
    };
    await page.route(url, (route) =>
      route.request().method() === 'OPTIONS'
        ? route.continue()
        : route.fulfill({
            status: 503,
            json: problem,
            headers: allowed,
          }),
    );
    await page.getByRole('button', { name: 'Suspend' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(/^Reason/).fill('INC-2');
    await dialog.getByRole('button', { name: 'Suspend' }).click();
    await dialog.getByRole('alert').filter({ hasText: 'AWS IoT Core throttles.' }).waitFor();
    expect(await dialog.getByLabel(/^Reason/).inputValue()).toBe('INC-2');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect((await admin.ask(`GET /users/${userId}`)).body.status).toBe('unregistered');
  });

  it('says that there is no such user', async () => {
    const userId = '00000000-0000-4000-8000-000000000000';
    const page = await openConsole(`/console/users/${userId}`, {
      refusals: [{ status: 404, url: `/users/${userId}` }],
    });
    expect(await page.getByRole('alert').textContent()).toContain('user-not-found');
  });
});

it('is told apart from an administrator, who is none', async () => {
  const page = await open('/console/users', { refusals: [{ status: 403, url: /\/users/ }] });
  await page.getByRole('button', { name: 'alice@example.com' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('Only administrators may do this.');
});
