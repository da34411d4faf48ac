// Both pages at once: what an administrator decides in the console is what the app of a user meets.
import type { Page } from 'playwright-core';
import { expect, inject, it } from 'vitest';
import { newAccount } from './accounts.ts';
import { allStepsDone, message, part, publish, step, subscribe } from './demo-page.ts';
import { openingConsole } from './open-console.ts';
import { openingPages } from './open-page.ts';
import { signInAs } from './sign-in-form.ts';

const stack = inject('stack');
const open = openingPages();
const openConsole = openingConsole();

const confirm = async (page: Page, button: string): Promise<void> => {
  await page.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
};

it('is refused, granted, revoked with its session dropped, and suspended', async () => {
  const account = await newAccount(stack);
  const { userId } = account;
  const demo = await open('/');
  await signInAs(demo, account);
  await allStepsDone(demo);
  const topic = `rooms/${userId}/light`;
  await publish(demo, topic, 'on');
  await part(demo, 'Publish').getByRole('alert').getByText('No grant allows it.').waitFor();

  const question = new URLSearchParams({ user: userId, action: 'publish', topic });
  const console = await openConsole(`/console/explain?${question}`);
  await console.getByText('No grant allows it.').waitFor();
  await console.getByRole('link', { name: 'Grant it to this user' }).click();
  for (const action of [/^publish/, /^subscribe/])
    await console.getByRole('checkbox', { name: action }).check();
  await console.getByText('It fits').waitFor();
  await console.getByRole('button', { name: 'Grant', exact: true }).click();
  await console
    .getByRole('status')
    .getByText(/^Granted/)
    .waitFor();

  await subscribe(demo, topic);
  await part(demo, 'Subscriptions')
    .getByRole('listitem')
    .filter({ hasText: topic })
    .getByText('active')
    .waitFor();
  await publish(demo, topic, 'it is on');
  await message(demo, 'it is on').waitFor();

  await console.getByRole('button', { name: 'Revoke …' }).click();
  await console
    .getByRole('dialog')
    .getByLabel(/Drop live sessions/)
    .check();
  await confirm(console, 'Revoke');
  await console
    .getByRole('status')
    .getByText(/^Revoked/)
    .waitFor();
  await demo.getByText('What happened to it').waitFor();
  const lost = part(demo, 'Subscriptions').getByRole('listitem').filter({ hasText: topic });
  await lost.getByRole('alert').getByText('No grant allows it.').waitFor();

  await console.goto(`${stack.webUrl}/console/users/${userId}`);
  await console.getByRole('button', { name: 'Suspend', exact: true }).click();
  await confirm(console, 'Suspend');
  await console.getByText('suspended', { exact: true }).waitFor();
  const connection = step(demo, 'Connection');
  await connection.getByRole('alert').getByText('An administrator has suspended').waitFor();
  expect(await connection.getByText('failed').count()).toBe(1);
});
