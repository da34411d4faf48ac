import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { alice, clientId, type OpenPool, openPool, signIn, userPoolId } from './open-pool.ts';

let pool: OpenPool;
beforeAll(async () => {
  pool = await openPool();
});
afterAll(() => pool.close());

const faults = (method: string, body?: string) =>
  fetch(`${pool.local.url}/_local/faults`, { method, ...(body !== undefined && { body }) });
const lets = async (fault: object) => {
  expect((await faults('POST', JSON.stringify(fault))).status).toBe(200);
};
afterEach(() => faults('DELETE'));

const ofAlice = { UserPoolId: userPoolId, Username: alice.username };
const join = () => pool.client.send(new AdminAddUserToGroupCommand({ ...ofAlice, GroupName: 'admins' }));
const groups = async () => {
  const { Groups = [] } = await pool.client.send(new AdminListGroupsForUserCommand(ofAlice));
  return Groups.map(({ GroupName }) => GroupName);
};
const throttled = { kind: 'error', name: 'TooManyRequestsException', status: 400 };

describe('a fault that was asked for', () => {
  test('is answered as often as asked, to that operation alone, and nothing is done', async () => {
    await lets({ operation: 'AdminAddUserToGroup', effect: throttled, times: 2 });
    await expect(join()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    expect(await groups()).toEqual([]);
    await expect(join()).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await join();
    expect(await groups()).toEqual(['admins']);
  });

  test('meets sign-ins as well', async () => {
    await lets({
      operation: 'InitiateAuth',
      effect: { ...throttled, name: 'InternalErrorException', status: 500 },
    });
    await expect(signIn(pool.client, alice.username, alice.password)).rejects.toMatchObject({
      name: 'InternalErrorException',
    });
    expect(await signIn(pool.client, alice.username, alice.password)).toHaveProperty('idToken');
  });

  test('can be read by browsers, as the pool’s own answers can', async () => {
    await lets({ operation: 'InitiateAuth', effect: throttled });
    const call = () =>
      fetch(pool.local.url, {
        method: 'POST',
        headers: {
          origin: 'http://localhost:8000',
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
        },
        body: JSON.stringify({
          ClientId: clientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: alice.username, PASSWORD: alice.password },
        }),
      });
    const [failed, answered] = [await call(), await call()];
    expect([failed.status, answered.status]).toEqual([400, 200]);
    for (const { headers } of [failed, answered])
      expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  test('may be outlasted by the retries of the SDK', async () => {
    await lets({ operation: 'AdminListGroupsForUser', effect: throttled, times: 2 });
    const retrying = new CognitoIdentityProviderClient({
      endpoint: pool.local.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 3,
    });
    expect(await retrying.send(new AdminListGroupsForUserCommand(ofAlice))).toHaveProperty('Groups');
    retrying.destroy();
  });

  test('may be that nothing is answered', async () => {
    await lets({ operation: 'AdminListGroupsForUser', effect: { kind: 'hang' } });
    const controller = new AbortController();
    const asked = pool.client
      .send(new AdminListGroupsForUserCommand(ofAlice), { abortSignal: controller.signal })
      .catch((error: Error) => error.name);
    await expect.poll(async () => (await faults('GET')).json()).toEqual([]);
    controller.abort();
    expect(await asked).toBe('AbortError');
    expect(await groups()).toBeInstanceOf(Array);
  });

  test('may be that the answer is lost after the effect', async () => {
    await pool.close();
    pool = await openPool();
    await lets({ operation: 'AdminAddUserToGroup', effect: { kind: 'lost-answer' } });
    await expect(join()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await groups()).toEqual(['admins']);
  });

  test('is listed until it is met or taken back', async () => {
    const fault = { operation: 'AdminAddUserToGroup', effect: throttled };
    await lets(fault);
    expect(await (await faults('GET')).json()).toEqual([fault]);
    expect((await faults('DELETE')).status).toBe(200);
    expect(await (await faults('GET')).json()).toEqual([]);
    expect(await join()).toHaveProperty('$metadata');
  });

  test.each([
    ['POST', '{', 400],
    ['POST', '{"operation":"InitiateAuth","effect":{"kind":"explode"}}', 400],
    ['PUT', '{}', 405],
  ])('is refused by %s %s', async (method, body, status) => {
    expect((await faults(method, body)).status).toBe(status);
  });
});
