// Each page of the console: by its address, by keyboard, for all eyes, and for those who are no administrators.
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { seededAdministrator, subOf } from '../administrator.ts';
import { newUser } from '../new-user.ts';
import { checkAccessibility } from './check-accessibility.ts';
import { focusStops } from './focus-stops.ts';
import { openingConsole } from './open-console.ts';
import { openingPages } from './open-page.ts';
import { signInAs, signOut } from './sign-in-form.ts';

const stack = inject('stack');
const named = (group: string | undefined) => {
  const user = stack.users.find(({ groups }) => groups[0] === group);
  if (!user) throw new Error('The local stack has no such user.');
  return user;
};
const administrator = named('admins');
const someone = named(undefined);

/** Lists of few: other tests add to the whole ones meanwhile. */
const pages = [
  ['Grants', '/console/grants?subject=everyone'],
  ['New grant', '/console/grants/new?subject=everyone&topicFilter=a/%23'],
  ['Grant', '/console/grants/<grantId>'],
  ['Who can use a topic?', '/console/topic?action=subscribe&topic=demoTopic'],
  ['Topic tree', '/console/tree?subject=everyone'],
  ['Groups', '/console/groups'],
  ['everyone', '/console/subject?subject=everyone'],
  ['Users', '/console/users?group=admins'],
  ['@example.com', '/console/users/<userId>'],
  ['Explain', '/console/explain?user=<userId>&action=publish&topic=no/grant'],
  ['Audit trail', '/console/audit?subject=user/<userId>'],
] as const;

let addressOf: (template: string) => string;
beforeAll(async () => {
  const user = await newUser(stack);
  await user.register('web-1');
  const { body } = await (await seededAdministrator(stack)).ask('GET /grants?subject=everyone');
  addressOf = (template) =>
    template.replace('<userId>', subOf(user.idToken)).replace('<grantId>', body.items[0].grantId);
});

describe('to an administrator, the console', () => {
  const open = openingConsole();
  const openPages = openingPages();

  it('shows each page by its address, to all eyes, and lets the keyboard everywhere', async () => {
    const page = await open('/console/');
    for (const [title, template] of pages) {
      await page.goto(new URL(addressOf(template), stack.webUrl).href);
      await heading(page, title).waitFor();
      // Nothing is being loaded any more.
      await page.waitForLoadState('networkidle');
      await checkAccessibility(page).catch((cause) => {
        throw new Error(`"${title}" has barriers.`, { cause });
      });
      const { reached, unreached, unseen } = await focusStops(page);
      expect({ unreached, unseen }, title).toEqual({ unreached: [], unseen: [] });
      expect(reached, title).toBeGreaterThan(7);
    }
  });

  it('is signed in to and walked through by keyboard', async () => {
    const page = await openPages('/console/');
    await heading(page, 'Sign in').waitFor();
    await page.keyboard.type(administrator.username);
    await page.keyboard.press('Tab');
    await page.keyboard.type(administrator.password);
    await page.keyboard.press('Enter');
    await heading(page, 'Grants').waitFor();
    for (const [link, title] of navigation) {
      // The heading has the focus: those who hear the page know where they are, and the navigation is just before it.
      await expect.poll(() => focused(page)).toBe((await heading(page, '').textContent()) ?? '');
      for (let back = 0; back < 10 && (await focused(page)) !== link; back += 1) {
        await page.keyboard.press('Shift+Tab');
      }
      await page.keyboard.press('Enter');
      await heading(page, title).waitFor();
    }
  });

  it('is left for good: going back shows nothing more', async () => {
    const page = await open('/console/users');
    await heading(page, 'Users').waitFor();
    await page.getByRole('link', { name: 'Audit trail' }).click();
    await heading(page, 'Audit trail').waitFor();
    await signOut(page);
    await page.goBack();
    await expect.poll(() => heading(page, '').allTextContents()).toEqual(['Sign in']);
  });
});

describe('to somebody else, the console', () => {
  const open = openingPages();

  it('refuses every page in words', async () => {
    const page = await open('/console/', {
      refusals: [{ status: 403, url: new RegExp(`^${stack.apiUrl}/`) }],
    });
    await signInAs(page, someone);
    // The form of a new grant asks the service for nothing until it is filled in.
    for (const [title, template] of pages.filter(([title]) => title !== 'New grant')) {
      await page.goto(new URL(addressOf(template), stack.webUrl).href);
      await expect
        .poll(() => page.getByRole('alert').allTextContents(), { message: title })
        .toContainEqual(expect.stringContaining('Only administrators'));
    }
  });
});

const navigation = [
  ['Topic', 'Who can use a topic?'],
  ['Topic tree', 'Topic tree'],
  ['Groups', 'Groups'],
  ['Users', 'Users'],
  ['Explain', 'Explain'],
  ['Audit trail', 'Audit trail'],
  ['Grants', 'Grants'],
] as const;

const heading = (page: Page, title: string) => page.getByRole('heading', { level: 1, name: title });

const focused = (page: Page) => page.evaluate<string>('document.activeElement.textContent');
