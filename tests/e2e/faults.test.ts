// AWS throttles, fails, hangs or loses its answer: bounded retries, then 503 – and a retry completes what was begun. On a
// stack of its own: it would fail others too.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { StackDescription } from '../../local/stack-description.ts';
import { freePorts } from '../../local/stack-ports.ts';
import { type RunningStack, startStack } from '../../local/start-stack.ts';
import { seededAdministrator, subOf } from './administrator.ts';
import { send } from './api.ts';
import { newGroup, newUser } from './new-user.ts';
import { connecting, publishes } from './session.ts';
import { soleSweeper } from './sweep.ts';

let running: RunningStack | undefined;
let stack: StackDescription;
beforeAll(async () => {
  running = await startStack({ ports: freePorts, pages: 'none' });
  stack = running.description;
}, 200_000);
afterAll(() => running?.close());

const connected = connecting();

const throttled = { kind: 'error', name: 'ThrottlingException', status: 400 };
const failing = { kind: 'error', name: 'InternalFailureException', status: 500 };
const denied = { kind: 'error', name: 'AccessDeniedException', status: 403 };

const lets = async (operation: string, effect: object, times: number) => {
  const body = JSON.stringify({ operation, effect, times });
  expect((await fetch(`${stack.endpoints.iot}/_local/faults`, { method: 'POST', body })).status).toBe(200);
};
const forgetFaults = () => fetch(`${stack.endpoints.iot}/_local/faults`, { method: 'DELETE' });
afterEach(forgetFaults);

const register = (token: string) =>
  send(stack, 'POST /register-device', { token, body: '{"deviceId":"web-1"}' });

const operations = ['GetId', 'CreateThing', 'AttachPolicy', 'AttachThingPrincipal'];

describe('a registration', () => {
  it.each(operations)('outlasts %s being throttled for a moment', async (operation) => {
    const { idToken } = await newUser(stack);
    await lets(operation, throttled, 2);
    expect(await register(idToken)).toMatchObject({ status: 201 });
  });

  it.each(operations)('whose %s took effect without an answer is one registration', async (operation) => {
    const alice = await newUser(stack);
    await lets(operation, { kind: 'lost-answer' }, 1);
    expect(await register(alice.idToken)).toMatchObject({ status: 201 });
    expect((await send(stack, 'GET /me', { token: alice.idToken })).body.devices).toHaveLength(1);
  });

  it.each([
    ['GetId is throttled', 'GetId', { kind: 'error', name: 'TooManyRequestsException', status: 400 }],
    ['AttachPolicy is throttled', 'AttachPolicy', throttled],
    ['AttachPolicy fails', 'AttachPolicy', failing],
    ['AttachThingPrincipal fails', 'AttachThingPrincipal', failing],
    ['CreateThing is not permitted', 'CreateThing', denied],
  ])(
    'is answered 503 with Retry-After while %s, connects nobody, and is completed by a retry',
    async (_what, operation, effect) => {
      const alice = await newUser(stack);
      await lets(operation, effect, 100);
      const answer = await register(alice.idToken);
      expect(answer).toMatchObject({ status: 503, body: { code: 'temporarily-unavailable' } });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(JSON.stringify(answer.body)).not.toMatch(/Exception|AWS|amazon/);
      expect((await send(stack, 'GET /me', { token: alice.idToken })).body.devices).toEqual([]);

      await forgetFaults();
      const registration = await alice.register('web-1');
      const client = await alice.connect(registration);
      await client.endAsync();
    },
  );

  it('whose call hangs is answered in time', async () => {
    const { idToken } = await newUser(stack);
    await lets('CreateThing', { kind: 'hang' }, 100);
    const begin = Date.now();
    expect(await register(idToken)).toMatchObject({ status: 503 });
    expect(Date.now() - begin).toBeLessThan(25_000);
    await forgetFaults();
    expect(await register(idToken)).toMatchObject({ status: 201 });
  }, 40_000);
});

describe('a removal', () => {
  it('that was cut off is finished by the next', async () => {
    const alice = await newUser(stack);
    await alice.register('web-1');
    await lets('DetachThingPrincipal', failing, 100);
    const remove = () => send(stack, 'DELETE /me/devices/web-1', { token: alice.idToken });
    expect(await remove()).toMatchObject({ status: 503 });
    expect(await register(alice.idToken)).toMatchObject({ status: 409, body: { code: 'device-removed' } });
    await forgetFaults();
    expect(await remove()).toMatchObject({ status: 204 });
    expect(await register(alice.idToken)).toMatchObject({ status: 201 });
  });
});

describe('a change of grants', () => {
  it('that AWS throttles is stored and answered 202, and a later sweep completes it', async () => {
    const admin = await seededAdministrator(stack);
    await using sweeper = await soleSweeper(stack);
    const group = await newGroup(stack);
    const alice = await newUser(stack, [group]);
    const [first, second] = [`plant/${randomUUID()}`, `plant/${randomUUID()}`];
    const granting = (topicFilter: string) =>
      admin.ask('POST /grants', { subject: `group/${group}`, actions: ['publish'], topicFilter });
    expect(await granting(first)).toMatchObject({ status: 201 });
    const client = await connected(alice, await alice.register('web-1'));

    await lets('CreatePolicyVersion', throttled, 1000);
    const answer = await granting(second);
    expect(answer).toMatchObject({ status: 202, body: { status: { state: 'pending' } } });
    const path = `/grants/${answer.body.grantId}` as const;
    expect([answer.headers.get('location'), answer.headers.get('etag')]).toEqual([path, '"1"']);
    expect(Date.parse(answer.body.status.effectiveBy) - Date.now()).toBeGreaterThan(8 * 60_000);
    expect(await granting(second)).toMatchObject({ status: 409 });
    expect((await admin.ask(`GET ${path}`)).body.status.state).toBe('pending');
    const pending = (await admin.ask(`GET /grants?subject=group/${group}&state=pending`)).body.items;
    expect(pending).toMatchObject([{ grantId: answer.body.grantId }]);
    // Decisions follow what is stored; when it is effective is said beside.
    const body = JSON.stringify({
      subject: { type: 'user', id: subOf(alice.idToken) },
      action: { name: 'publish' },
      resource: { type: 'topic', id: second },
    });
    const own = await send(stack, 'POST /access/v1/evaluation', { token: alice.idToken, body });
    const { decision, context } = own.body;
    expect([decision, Date.parse(context.effectiveBy) > Date.now()]).toEqual([true, true]);

    await forgetFaults();
    await sweeper.sweepInTime([group]);
    expect((await admin.ask(`GET ${path}`)).body.status.state).toBe('applied');
    expect(await publishes(client, second)).toBe('published');
    expect(await publishes(client, first)).toBe('published');
  });
});
