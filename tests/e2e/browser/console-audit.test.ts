// The audit trail in the console.
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { type Administrator, seededAdministrator, subOf } from '../administrator.ts';
import { newGroup, newUser } from '../new-user.ts';
import { checkAccessibility } from './check-accessibility.ts';
import { openingConsole } from './open-console.ts';

const stack = inject('stack');
const open = openingConsole();
let admin: Administrator;
beforeAll(async () => {
  admin = await seededAdministrator(stack);
});

describe('the audit trail', () => {
  it('tells who suspended a user and why, and what of a grant has changed', async () => {
    const userId = subOf((await newUser(stack)).idToken);
    const group = await newGroup(stack);
    await admin.ask(`POST /users/${userId}/suspend`, { reason: 'INC-4712' });
    const draft = { subject: `group/${group}`, actions: ['subscribe'], topicFilter: `${group}/a` };
    const made = (await admin.ask('POST /grants', draft)).body;
    const changed = { ...draft, actions: ['publish', 'subscribe'], topicFilter: `${group}/#` };
    await admin.ask(`PUT /grants/${made.grantId}`, changed, { 'If-Match': `"${made.version}"` });

    const page = await open(`/console/audit?subject=user/${userId}`);
    const suspended = page.getByRole('article', { name: 'User suspended' });
    await suspended.getByText('Reason: INC-4712', { exact: true }).waitFor();
    await suspended.getByText('changed status active → suspended').waitFor();
    expect(await suspended.getByRole('link', { name: admin.userId }).getAttribute('href')).toBe(
      `/console/users/${admin.userId}`,
    );

    await page.getByLabel('About').fill(`group/${group}`);
    await page.getByRole('button', { name: 'Filter' }).click();
    const [newest, first] = await Promise.all(
      [0, 1].map(async (index) => {
        const event = page.getByRole('article', { name: 'Grants changed' }).nth(index);
        await event.waitFor();
        return event.getByRole('listitem').allInnerTexts();
      }),
    );
    expect(first?.join()).toContain(`new allow subscribe on ${group}/a to group/${group}`);
    expect(newest?.[0]).toContain(`now allow publish, subscribe on ${group}/# to group/${group}`);
    expect(newest?.slice(1)).toEqual([
      'added actions publish',
      `changed topicFilter ${group}/a → ${group}/#`,
    ]);
    await checkAccessibility(page);
  });

  it('is of a time that its address holds, and that is entered in local time', async () => {
    const userId = subOf((await newUser(stack)).idToken);
    await admin.ask(`POST /users/${userId}/suspend`, { reason: 'before' });
    const page = await open(`/console/audit?subject=user/${userId}`, { timezoneId: 'Asia/Kolkata' });
    await page.getByRole('article', { name: 'User suspended' }).waitFor();
    await page.getByLabel('Since').fill('2000-01-01T05:30');
    await page.getByLabel('Until').fill('2000-01-02T05:30');
    await page.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('No event that is still kept matches.').waitFor();
    const { searchParams } = new URL(page.url());
    expect([searchParams.get('since'), searchParams.get('until')]).toEqual([
      '2000-01-01T00:00:00.000Z',
      '2000-01-02T00:00:00.000Z',
    ]);
    await page.reload();
    await page.getByLabel('Since').waitFor();
    expect(await page.getByLabel('Since').inputValue()).toBe('2000-01-01T05:30');
    await page.getByRole('link', { name: 'Show all' }).click();
    await page.getByRole('article').first().waitFor();
  });
});
