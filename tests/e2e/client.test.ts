// The client library against the running stack: real MQTT over WebSocket, through the broker that enforces policies.
import mqtt from 'mqtt';
import { afterEach, describe, expect, inject, it } from 'vitest';
import {
  type Attache,
  type AttacheOptions,
  createAttache,
  type Status,
} from '../../src/client/create-attache.ts';
import { send } from './api.ts';
import { newUser } from './new-user.ts';

const stack = inject('stack');
const open: Attache[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((attache) => attache.close()));
});

const attacheOf = (idToken: string, options: Partial<AttacheOptions> = {}) => {
  const urls: string[] = [];
  const statuses: Status[] = [];
  const attache = createAttache({
    apiUrl: stack.apiUrl,
    identityEndpoint: stack.endpoints.cognitoIdentity,
    getIdToken: async () => idToken,
    mqtt: {
      connect: (url, given) => {
        urls.push(url);
        return mqtt.connect(url, given);
      },
    },
    onStatus: (status) => statuses.push(status),
    ...options,
  });
  open.push(attache);
  return { attache, urls, statuses };
};

const administrator = async () => (await newUser(stack, ['admins'])).idToken;

const granted = async (token: string, subject: string, topicFilter: string): Promise<string> => {
  const body = JSON.stringify({ subject, actions: ['publish', 'subscribe'], topicFilter, reason: 'A test' });
  const answer = await send(stack, 'POST /grants', { token, body });
  expect(answer.status).toBe(201);
  return answer.body.grantId;
};

const dropped = (token: string, userId: string) =>
  send(stack, `POST /users/${userId}/disconnect`, { token, body: '{}' });

const userIdOf = async (token: string): Promise<string> =>
  (await send(stack, 'GET /me', { token })).body.userId;

describe('the client library', () => {
  it('registers once, connects, publishes and receives', async () => {
    const { idToken } = await newUser(stack);
    const { attache } = attacheOf(idToken);
    const { identityId, deviceId } = await attache.register();
    expect(await attache.register()).toMatchObject({ deviceId });
    await attache.connect();
    const received: string[] = [];
    const mine = `users/${identityId}/state`;
    await attache.subscribe(`users/${identityId}/#`, ({ topic, payload }) =>
      received.push(`${topic}: ${new TextDecoder().decode(payload)}`),
    );
    await attache.publish(mine, 'hello');
    await expect.poll(() => received).toEqual([`${mine}: hello`]);
  });

  it('says why not, and sends nothing that would drop the connection', async () => {
    const { idToken } = await newUser(stack);
    const { attache, urls } = attacheOf(idToken);
    await attache.connect();
    const refusal = { code: 'not-granted', details: { reason: 'no-grant' } };
    await expect(attache.subscribe('plant/secret', () => {})).rejects.toMatchObject(refusal);
    await expect(attache.publish('plant/secret', 'x')).rejects.toMatchObject(refusal);
    expect(await attache.explain('publish', 'plant/secret')).toMatchObject({
      decision: false,
      reason: 'no-grant',
      nearMisses: expect.arrayContaining([expect.any(String)]),
    });
    expect(await attache.explain('publish', 'demoTopic')).toMatchObject({ decision: true });
    await attache.publish('demoTopic', 'still connected');
    expect(urls).toHaveLength(1);
  });

  it('comes back after a dropped session, with a fresh URL and its subscriptions', async () => {
    const { idToken } = await newUser(stack);
    const { attache, urls } = attacheOf(idToken);
    const { identityId } = await attache.register();
    await attache.connect();
    const received: string[] = [];
    await attache.subscribe(`users/${identityId}/#`, ({ topic }) => received.push(topic));
    await dropped(await administrator(), await userIdOf(idToken));
    await expect.poll(() => urls.length).toBeGreaterThan(1);
    await attache.connect();
    await expect
      .poll(async () => {
        await attache.publish(`users/${identityId}/back`, 'x');
        return received.length;
      })
      .toBeGreaterThan(0);
    const [first, second] = urls.map((url) => new URL(url).searchParams);
    for (const name of ['X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-Security-Token']) {
      expect(second?.get(name), name).not.toBe(first?.get(name));
    }
  });

  it('uses what was granted since, and tells what was revoked since', async () => {
    const [{ idToken }, admin] = [await newUser(stack), await administrator()];
    const lost: unknown[] = [];
    const { attache } = attacheOf(idToken, {
      onSubscriptionLost: (filter, { code, details }) => lost.push([filter, code, details.reason]),
    });
    await attache.connect();
    const userId = await userIdOf(idToken);
    const topic = `plant/${userId}`;
    const grantId = await granted(admin, `user/${userId}`, topic);
    await attache.subscribe(topic, () => {});
    await attache.publish(topic, 'allowed');
    const revoked = await send(stack, `DELETE /grants/${grantId}`, {
      token: admin,
      headers: { 'If-Match': '"1"' },
    });
    expect(revoked.status).toBe(200);
    await expect(attache.publish(topic, 'x')).rejects.toMatchObject({ code: 'not-granted' });
    await expect.poll(() => lost).toEqual([[topic, 'not-granted', 'no-grant']]);
  });

  it('stops when the user is suspended, and says so', async () => {
    const [{ idToken }, admin] = [await newUser(stack), await administrator()];
    const { attache, statuses } = attacheOf(idToken);
    await attache.connect();
    await send(stack, `POST /users/${await userIdOf(idToken)}/suspend`, { token: admin, body: '{}' });
    await expect
      .poll(() => statuses.at(-1))
      .toMatchObject({
        state: 'closed',
        error: { code: 'user-suspended' },
      });
    await expect(attache.publish('demoTopic', 'x')).rejects.toMatchObject({ code: 'not-connected' });
  });

  it('lets two tabs of one installation be connected at once', async () => {
    const { idToken } = await newUser(stack);
    const items = new Map<string, string>();
    const storage = {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => items.set(key, value),
      removeItem: (key: string) => items.delete(key),
    };
    const [one, two] = [attacheOf(idToken, { storage }), attacheOf(idToken, { storage })];
    await one.attache.connect();
    await two.attache.connect();
    await one.attache.publish('demoTopic', 'from one');
    await two.attache.publish('demoTopic', 'from two');
    const [first, second] = [await one.attache.register(), await two.attache.register()];
    expect(second.deviceId).toBe(`${first.deviceId}-2`);
    expect([one.urls.length, two.urls.length]).toEqual([1, 1]);
  });
});
