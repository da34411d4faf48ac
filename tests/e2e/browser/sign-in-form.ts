// How someone signs in and out on our pages, by what they see.
import type { Page } from 'playwright-core';

export type Credentials = { readonly username: string; readonly password: string };

/** On the form of the page itself; resolves when the page knows who it is. */
export const signInAs = async (page: Page, { username, password }: Credentials): Promise<void> => {
  await page.getByLabel('Email address').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await signOutButton(page).waitFor();
};

/** Resolves when the page asks for a sign-in again. */
export const signOut = async (page: Page): Promise<void> => {
  await signOutButton(page).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
};

const signOutButton = (page: Page) => page.getByRole('button', { name: 'Sign out' });
