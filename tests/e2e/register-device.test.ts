import { describe, expect, inject, it } from 'vitest';
import { callsDuring, send } from './api.ts';
import { newUser } from './new-user.ts';
import { soleSweeper } from './sweep.ts';

const stack = inject('stack');

/** The user ID in a token, which no answer but GET /me tells. */
const subOf = (token: string): string =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sub;

const encoded = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

describe('POST /register-device', () => {
  it('answers 201 for a new device and 200 with the same body for a known one', async () => {
    const { idToken: token } = await newUser(stack);
    const body = '{"deviceId":"web-1","name":"Alice’s laptop","platform":"web"}';
    const first = await send(stack, 'POST /register-device', { token, body });
    const second = await send(stack, 'POST /register-device', { token: `Bearer ${token}`, body });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
    const { identityId } = first.body;
    const filters = ['demoTopic', `users/${identityId}/#`];
    expect(first.body).toEqual({
      deviceId: 'web-1',
      identityId: expect.stringMatching(/^us-east-1:[0-9a-f-]{36}$/),
      thingName: `${identityId}:web-1`,
      clientId: `${identityId}:web-1`,
      region: 'us-east-1',
      endpoint: new URL(stack.mqttUrl).host,
      mqttUrl: stack.mqttUrl,
      permissions: {
        publish: filters,
        subscribe: filters,
        receive: filters,
        retain: [`users/${identityId}/#`],
        deny: { publish: [], subscribe: [], receive: [] },
        notes: [],
      },
      policies: ['iot-attache-local-connect', 'iot-attache-local-everyone-1'],
      effectiveBy: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      registeredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    });
    const spread = Date.parse(first.body.effectiveBy) - Date.parse(first.body.registeredAt);
    expect(spread).toBeGreaterThanOrEqual(8 * 60_000);
    expect(spread).toBeLessThan(9 * 60_000);
  });

  it('asks IoT Core five calls at most for a first device, and nothing for a known one', async () => {
    // A sweep compares what is attached to each identity.
    await using _ = await soleSweeper(stack);
    const alice = await newUser(stack);
    const { identityId } = await alice.register('web-1');
    const again = await callsDuring(stack, () => alice.register('web-1'), [identityId]);
    expect(again).toEqual([]);
    const second = await callsDuring(stack, () => alice.register('web-2'), [identityId]);
    expect(second.toSorted()).toEqual(['AttachThingPrincipal', 'CreateThing']);
  });

  it('makes one device of calls at once', async () => {
    const { idToken: token } = await newUser(stack);
    const body = '{"deviceId":"web-1"}';
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => send(stack, 'POST /register-device', { token, body })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 201]);
    expect((await send(stack, 'GET /me', { token })).body.devices).toHaveLength(1);
  });

  it('makes up a device ID when there is none, and needs no body', async () => {
    const { idToken: token } = await newUser(stack);
    const answers = [
      await send(stack, 'POST /register-device', { token }),
      await send(stack, 'POST /register-device', { token, body: '{}' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(answers.map(({ body }) => body.deviceId)).size).toBe(2);
  });

  it('refuses the twenty-first device', async () => {
    const alice = await newUser(stack);
    for (let n = 1; n <= 20; n++) await alice.register(`device-${n}`);
    const body = '{"deviceId":"one-more"}';
    const answer = await send(stack, 'POST /register-device', { token: alice.idToken, body });
    expect(answer).toMatchObject({ status: 409, body: { code: 'device-limit-exceeded' } });
  });

  it.each([
    [
      'an identity of the client’s choice',
      '{"identityId":"us-east-1:00000000-0000-4000-8000-000000000001"}',
      '/identityId',
    ],
    ['policies of the client’s choice', '{"policies":["AdministratorAccess"]}', '/policies'],
    ['a device ID that is a wildcard', '{"deviceId":"*"}', '/deviceId'],
    ['a device ID with a level in it', '{"deviceId":"a/b"}', '/deviceId'],
    ['an empty device ID', '{"deviceId":""}', '/deviceId'],
    ['a device ID over 64 characters', `{"deviceId":"${'x'.repeat(65)}"}`, '/deviceId'],
    ['a name over 128 characters', `{"name":"${'x'.repeat(129)}"}`, '/name'],
    ['an unknown platform', '{"platform":"fridge"}', '/platform'],
    ['null for a device ID', '{"deviceId":null}', '/deviceId'],
    ['no JSON', '{"deviceId":', ''],
    ['an array', '[]', ''],
  ])('refuses %s with a pointer, and stores nothing', async (_what, body, pointer) => {
    const { idToken: token } = await newUser(stack);
    const answer = await send(stack, 'POST /register-device', { token, body });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer).toMatchObject({ status: 400, body: { code: 'request-invalid', errors: [{ pointer }] } });
    expect((await send(stack, 'GET /me', { token })).body.status).toBe('unregistered');
  });

  it('refuses over 64 KiB, and what is not JSON by its type', async () => {
    const { idToken: token } = await newUser(stack);
    const large = JSON.stringify({ name: 'x'.repeat(65_536) });
    expect(await send(stack, 'POST /register-device', { token, body: large })).toMatchObject({ status: 413 });
    const text = { token, body: '{}', headers: { 'Content-Type': 'text/plain' } };
    expect(await send(stack, 'POST /register-device', text)).toMatchObject({ status: 415 });
  });

  it.each([
    ['no token', () => undefined],
    ['garbage', () => 'Bearer garbage'],
    ['a token that nobody signed', (sub: string) => `${encoded({ alg: 'none' })}.${encoded({ sub })}.`],
    [
      'a token with a made-up signature',
      (sub: string) => `${encoded({ alg: 'RS256' })}.${encoded({ sub })}.c2ln`,
    ],
  ])('answers 401 to %s, and stores nothing for whoever it names', async (_what, tokenOf) => {
    const alice = await newUser(stack);
    const token = tokenOf(subOf(alice.idToken));
    const answer = await send(stack, 'POST /register-device', {
      ...(token !== undefined && { token }),
      body: '{}',
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect((await send(stack, 'GET /me', { token: alice.idToken })).body.status).toBe('unregistered');
  });
});

describe('GET /me', () => {
  it('tells before the first registration what will be, with variables left standing', async () => {
    const { idToken: token } = await newUser(stack);
    expect(await send(stack, 'GET /me', { token })).toMatchObject({
      status: 200,
      body: {
        userId: subOf(token),
        identityId: null,
        status: 'unregistered',
        devices: [],
        permissions: { publish: ['demoTopic', 'users/${identityId}/#'] },
      },
    });
  });

  it('tells identity, devices and permissions afterwards', async () => {
    const alice = await newUser(stack);
    const { identityId } = await alice.register('web-1');
    expect((await send(stack, 'GET /me', { token: alice.idToken })).body).toMatchObject({
      identityId,
      status: 'active',
      devices: [{ deviceId: 'web-1', clientId: `${identityId}:web-1` }],
      permissions: { publish: ['demoTopic', `users/${identityId}/#`] },
    });
  });
});

describe('DELETE /me/devices/{deviceId}', () => {
  it('answers 204, then 404, and the device registers again as a new one', async () => {
    const alice = await newUser(stack);
    await alice.register('web-1');
    const token = alice.idToken;
    const remove = () => send(stack, 'DELETE /me/devices/web-1', { token });
    expect(await remove()).toMatchObject({ status: 204, body: '' });
    expect(await remove()).toMatchObject({ status: 404, body: { code: 'device-not-found' } });
    const again = await send(stack, 'POST /register-device', { token, body: '{"deviceId":"web-1"}' });
    expect(again.status).toBe(201);
  });

  it('knows nothing of another user’s devices', async () => {
    const [alice, bob] = [await newUser(stack), await newUser(stack)];
    await alice.register('web-1');
    expect(await send(stack, 'DELETE /me/devices/web-1', { token: bob.idToken })).toMatchObject({
      status: 404,
    });
    expect((await send(stack, 'GET /me', { token: alice.idToken })).body.devices).toHaveLength(1);
  });

  it('refuses a device ID that is none, with a pointer', async () => {
    const { idToken: token } = await newUser(stack);
    const answer = await send(stack, 'DELETE /me/devices/a%2Fb', { token });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/path/deviceId' }] } });
  });
});

describe('the API', () => {
  it('answers unknown paths and other methods with problems', async () => {
    const { idToken: token } = await newUser(stack);
    const unknown = await send(stack, 'GET /nothing', { token });
    expect(unknown.headers.get('content-type')).toBe('application/problem+json');
    const answer = await send(stack, 'GET /register-device', { token });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('is healthy without a token', async () => {
    expect(await send(stack, 'GET /health')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });
});
