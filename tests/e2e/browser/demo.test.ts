// The demo page in a real browser: talking, being refused, losing the connection and getting it back.
import { describe, expect, inject, it } from 'vitest';
import { seededAdministrator } from '../administrator.ts';
import { newAccount } from './accounts.ts';
import { checkAccessibility } from './check-accessibility.ts';
import { allStepsDone, deviceOf, message, part, publish, step, subscribe } from './demo-page.ts';
import { openingPages } from './open-page.ts';
import { signInAs } from './sign-in-form.ts';

const stack = inject('stack');
const open = openingPages();

/** A window of somebody of the test's own, connected. */
const talking = async () => {
  const [page, account] = await Promise.all([open('/'), newAccount(stack)]);
  await signInAs(page, account);
  await allStepsDone(page);
  return { page, ...account };
};

describe('the steps', () => {
  it('are all shown, with what came of each, and no token', async () => {
    const { page, username } = await talking();
    for (const name of ['Token', 'Identity', 'Registration', 'Policies', 'Connection', 'Greeting']) {
      await step(page, name).getByText('done').waitFor();
    }
    const text = await part(page, 'Steps').textContent();
    expect(text).toContain(username);
    expect(text).toContain('iot-attache-local-connect');
    expect(text).toMatch(/MQTT client\s+us-east-1:[0-9a-f-]{36}:\w+/);
    const token = await page.evaluate<string>('JSON.parse(Object.values(sessionStorage)[0]).idToken');
    expect(await page.content()).not.toContain(token.split('.')[1]);
  });
});

describe('two windows', () => {
  it('talk to each other', async () => {
    const [one, other] = await Promise.all([talking(), talking()]);
    await publish(one.page, 'demoTopic', 'straße ✓');
    await message(other.page, 'straße ✓').waitFor();
    await part(one.page, 'Publish').getByText('Published to demoTopic').waitFor();
    await publish(other.page, 'demoTopic', '{"temperature": 21.5}');
    await message(one.page, '"temperature": 21.5').waitFor();
    await part(other.page, 'Subscriptions').getByRole('button', { name: 'Unsubscribe' }).click();
    await part(other.page, 'Subscriptions').getByText('None.').waitFor();
    await publish(one.page, 'demoTopic', 'unheard');
    await message(one.page, 'unheard').waitFor();
    expect(await message(other.page, 'unheard').count()).toBe(0);
  });

  it('hear from each other again at each reload', async () => {
    const [one, other] = await Promise.all([talking(), talking()]);
    const greeting = message(other.page, `Hello from ${one.username}`);
    // What it has sent before is there when this is: messages of one publisher keep their order.
    await publish(one.page, 'demoTopic', 'that was all');
    await message(other.page, 'that was all').waitFor();
    const before = await greeting.count();
    await one.page.reload();
    await allStepsDone(one.page);
    await expect.poll(() => greeting.count()).toBe(before + 1);
  });
});

describe('two tabs of one user', () => {
  it('are two devices, and neither drops the other', async () => {
    const { page, username, password } = await talking();
    const other = await page.context().newPage();
    await other.goto(stack.webUrl);
    await signInAs(other, { username, password });
    await allStepsDone(other);
    const [device, second] = await Promise.all([deviceOf(page), deviceOf(other)]);
    expect(second).toBe(`${device}-2`);
    for (const [from, to] of [
      [page, other],
      [other, page],
    ] as const) {
      await publish(from, 'demoTopic', `from ${await deviceOf(from)}`);
      await message(to, `from ${await deviceOf(from)}`).waitFor();
    }
    expect(await page.getByText('What happened to it').count()).toBe(0);
    expect(await other.getByText('What happened to it').count()).toBe(0);
    await part(other, 'My devices').getByText(second, { exact: true }).first().waitFor();
    await part(other, 'My devices').getByText(device, { exact: true }).first().waitFor();
  });
});

describe('what is not granted', () => {
  it('is refused with the reason and what comes near, and the connection stands', async () => {
    const { page } = await talking();
    await publish(page, 'secret/plans', 'x');
    const refusal = part(page, 'Publish').getByRole('alert');
    await refusal.getByText('publish secret/plans is not granted. No grant allows it.').waitFor();
    await refusal.getByText('publish is allowed on demoTopic').waitFor();
    await subscribe(page, 'users/#');
    await part(page, 'Subscriptions').getByRole('alert').getByText('No grant allows it.').waitFor();
    await checkAccessibility(page);
    await publish(page, 'demoTopic', 'still here');
    await message(page, 'still here').waitFor();
    expect(await page.getByText('What happened to it').count()).toBe(0);
  });

  it('can be asked about before', async () => {
    const { page } = await talking();
    const card = part(page, 'May I?');
    const ask = async (action: string, topic: string) => {
      await card.getByRole('combobox').selectOption(action);
      await card.getByRole('textbox').fill(topic);
      await card.getByRole('button', { name: 'Ask' }).click();
      await card.getByText(`${action} ${topic}`).waitFor();
      return card.getByRole('status').textContent();
    };
    expect(await ask('publish', 'demoTopic')).toMatch(/^Yes/);
    expect(await ask('publish', 'secret/plans')).toMatch(/^No.+publish is allowed on demoTopic/s);
    expect(await ask('retain', 'demoTopic')).toMatch(/^No.+IAM role/s);
  });

  it('says what no client may send', async () => {
    const { page } = await talking();
    await publish(page, 'a/+/b', 'x');
    const fault = part(page, 'Publish').getByRole('alert');
    expect(await fault.textContent()).toContain('One cannot publish to a topic with + or # in it.');
    expect(await page.getByText('What happened to it').count()).toBe(0);
  });
});

describe('what is granted', () => {
  it('is listed, and a grant made meanwhile is there when one looks again', async () => {
    const { page, userId } = await talking();
    const card = part(page, 'What I may do');
    await card.getByText('demoTopic').first().waitFor();
    const topic = `sites/${userId}`;
    const { ask } = await seededAdministrator(stack);
    for (const effect of ['allow', 'deny']) {
      const { status } = await ask('POST /grants', {
        subject: `user/${userId}`,
        effect,
        actions: ['publish'],
        topicFilter: effect === 'allow' ? `${topic}/#` : `${topic}/locked`,
      });
      expect(status).toBe(201);
    }
    await card.getByRole('button', { name: 'Look again' }).click();
    await card.getByText(`${topic}/#`).waitFor();
    const row = card.getByRole('row').filter({ hasText: 'publish' });
    await row.getByRole('cell').nth(1).getByText(`${topic}/locked`).waitFor();
    await publish(page, `${topic}/open`, 'x');
    await part(page, 'Publish').getByText(`Published to ${topic}/open`).waitFor();
    await publish(page, `${topic}/locked`, 'x');
    await part(page, 'Publish').getByText('A grant denies it').waitFor();
  });
});

describe('a subscription', () => {
  it('that is no longer granted is shown as lost, with the reason', async () => {
    const { page, userId } = await talking();
    const { ask } = await seededAdministrator(stack);
    const topicFilter = `rooms/${userId}/#`;
    const grant = { subject: `user/${userId}`, actions: ['subscribe'], topicFilter };
    const { body, headers } = await ask('POST /grants', grant);
    await subscribe(page, topicFilter);
    const row = part(page, 'Subscriptions').getByRole('listitem').filter({ hasText: topicFilter });
    await row.getByText('active').waitFor();
    const revoked = await ask(`DELETE /grants/${body.grantId}?disconnect=true`, undefined, {
      'If-Match': headers.get('etag') ?? '',
    });
    expect(revoked.status).toBe(200);
    await row.getByText('not subscribed').waitFor();
    await row.getByRole('alert').getByText('No grant allows it.').waitFor();
    await row.getByRole('button', { name: 'Dismiss' }).click();
    await row.waitFor({ state: 'detached' });
    await part(page, 'Subscriptions').getByText('active').waitFor();
  });
});

describe('a dropped connection', () => {
  it('comes back by itself, subscribed as before, and what happened can be seen', async () => {
    const { page, userId } = await talking();
    const { ask } = await seededAdministrator(stack);
    expect((await ask(`POST /users/${userId}/disconnect`, {})).status).toBe(200);
    await page.getByText('What happened to it').click();
    await step(page, 'Connection').getByText('Connected again.').waitFor();
    await publish(page, 'demoTopic', 'back again');
    await message(page, 'back again').waitFor();
    expect(await step(page, 'Connection').getByText('done').count()).toBe(1);
  });

  it('of a suspended user says why, for good; once resumed it is made again', async () => {
    const { page, userId } = await talking();
    const { ask } = await seededAdministrator(stack);
    await ask(`POST /users/${userId}/suspend`, { reason: 'INC-1' });
    const connection = step(page, 'Connection');
    await connection.getByRole('alert').getByText('An administrator has suspended').waitFor();
    await connection.getByText('failed').waitFor();
    await checkAccessibility(page);
    await ask(`POST /users/${userId}/resume`, {});
    await connection.getByRole('button', { name: 'Try again' }).click();
    await allStepsDone(page);
    await publish(page, 'demoTopic', 'resumed');
    await message(page, 'resumed').waitFor();
  });

  it('of a device that its user removed says so, and registers again when told to', async () => {
    const { page } = await talking();
    const devices = part(page, 'My devices');
    await devices.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await devices.getByText('None is registered.').waitFor();
    const connection = step(page, 'Connection');
    await connection.getByRole('alert').getByText('is no longer registered').waitFor();
    await connection.getByRole('button', { name: 'Try again' }).click();
    await devices.getByText('this tab', { exact: true }).waitFor();
    await allStepsDone(page);
    expect(await connection.getByRole('alert').count()).toBe(0);
  });
});
