// Real MQTT clients over WebSocket, through the broker that enforces role and policies.
import { describe, expect, inject, it } from 'vitest';
import type { Registration } from '../../local/app.ts';
import { newUser } from './new-user.ts';
import { closed, connecting, received } from './session.ts';

const stack = inject('stack');
const connected = connecting();

describe('a signed-in app', () => {
  it('registers, connects and talks: two users, three devices, no cross-talk', async () => {
    const [alice, bob] = [await newUser(stack), await newUser(stack)];
    const web = await alice.register('web-1');
    const phone = await alice.register('phone-1');
    const other = await bob.register('web-1');
    const webClient = await connected(alice, web);
    const phoneClient = await connected(alice, phone);
    const otherClient = await connected(bob, other);
    const [onWeb, onPhone, onOther] = [received(webClient), received(phoneClient), received(otherClient)];
    const [mine, theirs] = [`users/${web.identityId}`, `users/${other.identityId}`];
    await webClient.subscribeAsync(['demoTopic', `${mine}/#`], { qos: 1 });
    await phoneClient.subscribeAsync(`${mine}/#`, { qos: 1 });
    await otherClient.subscribeAsync(['demoTopic', `${theirs}/#`], { qos: 1 });

    const mark = web.identityId;
    await webClient.publishAsync('demoTopic', mark, { qos: 1 });
    await webClient.publishAsync(`${mine}/state`, 'to alice', { qos: 1 });
    await otherClient.publishAsync(`${theirs}/state`, 'to bob', { qos: 1 });
    // Other tests use demoTopic meanwhile: of its messages, this test's own count.
    const own = (messages: readonly string[]) =>
      messages.filter((message) => !message.startsWith('demoTopic') || message.endsWith(mark)).toSorted();
    await expect
      .poll(() => [own(onWeb), own(onPhone), own(onOther)])
      .toEqual([
        [`demoTopic: ${mark}`, `${mine}/state: to alice`],
        [`${mine}/state: to alice`],
        [`demoTopic: ${mark}`, `${theirs}/state: to bob`],
      ]);
  });

  it.each([
    ['a topic that was not granted', () => 'plant/secret'],
    ['another user’s topic', (other: Registration) => `users/${other.identityId}/state`],
    ['a topic of the broker', () => '$SYS/uptime'],
  ])('is cut off when it publishes to %s', async (_what, topicOf) => {
    const [alice, bob] = [await newUser(stack), await newUser(stack)];
    const other = await bob.register('web-1');
    const client = await connected(alice, await alice.register('web-1'));
    const end = closed(client);
    client.publish(topicOf(other), 'x', { qos: 1 });
    expect(await end).toBe('closed');
  });

  it.each([
    ['everything', () => '#'],
    ['every topic of one level', () => '+'],
    ['another user’s topics', (other: Registration) => `users/${other.identityId}/#`],
    ['all users’ topics', () => 'users/+/state'],
  ])('cannot subscribe to %s', async (_what, filterOf) => {
    const [alice, bob] = [await newUser(stack), await newUser(stack)];
    const other = await bob.register('web-1');
    const client = await connected(alice, await alice.register('web-1'));
    await expect(client.subscribeAsync(filterOf(other), { qos: 1 })).rejects.toThrow();
  });

  it('cannot connect with a client ID that is not its device’s', async () => {
    const [alice, bob] = [await newUser(stack), await newUser(stack)];
    const web = await alice.register('web-1');
    const other = await bob.register('web-1');
    const { identityId } = web;
    const foreign = [other.clientId, `${identityId}:made-up`, identityId, 'anything', `${identityId}:*`];
    for (const clientId of foreign) await expect(alice.connect(web, clientId), clientId).rejects.toThrow();
  });

  it('may retain where messages are retained, and nowhere else', async () => {
    const alice = await newUser(stack);
    const web = await alice.register('web-1');
    const client = await connected(alice, web);
    await client.publishAsync(`users/${web.identityId}/last`, 'kept', { qos: 1, retain: true });
    const late = received(client);
    await client.subscribeAsync(`users/${web.identityId}/last`, { qos: 1 });
    // QoS 1 is at least once: the message may come as retained and as published.
    await expect.poll(() => late).toContain(`users/${web.identityId}/last: kept`);
    const end = closed(client);
    client.publish('demoTopic', 'x', { qos: 1, retain: true });
    expect(await end).toBe('closed');
  });

  it('loses session and access with its device, and has them again when it registers again', async () => {
    const alice = await newUser(stack);
    const web = await alice.register('web-1');
    const end = closed(await connected(alice, web));
    expect((await alice.request('DELETE', '/me/devices/web-1')).status).toBe(204);
    expect(await end).toBe('closed');
    await expect(alice.connect(web)).rejects.toThrow();
    await alice.register('web-1');
    expect((await connected(alice, web)).connected).toBe(true);
  });
});
