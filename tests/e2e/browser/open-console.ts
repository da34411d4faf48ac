// The console, as the administrator that the local stack has from the start sees it.
import type { Page } from 'playwright-core';
import { beforeAll, inject } from 'vitest';
import { openingPages } from './open-page.ts';
import { sessionOf } from './signed-in.ts';

/** For a test file: opens a page of the console in a tab where the administrator has signed in before. */
export const openingConsole = () => {
  const stack = inject('stack');
  const [administrator] = stack.users.filter(({ groups }) => groups.includes('admins'));
  const open = openingPages();
  let session: Readonly<Record<string, string>>;
  beforeAll(async () => {
    if (!administrator) throw new Error('The local stack has no administrator.');
    session = await sessionOf(stack, administrator);
  });
  return async (...[address, opening]: Parameters<typeof open>): Promise<Page> => {
    const page = await open(address, { ...opening, session });
    await page.getByRole('button', { name: 'Sign out' }).waitFor();
    return page;
  };
};
