// The console, as the administrator that the local stack has from the start sees it.
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { openingPages } from './open-page.ts';

/** For a test file: opens a page of the console and signs in there. */
export const openingConsole = () => {
  const { users } = inject('stack');
  const administrator = users.find(({ groups }) => groups.includes('admins'));
  const open = openingPages();
  return async (...[address, opening]: Parameters<typeof open>): Promise<Page> => {
    const page = await open(address, opening);
    await page.getByRole('button', { name: administrator?.username ?? '', exact: true }).click();
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    return page;
  };
};
