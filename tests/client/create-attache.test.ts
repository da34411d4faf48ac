import { describe, expect, it } from 'vitest';
import { createClientWorld, idToken } from './world.ts';

const problem = (status: number, code: string, headers = {}) => ({
  status,
  body: { code, detail: 'A sentence.', status },
  headers,
});

const minutes = 60_000;

describe('registering', () => {
  it('happens once, however often and at once it is asked for', async () => {
    const world = createClientWorld();
    const attache = world.open();
    await Promise.all([attache.register(), attache.register(), attache.connect()]);
    expect(world.asked('/register-device')).toHaveLength(1);
  });

  it('is remembered over a reload, for a day', async () => {
    const world = createClientWorld();
    const first = await world.open().register();
    const again = createClientWorld();
    const attache = again.open({ storage: world.storage, deviceId: first.deviceId });
    expect(await attache.register()).toEqual(first);
    expect(again.asked('/register-device')).toEqual([]);
    again.pass(24 * 60 * minutes);
    await again.open({ storage: world.storage, deviceId: first.deviceId }).register();
    expect(again.asked('/register-device')).toHaveLength(1);
  });

  it.each([
    [403, 'user-suspended'],
    [403, 'device-blocked'],
    [409, 'device-limit-exceeded'],
    [401, 'unauthenticated'],
  ])('refused with %i ends in an error of code %s, and is not asked again', async (status, code) => {
    const world = createClientWorld();
    world.service.instead.set('/register-device', [problem(status, code)]);
    await expect(world.open().connect()).rejects.toMatchObject({
      name: 'AttacheError',
      code,
      message: 'A sentence.',
      details: { status, problem: { code } },
    });
    expect(world.asked('/register-device')).toHaveLength(1);
    expect(world.broker.urls).toEqual([]);
  });

  it('waits as long as a busy service says', async () => {
    const world = createClientWorld();
    const busy = problem(503, 'temporarily-unavailable', { 'Retry-After': '20' });
    world.service.instead.set('/register-device', [busy, busy]);
    await world.open().register();
    expect(world.waits).toEqual([20_000, 20_000]);
  });

  it.each(['', 'garbage', 'a.b.c', `e30.${btoa('{}')}.x`])(
    'tells a token that is none: %s',
    async (token) => {
      const attache = createClientWorld().open({ getIdToken: async () => token });
      await expect(attache.register()).rejects.toMatchObject({ code: 'token-invalid' });
      await expect(attache.connect()).rejects.toMatchObject({ code: 'token-invalid' });
    },
  );

  it('asks again for a token that was not to be had', async () => {
    let asked = 0;
    const attache = createClientWorld().open({
      getIdToken: async () => {
        asked += 1;
        if (asked === 1) throw new TypeError('Failed to fetch');
        return idToken;
      },
    });
    await attache.connect();
    expect(asked).toBeGreaterThan(1);
    await attache.close();
  });

  it('does without a storage that is full', async () => {
    const refused = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const storage = { getItem: refused, setItem: refused, removeItem: refused };
    const world = createClientWorld();
    const attache = world.open({ storage });
    await attache.connect();
    expect(world.broker.urls).toHaveLength(1);
    await attache.close();
  });

  it('tells what is not the service', async () => {
    const world = createClientWorld();
    world.service.instead.set('/register-device', [{ body: '<html>' }]);
    await expect(world.open().register()).rejects.toMatchObject({ code: 'answer-invalid' });
  });
});

describe('connecting', () => {
  it('takes fresh credentials and a fresh URL every time, the session token last', async () => {
    const world = createClientWorld();
    const attache = world.open();
    await attache.connect();
    world.broker.clients[0]?.drop();
    await expect.poll(() => world.broker.urls.length).toBe(2);
    const keys = world.broker.urls.map((url) => new URL(url).searchParams.get('X-Amz-Credential'));
    expect(keys).toEqual([expect.stringMatching(/^key-1\//), expect.stringMatching(/^key-2\//)]);
    expect(world.broker.urls[0]).toMatch(/&X-Amz-Security-Token=a%2Ftoken%2B$/);
    await attache.close();
  });

  it('waits out the propagation of a first registration, later each time', async () => {
    const world = createClientWorld();
    world.service.effectiveBy = world.now() + 8 * minutes;
    world.broker.refusals.connect = 9;
    const attache = world.open();
    await attache.connect();
    expect(world.waits).toEqual([750, 1500, 3000, 6000, 12_000, 24_000, 45_000, 45_000, 45_000]);
    const waiting = world.statuses.find(({ state }) => state === 'waiting');
    expect(waiting).toMatchObject({
      error: { code: 'connection-refused' },
      effectiveBy: new Date(world.service.effectiveBy).toISOString(),
    });
    await attache.close();
  });

  it('gives up when it is refused although everything is effective', async () => {
    const world = createClientWorld();
    world.broker.refusals.connect = 100;
    await expect(world.open().connect()).rejects.toMatchObject({ code: 'connection-refused' });
    expect(world.broker.urls).toHaveLength(5);
    expect(world.statuses.at(-1)).toMatchObject({ state: 'closed', error: { code: 'connection-refused' } });
  });

  it.each([
    ['suspended', 'user-suspended'],
    ['offboarded', 'user-offboarded'],
  ])('ends when the user is %s', async (status, code) => {
    const world = createClientWorld();
    const attache = world.open();
    await attache.connect();
    world.service.status = status;
    world.broker.clients[0]?.drop();
    await expect.poll(() => world.statuses.at(-1)).toMatchObject({ state: 'closed', error: { code } });
    expect(world.broker.urls).toHaveLength(1);
  });

  it('does not bring back a device that was removed, until it is asked to', async () => {
    const world = createClientWorld();
    const attache = world.open();
    await attache.connect();
    world.service.devices.clear();
    world.broker.clients[0]?.drop();
    await expect
      .poll(() => world.statuses.at(-1))
      .toMatchObject({ state: 'closed', error: { code: 'device-removed' } });
    expect(world.asked('/register-device')).toHaveLength(1);
    await attache.connect();
    expect(world.asked('/register-device')).toHaveLength(2);
    await attache.close();
  });

  it('is slower each time in a war over a client ID', async () => {
    const world = createClientWorld();
    const attache = world.open();
    await attache.connect();
    for (let n = 0; n < 5; n++) {
      world.broker.clients.at(-1)?.drop();
      await expect.poll(() => world.broker.clients.length).toBe(n + 2);
    }
    expect(world.waits).toEqual([750, 1500, 3000, 6000, 12_000]);
    world.pass(minutes);
    world.broker.clients.at(-1)?.drop();
    await expect.poll(() => world.waits.at(-1)).toBe(750);
    await attache.close();
  });

  it('ends when the identity pool refuses the token, not when it is busy', async () => {
    const world = createClientWorld();
    const failure = (name: string) => ({ status: 400, body: { __type: name, message: 'x' } });
    world.service.instead.set('/', [failure('TooManyRequestsException'), failure('NotAuthorizedException')]);
    await expect(world.open().connect()).rejects.toMatchObject({
      code: 'credentials-refused',
      details: { reason: 'NotAuthorizedException' },
    });
    expect(world.asked('/')).toHaveLength(2);
  });
});

describe('closing', () => {
  it('gives the device back, even before it was claimed', async () => {
    const world = createClientWorld();
    const early = world.open();
    const connecting = early.connect();
    await early.close();
    await expect(connecting).rejects.toMatchObject({ code: 'not-connected' });
    const [first, second] = [world.open(), world.open()];
    const { deviceId } = await first.register();
    expect(deviceId).not.toMatch(/-2$/);
    await first.close();
    expect((await second.register()).deviceId).toBe(deviceId);
    await expect(first.connect()).rejects.toMatchObject({ code: 'not-connected' });
  });
});

describe('credentials', () => {
  it('are kept until shortly before they expire', async () => {
    const world = createClientWorld();
    const attache = world.open();
    expect(await attache.credentials()).toMatchObject({ accessKeyId: 'key-1', secretAccessKey: 'secret' });
    world.pass(54 * minutes);
    expect(await attache.credentials()).toMatchObject({ accessKeyId: 'key-1' });
    world.pass(2 * minutes);
    expect(await attache.credentials()).toMatchObject({ accessKeyId: 'key-2' });
    expect(world.asked('/')[0]?.body).toEqual({
      IdentityId: 'us-east-1:1',
      Logins: { 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool': expect.stringMatching(/^e30\./) },
    });
  });
});
