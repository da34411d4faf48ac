// How someone signs in and out on our pages, by what they see.
import type { Page } from 'playwright-core';

export type Credentials = { readonly username: string; readonly password: string };

/** On the form of the page itself; resolves when the page knows who it is. */
export const signInAs = async (page: Page, credentials: Credentials): Promise<void> => {
  await enter(page, credentials);
  await signOutButton(page).waitFor();
};

/** Fills the form and sends it; what comes of it is for the test to see. */
export const enter = async (
  page: Page,
  { username, password }: Credentials,
  button: 'Sign in' | 'Sign up' = 'Sign in',
): Promise<void> => {
  await page.getByLabel('Email address').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: button, exact: true }).click();
};

/** Resolves when the page asks for a sign-in again. */
export const signOut = async (page: Page): Promise<void> => {
  await signOutButton(page).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
};

const signOutButton = (page: Page) => page.getByRole('button', { name: 'Sign out' });
