// AWS throttles, fails, hangs or loses its answer: bounded retries, then 503 – and a retry completes what was begun.
import { afterEach, describe, expect, inject, it } from 'vitest';
import { send } from './api.ts';
import { newUser } from './new-user.ts';

const stack = inject('stack');

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
