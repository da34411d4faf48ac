import { beforeEach, describe, expect, it } from 'vitest';
import { parsePolicyName } from '../../src/domain/policy-name.ts';
import { createUser } from '../../src/provisioning/create-user.ts';
import { ReconciliationBody, UserBody, UserList, UserPageBody } from '../../src/schema/users.ts';
import { awsError } from '../fakes/memory-iot.ts';
import { group, now, parsed, userId } from '../fakes/samples.ts';
import { grant } from '../provisioning/administration.ts';
import { addToPool, clientOf, register, settle, storedUser } from '../provisioning/user-life.ts';
import type { Hook } from '../provisioning/world.ts';
import { type Administration, openAdministration } from './administration.ts';

let api: Administration;

beforeEach(async () => {
  api = await openAdministration();
  addToPool(api, 'user-1', { groups: ['b'] });
  await register(api, { groups: ['b'] });
});

const iso = (at: number) => new Date(at).toISOString();
const alice = { userId: 'user-1' };
const page = (given: object = {}, id = 'user-1') =>
  api.send('GET /users/{userId}', { path: { userId: id }, ...given });
const list = (query: Readonly<Record<string, string>> = {}) => api.send('GET /users', { query });
const decide = (what: 'suspend' | 'resume' | 'disconnect', body?: unknown, given: object = {}) =>
  api.send(`POST /users/{userId}/${what}`, { path: alice, body, ...given });
const failing =
  (...names: readonly string[]): Hook =>
  ({ name }, run) =>
    names.includes(name) ? Promise.reject(awsError('ThrottlingException')) : run();

describe('GET /users/{userId}', () => {
  it('shows who the user is, what is wanted and what there is', async () => {
    await grant(api, 'group/b', 'allow publish b');
    await settle(api, 20);
    api.iot.connected.add(clientOf(api) as never);
    const answer = await page();
    expect(answer.status).toBe(200);
    expect(UserPageBody.parse(answer.body)).toEqual(answer.body);
    const { identityId } = storedUser(api);
    const policies = ['attache-test-connect', 'attache-test-everyone-1'];
    expect(answer.body).toMatchObject({
      userId: 'user-1',
      username: 'user-1@example.com',
      email: 'user-1@example.com',
      status: 'active',
      identityId,
      groups: ['b'],
      groupsAsOf: iso(now - 1000),
      devices: [
        {
          deviceId: 'web-1',
          clientId: `${identityId}:web-1`,
          registeredAt: iso(now),
          state: 'registered',
          blocked: false,
          connected: true,
        },
      ],
      attachments: { withheld: [], drift: [] },
      capacity: { used: 3, limit: 9 },
      permissions: { publish: ['b', `users/${identityId}/#`] },
      pending: false,
      unavailable: [],
    });
    expect(answer.body.attachments.wanted).toEqual(expect.arrayContaining(policies));
    expect(answer.body.attachments.present).toEqual(answer.body.attachments.wanted.toSorted());
  });

  it('shows what was attached and detached by hand, and what was blocked', async () => {
    const { identityId } = storedUser(api);
    const attached = api.iot.attached.get(parsed(identityId));
    attached?.delete(parsed(parsePolicyName('attache-test-everyone-1')));
    attached?.add(parsed(parsePolicyName('attache-test-suspended')));
    attached?.add(parsed(parsePolicyName('attache-test-eu-connect')));
    await api.send('DELETE /users/{userId}/devices/{deviceId}', {
      path: { ...alice, deviceId: 'web-9' },
      query: { block: 'true' },
    });
    const { body } = await page();
    expect(body.attachments.drift).toEqual([
      { policy: 'attache-test-eu-connect', kind: 'foreign' },
      { policy: 'attache-test-everyone-1', kind: 'missing' },
      { policy: 'attache-test-suspended', kind: 'surplus' },
    ]);
    expect(body.capacity).toEqual({ used: 3, limit: 9 });
    expect(body.devices).toMatchObject([
      { deviceId: 'web-1', connected: false },
      { deviceId: 'web-9', blocked: true, state: 'blocked', clientId: `${identityId}:web-9` },
    ]);
  });

  it('does not count suspension, and says that it is spreading', async () => {
    const before = (await page()).body.capacity;
    await decide('suspend');
    const { body } = await page();
    expect(body).toMatchObject({ status: 'suspended', capacity: before, pending: false });
    expect(body.attachments.wanted).toContain('attache-test-suspended');
    expect(body.effectiveBy).toBe(iso(now + 8 * 60_000));
  });

  it.each([
    ['attachments', ['listAttached']],
    ['connections', ['isConnected']],
    ['user-pool', ['findByUserId']],
  ])('answers without the %s when they cannot be asked, and says so', async (what, names) => {
    const answer = await page({ hook: failing(...names) });
    expect(answer.status).toBe(200);
    expect(UserPageBody.parse(answer.body)).toEqual(answer.body);
    expect(answer.body.unavailable).toEqual([what]);
    expect(answer.body.attachments.present === undefined).toBe(what === 'attachments');
    expect(answer.body.attachments.drift === undefined).toBe(what === 'attachments');
    expect(answer.body.devices[0].connected === undefined).toBe(what === 'connections');
    expect(answer.body.username === undefined).toBe(what === 'user-pool');
    expect(answer.body).toMatchObject({ status: 'active', groups: ['b'] });
  });

  it('says that a change is pending until it is applied', async () => {
    await decide('suspend', {}, { hook: failing('attachPolicy') });
    expect((await page()).body).toMatchObject({
      status: 'suspended',
      pending: true,
      effectiveBy: iso(now + 9 * 60_000),
    });
  });

  it('knows somebody who has never registered, from the user pool', async () => {
    addToPool(api, 'user-2', { groups: ['b'] });
    await grant(api, 'group/b', 'allow publish b');
    const answer = await page({}, 'user-2');
    expect(answer.body).toMatchObject({
      userId: 'user-2',
      status: 'unregistered',
      identityId: null,
      groups: ['b'],
      devices: [],
      attachments: { wanted: [], present: [], drift: [] },
      permissions: { publish: ['b', 'users/${identityId}/#'] },
    });
    expect(UserPageBody.parse(answer.body)).toEqual(answer.body);
  });

  it('awaits nothing of somebody who has signed up and not registered', async () => {
    addToPool(api, 'user-2');
    const newcomer = { userId: userId('user-2'), groups: [], groupsAsOf: now, disabled: false };
    await createUser({ store: api.store, newId: () => 'event-1' })(newcomer, { requestId: 'request-1', now });
    expect((await page({}, 'user-2')).body).toMatchObject({ status: 'unregistered', pending: false });
    expect((await list({ email: 'user-2@example.com' })).body.items).toMatchObject([{ pending: false }]);
  });

  it('knows somebody who has grants alone', async () => {
    await grant(api, 'user/user-3', 'allow publish c');
    expect(await page({}, 'user-3')).toMatchObject({ status: 200, body: { status: 'unregistered' } });
  });

  it('answers 404 for somebody unknown, and 503 when only the user pool could tell', async () => {
    expect(await page({}, 'nobody')).toMatchObject({ status: 404, body: { code: 'user-not-found' } });
    const answer = await page({ hook: failing('findByUserId') }, 'nobody');
    expect(answer).toMatchObject({ status: 503, headers: { 'Retry-After': '5' } });
  });
});

describe('GET /users', () => {
  it('lists everybody stored, page by page, in order of their IDs', async () => {
    for (const name of ['user-3', 'user-2']) {
      addToPool(api, name);
      await register(api, { name });
    }
    const first = await list({ limit: '2' });
    expect(UserList.parse(first.body)).toEqual(first.body);
    expect(first.body.items.map((user: { userId: string }) => user.userId)).toEqual(['user-1', 'user-2']);
    const second = await list({ limit: '2', cursor: first.body.cursor });
    expect(second.body.items).toMatchObject([{ userId: 'user-3', devices: [{ deviceId: 'web-1' }] }]);
    expect(second.body).not.toHaveProperty('cursor');
  });

  it('finds by user name and e-mail who never registered as well, several by one address', async () => {
    addToPool(api, 'user-2', { groups: ['c'] });
    api.pool.users.set('Google_1', {
      userId: userId('user-4'),
      username: 'Google_1',
      email: 'USER-1@example.com',
      enabled: false,
    });
    expect((await list({ username: 'user-2@example.com' })).body.items).toMatchObject([
      { userId: 'user-2', status: 'unregistered', groups: ['c'], email: 'user-2@example.com' },
    ]);
    expect((await list({ email: 'user-1@Example.com' })).body.items).toMatchObject([
      { userId: 'user-1', status: 'active', identityId: storedUser(api).identityId },
      { userId: 'user-4', username: 'Google_1', status: 'suspended', identityId: null },
    ]);
    expect((await list({ username: 'nobody' })).body).toEqual({ items: [] });
  });

  it('finds by identity', async () => {
    const { identityId = '' } = storedUser(api);
    expect((await list({ identityId })).body.items).toMatchObject([{ userId: 'user-1' }]);
    const unknown = identityId.replace(/1$/, '9');
    expect((await list({ identityId: unknown })).body.items).toEqual([]);
  });

  it('lists the members of a group, and nobody who has left it', async () => {
    for (const name of ['user-2', 'user-3']) {
      addToPool(api, name, { groups: ['b'] });
      await register(api, { name, groups: ['b'] });
    }
    api.store.users.set('user-2', { ...storedUser(api, 'user-2'), groups: [group('c')] });
    const first = await list({ group: 'b', limit: '2' });
    expect(first.body.items).toMatchObject([{ userId: 'user-1' }]);
    const second = await list({ group: 'b', limit: '2', cursor: first.body.cursor });
    expect(second.body.items).toMatchObject([{ userId: 'user-3' }]);
    expect((await list({ group: 'nobody-is-in-it' })).body).toEqual({ items: [] });
  });

  it.each([
    ['two at once', { username: 'a', email: 'b' }, '/query'],
    ['no identity', { identityId: 'abc' }, '/query/identityId'],
    ['no name', { username: '' }, '/query/username'],
    ['no limit', { limit: '0' }, '/query/limit'],
    ['another list’s cursor', { cursor: 'abc' }, '/query/cursor'],
    ['something unknown', { name: 'a' }, '/query/name'],
  ])('refuses %s', async (_what, query, pointer) => {
    expect(await list(query)).toMatchObject({
      status: 400,
      body: { code: 'request-invalid', errors: [{ pointer }] },
    });
  });
});

describe('POST /users/{userId}/suspend and resume', () => {
  it('answer the user as it is then, and say why to the audit', async () => {
    const suspended = await decide('suspend', { reason: 'INC-1' });
    expect(suspended).toMatchObject({ status: 200, body: { userId: 'user-1', status: 'suspended' } });
    expect(UserBody.parse(suspended.body)).toEqual(suspended.body);
    expect(api.store.audit.at(-1)).toMatchObject({
      action: 'user-suspended',
      actor: 'root',
      reason: 'INC-1',
      requestId: 'request-1',
    });
    expect(await register(api)).toMatchObject({ ok: false, fault: { kind: 'user-suspended' } });
    expect(await decide('resume')).toMatchObject({ status: 200, body: { status: 'active' } });
    expect(await register(api)).toMatchObject({ ok: true });
  });

  it('need no body', async () => {
    expect(await decide('suspend')).toMatchObject({ status: 200 });
  });

  it('answer 202 while AWS does not let them be applied', async () => {
    const answer = await decide('suspend', {}, { hook: failing('attachPolicy') });
    expect(answer).toMatchObject({ status: 202, body: { status: 'suspended', pending: true } });
  });

  it('say that whom the user pool has disabled stays suspended', async () => {
    await decide('suspend');
    addToPool(api, 'user-1', { enabled: false });
    expect(await decide('resume')).toMatchObject({ status: 200, body: { status: 'suspended' } });
  });

  it('answer 409 for whom the user pool has not any more, and 503 when it does not answer', async () => {
    await decide('suspend');
    expect(await decide('resume', {}, { hook: failing('findByUserId') })).toMatchObject({ status: 503 });
    api.pool.users.clear();
    expect(await decide('resume')).toMatchObject({ status: 409, body: { code: 'user-not-in-pool' } });
  });
});

describe('POST /users/{userId}/disconnect', () => {
  it.each([
    [{}, true],
    [{ signOut: false }, true],
    [{ signOut: true, reason: 'lost' }, false],
  ])('with %j drops the sessions', async (body, isSignedIn) => {
    expect(await decide('disconnect', body)).toMatchObject({ status: 200, body: { status: 'active' } });
    expect(api.iot.dropped).toEqual([clientOf(api)]);
    expect(api.pool.signedIn.has('user-1@example.com')).toBe(isSignedIn);
  });

  it('answers 503 when the user pool does not sign out, though the sessions have ended', async () => {
    const answer = await decide('disconnect', { signOut: true }, { hook: failing('signOut') });
    expect(answer).toMatchObject({ status: 503, headers: { 'Retry-After': '5' } });
    expect(api.iot.dropped).toEqual([clientOf(api)]);
  });
});

describe('DELETE /users/{userId}/devices/{deviceId}', () => {
  const remove = (deviceId: string, query: Readonly<Record<string, string>> = {}, given: object = {}) =>
    api.send('DELETE /users/{userId}/devices/{deviceId}', { path: { ...alice, deviceId }, query, ...given });

  it('takes it away: 204 without a body, then 404', async () => {
    expect(await remove('web-1')).toMatchObject({ status: 204, body: undefined });
    expect(await remove('web-1')).toMatchObject({ status: 404, body: { code: 'device-not-found' } });
    expect(await register(api)).toMatchObject({ ok: true, value: { outcome: 'created' } });
  });

  it('blocks it and lifts the block where it is asked to', async () => {
    expect(await remove('web-1', { block: 'true', reason: 'stolen' })).toMatchObject({ status: 204 });
    expect(api.store.audit.at(-1)).toMatchObject({ action: 'device-removed', reason: 'stolen' });
    expect(await register(api)).toMatchObject({ fault: { kind: 'device-blocked' } });
    expect(await remove('web-1')).toMatchObject({ status: 404 });
    expect(await register(api)).toMatchObject({ fault: { kind: 'device-blocked' } });
    expect(await remove('web-1', { block: 'false' })).toMatchObject({ status: 204 });
    expect(await register(api)).toMatchObject({ ok: true });
  });

  it('answers 202 with the user while it cannot be taken away', async () => {
    const answer = await remove('web-1', {}, { hook: failing('detachThing') });
    expect(answer).toMatchObject({
      status: 202,
      body: { pending: true, devices: [{ deviceId: 'web-1', state: 'removing' }] },
    });
    await settle(api);
    expect(storedUser(api).devices).toEqual([]);
  });

  it.each([
    ['web 1', {}, '/path/deviceId'],
    ['web-1', { block: 'yes' }, '/query/block'],
    ['web-1', { reason: '' }, '/query/reason'],
    ['web-1', { dryRun: 'true' }, '/query/dryRun'],
  ])('refuses %j with %j', async (deviceId, query, pointer) => {
    expect(await remove(deviceId, query)).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
    expect(storedUser(api).devices).toHaveLength(1);
  });
});

describe('DELETE /users/{userId}', () => {
  const offboard = (query: Readonly<Record<string, string>> = {}, id = 'user-1') =>
    api.send('DELETE /users/{userId}', { path: { userId: id }, query });

  it('answers 202 with what is left of the user, as often as it is asked for', async () => {
    const first = await offboard({ reason: 'left' });
    expect(first).toMatchObject({
      status: 202,
      body: { userId: 'user-1', status: 'offboarded', groups: [], devices: [] },
    });
    expect(UserBody.parse(first.body)).toEqual(first.body);
    expect(await offboard()).toMatchObject({ status: 202, body: { status: 'offboarded' } });
    expect(await register(api)).toMatchObject({ fault: { kind: 'user-offboarded' } });
    expect(await page()).toMatchObject({
      body: { attachments: { wanted: ['attache-test-suspended'], drift: [] }, capacity: { used: 0 } },
    });
    expect(api.store.audit.filter(({ action }) => action === 'user-offboarded')).toMatchObject([
      { reason: 'left' },
    ]);
  });

  it('answers 404 for somebody unknown', async () => {
    expect(await offboard({}, 'nobody')).toMatchObject({ status: 404 });
  });
});

describe('POST /reconciliations', () => {
  const reconcile = (body?: unknown) => api.send('POST /reconciliations', { body });
  const asked = () => [...api.store.due.keys()].filter((key) => key.startsWith('reconcile/'));

  it.each(['user/user-1', 'group/b', 'everyone'])('of %s is due', async (subject) => {
    const answer = await reconcile({ subject });
    expect(answer).toMatchObject({ status: 202, body: { subject, state: 'pending' } });
    expect(ReconciliationBody.parse(answer.body)).toEqual(answer.body);
    expect(asked()).toEqual([`reconcile/${subject}`]);
  });

  it('of everything is due when nothing is said', async () => {
    expect(await reconcile()).toMatchObject({ status: 202, body: { state: 'pending' } });
    expect(asked()).toEqual(['reconcile/all']);
  });

  it.each([{ subject: 'nobody' }, { subject: null }, { all: true }])('refuses %j', async (body) => {
    expect(await reconcile(body)).toMatchObject({ status: 400 });
    expect(asked()).toEqual([]);
  });
});

describe('all of them', () => {
  const routes = [
    ['GET /users', {}],
    ['GET /users/{userId}', alice],
    ['POST /users/{userId}/suspend', alice],
    ['POST /users/{userId}/resume', alice],
    ['POST /users/{userId}/disconnect', alice],
    ['DELETE /users/{userId}', alice],
    ['DELETE /users/{userId}/devices/{deviceId}', { ...alice, deviceId: 'web-1' }],
    ['POST /reconciliations', {}],
  ] as const;

  it.each(routes)('%s is for administrators alone', async (route, path) => {
    const before = api.state();
    const caller = { userId: userId('user-1'), groups: [group('super-admins'), group('b')] };
    expect(await api.send(route, { path, caller })).toMatchObject({
      status: 403,
      body: { code: 'forbidden' },
    });
    expect(api.state()).toEqual(before);
  });

  it.each(routes.filter(([, path]) => 'userId' in path))('%s wants a user ID', async (route, path) => {
    const before = api.state();
    expect(await api.send(route, { path: { ...path, userId: 'a/b' } })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/path/userId' }] },
    });
    expect(api.state()).toEqual(before);
  });

  it.each(routes.filter(([route]) => route.startsWith('POST /users')))(
    '%s refuses what it does not know, and reasons too long',
    async (route, path) => {
      const before = api.state();
      for (const [body, pointer] of [
        [{ status: 'active' }, '/status'],
        [{ reason: 'x'.repeat(257) }, '/reason'],
        [{ reason: 7 }, '/reason'],
      ]) {
        expect(await api.send(route, { path, body })).toMatchObject({
          status: 400,
          body: { errors: [{ pointer }] },
        });
      }
      expect(api.state()).toEqual(before);
    },
  );
});
