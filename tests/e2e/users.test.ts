// What administrators decide about users, and what becomes of their MQTT sessions.
import type { MqttClient } from 'mqtt';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { App } from '../../local/app.ts';
import { send } from './api.ts';
import { newUser } from './new-user.ts';
import { soleSweeper } from './sweep.ts';

const stack = inject('stack');
let admin: App;
beforeAll(async () => {
  admin = await newUser(stack, ['admins']);
});

const subOf = ({ idToken }: App): string =>
  JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString()).sub;

const ask = (route: `${string} /${string}`, body?: object) =>
  send(stack, route, { token: admin.idToken, ...(body && { body: JSON.stringify(body) }) });

const closing = (client: MqttClient) => new Promise<void>((resolve) => client.once('close', () => resolve()));

describe('a user with a session', () => {
  it('loses it when suspended, cannot come back, and can when resumed', async () => {
    const alice = await newUser(stack);
    const userId = subOf(alice);
    const device = await alice.register('web-1');
    const live = await alice.connect(device);
    expect((await ask(`GET /users/${userId}`)).body).toMatchObject({
      status: 'active',
      devices: [{ deviceId: 'web-1', connected: true }],
      attachments: { drift: [] },
      unavailable: [],
    });

    const closed = closing(live);
    const suspended = await ask(`POST /users/${userId}/suspend`, { reason: 'INC-1' });
    expect(suspended).toMatchObject({ status: 200, body: { status: 'suspended', pending: false } });
    await closed;
    await expect(alice.connect(device)).rejects.toThrow();
    const registered = await alice.request('POST', '/register-device', { deviceId: 'web-1' });
    expect([registered.status, await registered.json()]).toMatchObject([403, { code: 'user-suspended' }]);
    const { body } = await ask(`GET /users/${userId}`);
    expect(body.devices).toMatchObject([{ deviceId: 'web-1', connected: false }]);
    expect(body.attachments.present).toContain('iot-attache-local-suspended');

    expect(await ask(`POST /users/${userId}/resume`)).toMatchObject({
      status: 200,
      body: { status: 'active' },
    });
    const back = await alice.connect(device);
    await back.publishAsync('demoTopic', 'back', { qos: 1 });
    await back.endAsync();
  });

  it('loses it when disconnected, and can come back', async () => {
    const alice = await newUser(stack);
    const device = await alice.register('web-1');
    const live = await alice.connect(device);
    const closed = closing(live);
    const answer = await ask(`POST /users/${subOf(alice)}/disconnect`, { signOut: true });
    expect(answer).toMatchObject({ status: 200, body: { status: 'active' } });
    await closed;
    await (await alice.connect(device)).endAsync();
  });

  it('loses a device that is taken away and blocked, and no other', async () => {
    const alice = await newUser(stack);
    const [web, phone] = [await alice.register('web-1'), await alice.register('phone-1')];
    const live = await alice.connect(web);
    const closed = closing(live);
    const path = `/users/${subOf(alice)}/devices/web-1` as const;
    expect(await ask(`DELETE ${path}?block=true`)).toMatchObject({ status: 204, body: '' });
    await closed;
    await expect(alice.connect(web)).rejects.toThrow();
    const registered = await alice.request('POST', '/register-device', { deviceId: 'web-1' });
    expect([registered.status, await registered.json()]).toMatchObject([403, { code: 'device-blocked' }]);
    await (await alice.connect(phone)).endAsync();
  });

  it('loses everything when offboarded, and nothing of it comes back when resumed', async () => {
    await using sweeper = await soleSweeper(stack);
    const alice = await newUser(stack);
    const userId = subOf(alice);
    const device = await alice.register('web-1');
    const grant = { subject: `user/${userId}`, actions: ['publish'], topicFilter: `own/${userId}` };
    expect(await ask('POST /grants', grant)).toMatchObject({ status: 201 });
    const live = await alice.connect(device);
    const closed = closing(live);
    expect(await ask(`DELETE /users/${userId}?reason=left`)).toMatchObject({
      status: 202,
      body: { status: 'offboarded', devices: [] },
    });
    await closed;
    await expect(alice.connect(device)).rejects.toThrow();
    const refused = await alice.request('POST', '/register-device', { deviceId: 'web-1' });
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'user-offboarded' }]);
    expect((await ask(`GET /grants?subject=user/${userId}`)).body.items).toEqual([]);
    await sweeper.sweepInTime([userId]);
    expect(await ask(`POST /users/${userId}/resume`)).toMatchObject({ status: 200 });
    const again = await alice.register('web-1');
    expect(again.policies).toEqual(['iot-attache-local-connect', 'iot-attache-local-everyone-1']);
    await (await alice.connect(again)).endAsync();
  });
});

describe('somebody who has never registered', () => {
  it('is found in the user pool, and can be suspended before', async () => {
    const bob = await newUser(stack);
    const userId = subOf(bob);
    const page = await ask(`GET /users/${userId}`);
    expect(page).toMatchObject({ status: 200, body: { status: 'unregistered', identityId: null } });
    const { email } = page.body;
    for (const query of [`email=${encodeURIComponent(email)}`, `username=${encodeURIComponent(email)}`]) {
      expect((await ask(`GET /users?${query}`)).body.items).toMatchObject([{ userId, email }]);
    }
    await ask(`POST /users/${userId}/suspend`);
    await expect(bob.register('web-1')).rejects.toThrow('403');
  });
});
