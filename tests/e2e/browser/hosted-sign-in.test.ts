// Sign-in on a user pool's hosted pages, with our pages as they are served beside a stack that has some.
import type { BrowserContext, Page } from 'playwright-core';
import { afterEach, describe, expect, inject, it } from 'vitest';
import { securityHeaders } from '../../../infra/web-headers.ts';
import { pageSettings } from '../../../local/web/page-settings.ts';
import { seededAdministrator } from '../administrator.ts';
import { newAccount } from './accounts.ts';
import { type HostedSignIn, startHostedSignIn } from './hosted-sign-in.ts';
import { openingPages } from './open-page.ts';
import { type Credentials, signInAs, signOut } from './sign-in-form.ts';
import type { Refusal } from './watch-pages.ts';

const stack = inject('stack');
const consolePage = `${stack.webUrl}/console/`;
const admin = stack.users.find(({ groups }) => groups.includes('admins')) ?? { username: '', password: '' };

const open = openingPages();
const running: HostedSignIn[] = [];
const served: BrowserContext[] = [];
afterEach(async () => {
  await Promise.all(served.splice(0).map((context) => context.unrouteAll({ behavior: 'ignoreErrors' })));
  await Promise.all(running.splice(0).map(({ close }) => close()));
});

const start = async (tokenSeconds?: number): Promise<HostedSignIn> => {
  const hosted = await startHostedSignIn(stack, [consolePage, `${stack.webUrl}/`], tokenSeconds);
  running.push(hosted);
  return hosted;
};

describe('the hosted sign-in', () => {
  it('leads back to the address that was asked for, and outlives a reload', async () => {
    const hosted = await start();
    const page = await openBeside(hosted, '/console/explain?action=publish&topic=a%2Fb');
    await signInThere(page, admin);
    expect(page.url()).toBe(`${consolePage}explain?action=publish&topic=a%2Fb`);
    await page.reload();
    await expect.poll(() => page.getByText(admin.username).isVisible()).toBe(true);
    expect(hosted.exchanges).toEqual(['authorization_code 200']);
  });

  it('leaves tokens where no other tab can read them', async () => {
    const page = await openBeside(await start(), '/');
    await signInThere(page, admin);
    const token = /eyJ/; // {" in Base64: how each JWT begins
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toMatch(token);
    expect(await page.evaluate('JSON.stringify(localStorage) + document.cookie')).not.toMatch(token);
  });

  it('is over there, too, when it is over here', async () => {
    const hosted = await start();
    const page = await openBeside(hosted, '/console/');
    await signInThere(page, admin);
    await signOut(page);
    expect(hosted.exchanges).toEqual(['authorization_code 200', 'revoke 200']);
    await page.reload();
    await signInThere(page, admin);
    expect(page.url()).toBe(consolePage);
  });

  it('is told to have been cancelled, and can be tried again', async () => {
    const page = await openBeside(await start(), '/console/audit');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/cancelled: User cancelled/);
    expect(page.url()).toBe(`${consolePage}audit`);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: 'Hosted sign-in' }).waitFor();
  });

  it('exchanges tokens that are about to expire, without a question', async () => {
    const hosted = await start(30);
    const page = await openBeside(hosted, '/console/');
    await signInThere(page, admin);
    await expect.poll(() => hosted.exchanges).toContain('refresh_token 200');
    await expect.poll(() => page.getByText(admin.username).isVisible()).toBe(true);
  });

  it('is asked for again when the refresh token is refused, once', async () => {
    const hosted = await start(30);
    const refusals = [{ status: 400, url: `${hosted.url}/oauth2/token` }];
    const page = await openBeside(hosted, '/', refusals);
    const account = await newAccount(stack);
    await signInThere(page, account);
    await page.getByRole('button', { name: 'Remove' }).waitFor();
    const { ask } = await seededAdministrator(stack);
    await ask(`POST /users/${account.userId}/disconnect`, { signOut: true });
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/^Your session is over/);
    expect(hosted.exchanges.filter((exchange) => exchange === 'refresh_token 400')).toHaveLength(1);
    await page.reload();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('gives a code that is of no use to whoever sees it', async () => {
    const hosted = await start();
    const page = await openBeside(hosted, '/console/');
    const answers: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('code=')) answers.push(request.url());
    });
    await signInThere(page, admin);
    const [answer = ''] = answers;
    expect(answer).toContain(`${consolePage}?code=`);

    // By going back in the history.
    await page.goto(answer);
    await expect.poll(() => page.getByText(admin.username).isVisible()).toBe(true);
    // Somebody else, by the page, and by the endpoint.
    const other = await openBeside(hosted, answer);
    await expect.poll(() => other.getByRole('alert').textContent()).toContain('another tab');
    const code = new URL(answer).searchParams.get('code') ?? '';
    const response = await fetch(`${hosted.url}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: stack.userPoolClientId,
        redirect_uri: consolePage,
        code,
        code_verifier: 'x'.repeat(43),
      }),
    });
    expect([response.status, await response.json()]).toEqual([400, { error: 'invalid_grant' }]);
  });
});

/** Opens one of our pages as they are sent where there are hosted pages: with other settings and another policy. */
const openBeside = async (
  { url }: HostedSignIn,
  address: string,
  refusals: readonly Refusal[] = [],
): Promise<Page> => {
  const page = await open('about:blank', { origins: [url], refusals });
  await serveBeside(page.context(), url);
  await page.goto(new URL(address, stack.webUrl).href);
  return page;
};

const serveBeside = async (context: BrowserContext, signInUrl: string): Promise<void> => {
  const { settings, connections } = pageSettings(stack);
  const headers = Object.fromEntries(new Headers(securityHeaders({ ...connections, signIn: signInUrl })));
  // A page that no server has sent counts as one from the Internet, which must not ask this machine.
  await context.grantPermissions(['local-network-access']);
  served.push(context);
  await context.route(`${stack.webUrl}/**`, async (route) => {
    const response = await route.fetch({ maxRedirects: 0 });
    const isSettings = new URL(route.request().url()).pathname === '/settings.json';
    await route.fulfill({
      response,
      headers: { ...response.headers(), ...headers },
      ...(isSettings && { json: { ...settings, signInUrl } }),
    });
  });
};

const signInThere = async (page: Page, credentials: Credentials): Promise<void> => {
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Hosted sign-in' }).waitFor();
  await signInAs(page, credentials);
};
