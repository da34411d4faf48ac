// The service's triggers as the local user pool calls them: what they read, and that no sign-in waits or fails for them.
import { ConfirmSignUpCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { trigger } from '../../../src/http/trigger.ts';
import type { Timer } from '../../../src/provisioning/within-time.ts';
import { confirmation, tokenGeneration } from '../../../src/schema/pool-events.ts';
import { awsError } from '../../fakes/memory-iot.ts';
import { type LambdaEndpoint, openLambdaEndpoint } from './lambda-endpoint.ts';
import {
  admin,
  claimsOf,
  clientId,
  type OpenPool,
  openPool,
  refresh,
  signIn,
  userPoolId,
} from './open-pool.ts';

let pool: OpenPool;
let lambda: LambdaEndpoint;
const reported: string[] = [];
beforeEach(() => {
  reported.length = 0;
  vi.spyOn(console, 'error').mockImplementation((line: string) => {
    reported.push(line);
  });
});
afterEach(async () => {
  await pool.close();
  await lambda.close();
});

const open = async (work: (event: unknown) => Promise<void>, timer?: Timer) => {
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 5_000 };
  const options = timer ? { timer } : {};
  const confirmed = trigger(confirmation, work, options);
  const tokens = trigger(tokenGeneration, work, options);
  lambda = await openLambdaEndpoint({
    confirmed: (event) => confirmed(event, context),
    tokens: (event) => tokens(event, context),
  });
  pool = await openPool({
    triggers: { lambdaUrl: lambda.url, postConfirmation: 'confirmed', preTokenGeneration: 'tokens' },
  });
};

const signUp = async () => {
  const user = { ClientId: clientId, Username: 'carol@example.com' };
  const Password = 'Carol-Password-1';
  const { UserSub = '' } = await pool.client.send(new SignUpCommand({ ...user, Password }));
  await pool.client.send(
    new ConfirmSignUpCommand({ ...user, ConfirmationCode: pool.local.confirmationCode }),
  );
  return { userId: UserSub, ...(await signIn(pool.client, user.Username, Password)) };
};

describe('the service’s triggers', () => {
  test('read who has signed up, who signs in, and its groups at every refresh', async () => {
    const seen: unknown[] = [];
    await open(async (event) => {
      seen.push(event);
    });
    const { userId } = await signUp();
    const { refreshToken } = await signIn(pool.client, admin.username, admin.password);
    await refresh(pool.client, refreshToken);
    const carol = { userPoolId, userId, username: userId };
    const administrator = { userPoolId, groups: ['admins'] };
    expect(seen).toMatchObject([
      { ...carol, confirmed: 'sign-up' },
      { ...carol, groups: [] },
      administrator,
      administrator,
    ]);
    expect(reported).toEqual([]);
  });

  const troubles: readonly [string, () => Promise<void>, Timer | undefined][] = [
    ['hang', () => new Promise(() => undefined), async () => undefined],
    ['are throttled', () => Promise.reject(awsError('TooManyRequestsException')), undefined],
    ['fail', () => Promise.reject(awsError('InternalErrorException')), undefined],
  ];
  test.each(troubles)(
    'let everyone sign up and in with all their groups when they %s',
    async (_what, work, timer) => {
      await open(work, timer);
      expect(claimsOf((await signUp()).idToken)).toMatchObject({ email: 'carol@example.com' });
      const { idToken, refreshToken } = await signIn(pool.client, admin.username, admin.password);
      expect(claimsOf(idToken)).toMatchObject({ 'cognito:groups': ['admins'] });
      expect(claimsOf(await refresh(pool.client, refreshToken))).toMatchObject({
        'cognito:groups': ['admins'],
      });
      expect(lambda.invocations).toHaveLength(4);
      expect(reported).toHaveLength(4);
    },
  );
});
