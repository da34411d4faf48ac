// What becomes of live sessions when grants are revoked, narrowed or end.

import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { App } from '../../local/app.ts';
import { type Administrator, seededAdministrator, subOf } from './administrator.ts';
import { send } from './api.ts';
import { newGroup, newUser } from './new-user.ts';
import { closed, connecting, publishes, received } from './session.ts';
import { storedAbout } from './stored.ts';
import { soleSweeper } from './sweep.ts';

const stack = inject('stack');
const connected = connecting();

let admin: Administrator;
beforeAll(async () => {
  admin = await seededAdministrator(stack);
});

const newTopic = () => `plant/${randomUUID()}`;
const subjectOf = ({ idToken }: App) => `user/${subOf(idToken)}`;

const made = async (grant: object) => {
  const answer = await admin.ask('POST /grants', grant);
  expect(answer.status).toBe(201);
  return answer.body;
};
const revoke = (grantId: string, query = '') =>
  admin.ask(`DELETE /grants/${grantId}${query}`, undefined, { 'If-Match': '"1"' });

/** Of the user about itself. */
const evaluation = async ({ idToken: token }: App, topic: string) => {
  const body = JSON.stringify({
    subject: { type: 'user', id: subOf(token) },
    action: { name: 'publish' },
    resource: { type: 'topic', id: topic },
  });
  return (await send(stack, 'POST /access/v1/evaluation', { token, body })).body;
};

describe('a revocation', () => {
  it('with ?disconnect=true ends the sessions of a group’s members, and no others', async () => {
    await using sweeper = await soleSweeper(stack);
    const group = await newGroup(stack);
    const [member, stranger] = [await newUser(stack, [group]), await newUser(stack)];
    const topic = newTopic();
    const { grantId } = await made({ subject: `group/${group}`, actions: ['publish'], topicFilter: topic });
    const registration = await member.register('web-1');
    const client = await connected(member, registration);
    const bystander = await connected(stranger, await stranger.register('web-1'));
    expect(await publishes(client, topic)).toBe('published');

    const end = closed(client);
    expect(await revoke(grantId, '?disconnect=true&reason=INC-2')).toMatchObject({
      status: 200,
      body: { grantId, status: { state: 'applied' } },
    });
    await sweeper.sweep();
    expect(await end).toBe('closed');
    expect(bystander.connected).toBe(true);
    // Once more when the change is effective everywhere: whoever came back meanwhile is dropped again.
    const back = await connected(member, registration);
    const again = closed(back);
    await sweeper.sweepInTime([registration.clientId]);
    expect(await again).toBe('closed');
    expect(await storedAbout(stack, [`disconnect/${registration.clientId}`])).toEqual([]);
    expect(await publishes(await connected(member, registration), topic)).toBe('closed');
    expect(await admin.ask(`GET /grants/${grantId}`)).toMatchObject({ status: 404 });
  });

  it('drops, unasked, a session whose old subscription would go on bringing more than is granted', async () => {
    const alice = await newUser(stack);
    const registration = await alice.register('web-1');
    const topic = newTopic();
    const subject = subjectOf(alice);
    await made({ subject, actions: ['receive'], topicFilter: `${topic}/#` });
    const { grantId } = await made({ subject, actions: ['subscribe'], topicFilter: `${topic}/#` });
    const client = await connected(alice, registration);
    await client.subscribeAsync(`${topic}/#`, { qos: 1 });
    const end = closed(client);
    await revoke(grantId);
    expect(await end).toBe('closed');
  });

  it('leaves a session alone whose old subscriptions bring nothing any more', async () => {
    const [alice, bob] = [await newUser(stack), await newUser(stack)];
    const [listener, speaker] = [
      await connected(alice, await alice.register('web-1')),
      await connected(bob, await bob.register('web-1')),
    ];
    const topic = newTopic();
    const subject = subjectOf(alice);
    const { grantId } = await made({ subject, actions: ['subscribe'], topicFilter: `${topic}/#` });
    await made({ subject, actions: ['subscribe'], topicFilter: `${topic}/kept` });
    await made({ subject: subjectOf(bob), actions: ['publish'], topicFilter: `${topic}/#` });
    await listener.subscribeAsync([`${topic}/#`, `${topic}/kept`], { qos: 1 });
    const messages = received(listener);
    await revoke(grantId);
    expect(await publishes(speaker, `${topic}/gone`)).toBe('published');
    expect(await publishes(speaker, `${topic}/kept`)).toBe('published');
    await expect.poll(() => new Set(messages)).toEqual(new Set([`${topic}/kept: x`]));
    expect(listener.connected).toBe(true);
  });
});

describe('a grant with an end', () => {
  it('works until then, is swept away after it, and its end is told', async () => {
    await using sweeper = await soleSweeper(stack);
    const alice = await newUser(stack);
    const registration = await alice.register('web-1');
    const topic = newTopic();
    const subject = subjectOf(alice);
    const expiresAt = new Date(Date.now() + 4000).toISOString();
    const { grantId } = await made({ subject, actions: ['publish'], topicFilter: topic, expiresAt });
    const client = await connected(alice, registration);
    expect(await publishes(client, topic)).toBe('published');
    expect(await evaluation(alice, topic)).toMatchObject({ decision: true, context: { reason: 'granted' } });

    await setTimeout(Date.parse(expiresAt) - Date.now() + 50);
    await sweeper.sweep();
    expect(await evaluation(alice, topic)).toMatchObject({ decision: false, context: { reason: 'expired' } });
    expect(await publishes(client, topic)).toBe('closed');
    expect((await admin.ask(`GET /grants/${grantId}`)).body).toMatchObject({
      expiresAt,
      status: { state: 'expired' },
    });
    const { items } = (await admin.ask(`GET /audit-events?subject=${subject}&limit=1`)).body;
    expect(items).toMatchObject([{ action: 'grants-expired', actor: 'system', before: [{ grantId }] }]);
    // Its place is free again.
    await made({ subject, actions: ['publish'], topicFilter: topic });
    expect(await publishes(await connected(alice, registration), topic)).toBe('published');
  });
});

describe('an answer', () => {
  it('says by when a change is effective everywhere, and so does the evaluation', async () => {
    const alice = await newUser(stack);
    await alice.register('web-1');
    const topic = newTopic();
    const grant = await made({ subject: subjectOf(alice), actions: ['publish'], topicFilter: topic });
    const { effectiveBy } = grant.status;
    const spread = Date.parse(effectiveBy) - Date.now();
    expect(spread).toBeGreaterThan(7.5 * 60_000);
    expect(spread).toBeLessThanOrEqual(8 * 60_000);
    const { decision, context } = await evaluation(alice, topic);
    expect(decision).toBe(true);
    expect(context.effectiveBy >= effectiveBy).toBe(true);
    expect(context).not.toHaveProperty('grants');
  });
});
