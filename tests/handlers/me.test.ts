import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ok } from '../../src/domain/result.ts';
import { parseRetainedTopic } from '../../src/domain/retained-topics.ts';
import { endpoint } from '../../src/http/endpoint.ts';
import { lambda } from '../../src/http/lambda.ts';
import { MeBody } from '../../src/schema/devices.ts';
import { deviceId, group, now, userId } from '../fakes/samples.ts';
import { gatewayEvent, lambdaContext } from '../http/gateway-event.ts';
import { openWorld, registration, type World } from '../provisioning/world.ts';

let handler: typeof import('../../src/handlers/me.ts');
let world: World;

beforeAll(async () => {
  const environment = {
    USER_POOL_ID: 'us-east-1_TestPool1',
    USER_POOL_CLIENT_IDS: 'testclient',
    TABLE_NAME: 'table',
    RETAINED_TOPICS: 'news',
    CORS_ORIGINS: '',
    AWS_REGION: 'us-east-1',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  handler = await import('../../src/handlers/me.ts');
});

beforeEach(async () => {
  world = await openWorld();
});

const send = async (route: `${string} ${string}`, given: Parameters<typeof gatewayEvent>[1] = {}) => {
  const caller = { userId: userId('user-1'), groups: [group('a,b')], groupsAsOf: 0, idToken: () => 'a.b.c' };
  const signedIn = endpoint(async () => ok(caller));
  const topic = parseRetainedTopic('users/${identityId}/#');
  const routes = {
    'GET /me': handler.meRoute(signedIn, () => world.store, topic.ok ? [topic.value] : []),
    'DELETE /me/devices/{deviceId}': handler.removeDeviceRoute(signedIn, () => world.flows().removeDevice),
  };
  const event = gatewayEvent(route, given);
  const answer = await lambda(routes, { corsOrigins: [], clock: () => now })(event, lambdaContext());
  return { status: answer.statusCode, body: answer.body === '' ? undefined : JSON.parse(answer.body) };
};

describe('GET /me', () => {
  it('answers whoever has never registered, variables left standing', async () => {
    const { status, body } = await send('GET /me');
    expect([status, MeBody.parse(body)]).toEqual([200, body]);
    expect(body).toEqual({
      userId: 'user-1',
      identityId: null,
      status: 'unregistered',
      groups: ['a,b'],
      devices: [],
      permissions: {
        publish: [],
        subscribe: [],
        receive: [],
        retain: [],
        deny: { publish: [], subscribe: [], receive: [] },
        notes: [],
      },
    });
  });

  it('answers a user with devices, in the shape that is documented', async () => {
    const request = registration();
    const device = { deviceId: deviceId('web-1'), name: 'Mine', platform: 'web' as const };
    await world.flows().registerDevice({ ...request, device });
    const { status, body } = await send('GET /me');
    expect([status, MeBody.parse(body)]).toEqual([200, body]);
    const filters = [`users/${body.identityId}/#`];
    expect(body).toMatchObject({
      status: 'active',
      devices: [{ deviceId: 'web-1', clientId: `${body.identityId}:web-1`, name: 'Mine', platform: 'web' }],
      permissions: { publish: filters, subscribe: filters, retain: filters },
      effectiveBy: new Date(now + 8 * 60_000).toISOString(),
    });
  });

  it('takes nothing from the query', async () => {
    expect(await send('GET /me', { query: { userId: 'user-2' } })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/query/userId', code: 'member-unknown' }] },
    });
  });
});

describe('DELETE /me/devices/{deviceId}', () => {
  const remove = (id: string) => send('DELETE /me/devices/{deviceId}', { path: { deviceId: id } });

  it('answers 204, and 404 when there is no such device', async () => {
    await world.flows().registerDevice(registration('web-1'));
    expect(await remove('web-1')).toEqual({ status: 204, body: undefined });
    expect(await remove('web-1')).toMatchObject({ status: 404, body: { code: 'device-not-found' } });
  });

  it.each(['a/b', 'a b', 'ä', '%', 'x'.repeat(65)])(
    'answers 400 for what is no device ID: %s',
    async (id) => {
      expect(await remove(id)).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: '/path/deviceId' }] },
      });
    },
  );
});
