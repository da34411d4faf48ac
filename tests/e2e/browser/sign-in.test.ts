// Sign-up, sign-in and sign-out by user name and password, in a real browser.
import { describe, expect, inject, it } from 'vitest';
import { seededAdministrator } from '../administrator.ts';
import { newAccount, newAddress, password } from './accounts.ts';
import { checkAccessibility } from './check-accessibility.ts';
import { allStepsDone } from './demo-page.ts';
import { openingPages } from './open-page.ts';
import { enter } from './sign-in-form.ts';

const stack = inject('stack');
const open = openingPages();
const refused = { status: 400, url: `${stack.endpoints.cognitoIdp}/` };
/** Lets the token of a session run out, as it does after an hour. */
const letTokenRunOut = `for (const key of Object.keys(sessionStorage)) {
  sessionStorage.setItem(key, JSON.stringify({ ...JSON.parse(sessionStorage.getItem(key)), expiresAt: 0 }));
}`;

describe('somebody new', () => {
  it('signs up, mistypes the code, has it sent again, and talks', async () => {
    const page = await open('/', { refusals: [refused] });
    await page.getByRole('button', { name: 'Sign up' }).click();
    await enter(page, { username: newAddress(), password }, 'Sign up');
    const code = page.getByLabel('Code');
    expect(await code.inputValue()).toBe(stack.confirmationCode);
    await code.fill('000000');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('This is not the code that was sent.').waitFor();
    await page.getByRole('button', { name: 'Send a new code' }).click();
    await page.getByText('A new code is on its way.').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await checkAccessibility(page);
    await code.fill(stack.confirmationCode);
    await page.keyboard.press('Enter');
    await allStepsDone(page);
  });

  it('who closed the page before confirming is asked for the code at the next sign-in', async () => {
    const page = await open('/', { refusals: [refused] });
    await enter(page, await newAccount(stack, false));
    await page.getByLabel('Code').waitFor();
    expect(await page.getByLabel('Code').inputValue()).toBe(stack.confirmationCode);
    await page.getByRole('button', { name: 'Confirm and sign in' }).click();
    await allStepsDone(page);
  });

  it('is told when there is an account with that address', async () => {
    const page = await open('/', { refusals: [refused] });
    await page.getByRole('button', { name: 'Sign up' }).click();
    await enter(page, await newAccount(stack), 'Sign up');
    await page.getByRole('alert').getByText('There is an account with this email address').waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe('signing in', () => {
  it('with a wrong password says so, and works with the right one', async () => {
    const page = await open('/', { refusals: [refused] });
    const account = await newAccount(stack);
    await enter(page, { ...account, password: 'Wrong-password-1' });
    await page.getByRole('alert').getByText('Incorrect username or password.').waitFor();
    expect(await page.evaluate('Object.keys(sessionStorage)')).toEqual([]);
    await checkAccessibility(page);
    await enter(page, account);
    await allStepsDone(page);
  });

  it('takes one click as one of the accounts to try', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: 'alice@example.com' }).click();
    await page.getByRole('banner').getByText('alice@example.com').waitFor();
    expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');
  });

  it('leads to the address that was asked for', async () => {
    const page = await open('/console/explain?action=publish');
    await page.getByRole('button', { name: 'admin@example.com' }).click();
    await page.getByRole('banner').getByText('admin@example.com').waitFor();
    expect(new URL(page.url()).pathname).toBe('/console/explain');
  });
});

describe('a session', () => {
  it('outlives a reload, is the same on both pages, and is not in other tabs', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: 'admin@example.com' }).click();
    const signedIn = page.getByRole('banner').getByText('admin@example.com');
    await signedIn.waitFor();
    await page.reload();
    await signedIn.waitFor();
    await page.goto(`${stack.webUrl}/console/`);
    await signedIn.waitFor();
    const other = await page.context().newPage();
    await other.goto(stack.webUrl);
    await other.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect(await other.evaluate('Object.keys(sessionStorage)')).toEqual([]);
  });

  it('gets a new token when the old one has run out', async () => {
    const page = await open('/');
    await enter(page, await newAccount(stack));
    await allStepsDone(page);
    const token = 'JSON.parse(Object.values(sessionStorage)[0]).idToken';
    const old = await page.evaluate<string>(token);
    await page.evaluate(letTokenRunOut);
    await page.reload();
    await allStepsDone(page);
    expect(await page.evaluate<string>(token)).not.toBe(old);
  });

  it('that an administrator has ended leads back to the form, saying so, once', async () => {
    const page = await open('/', { refusals: [refused] });
    const account = await newAccount(stack);
    await enter(page, account);
    await allStepsDone(page);
    const { ask } = await seededAdministrator(stack);
    const { status } = await ask(`POST /users/${account.userId}/disconnect`, { signOut: true });
    expect(status).toBe(200);
    await page.evaluate(letTokenRunOut);
    const exchanges: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') exchanges.push(request.url());
    });
    await page.reload();
    await page.getByRole('alert').getByText('Your session is over').waitFor();
    await page.getByLabel('Email address').waitFor();
    expect(exchanges).toEqual([refused.url]);
    await page.reload();
    await page.getByLabel('Email address').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('ends with signing out: the connection, the storage, and after a reload, too', async () => {
    const page = await open('/');
    const socket = page.waitForEvent('websocket');
    await enter(page, await newAccount(stack));
    await allStepsDone(page);
    const closed = (await socket).waitForEvent('close');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await closed;
    expect(await page.evaluate('Object.keys(sessionStorage)')).toEqual([]);
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
