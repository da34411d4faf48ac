import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUpdateUserAttributesCommand,
  AdminUserGlobalSignOutCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserCommand,
  ForgotPasswordCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, describe, expect, test } from 'vitest';
import { type LambdaEndpoint, openLambdaEndpoint } from './lambda-endpoint.ts';
import {
  admin,
  alice,
  claimsOf,
  clientId,
  type OpenPool,
  openPool,
  refresh,
  signIn,
  userPoolId,
} from './open-pool.ts';

const UserPoolId = userPoolId;
const ofAlice = { UserPoolId, Username: alice.username };

let pool: OpenPool;
let lambda: LambdaEndpoint;
afterEach(async () => {
  await pool.close();
  await lambda.close();
});
const open = async (functions: Parameters<typeof openLambdaEndpoint>[0]) => {
  lambda = await openLambdaEndpoint(functions);
  pool = await openPool({
    triggers: { lambdaUrl: lambda.url, postConfirmation: 'confirmed', preTokenGeneration: 'tokens' },
    events: { lambdaUrl: lambda.url, functionName: 'events', accountId: '123456789012' },
  });
};
const untouched = (event: unknown) => event;
const isString = expect.any(String);

describe('a trigger', () => {
  const common = { version: '1', region: 'us-east-1', userPoolId };

  test('is called before tokens are made, with the groups of now, at sign-in and at refresh', async () => {
    await open({ tokens: untouched });
    const { refreshToken } = await signIn(pool.client, admin.username, admin.password);
    await refresh(pool.client, refreshToken);
    await signIn(pool.client, alice.username, alice.password);
    const expected = (triggerSource: string, email: string, groupsToOverride: readonly string[]) => ({
      name: 'tokens',
      type: 'RequestResponse',
      event: {
        ...common,
        triggerSource,
        userName: isString,
        callerContext: { awsSdkVersion: isString, clientId },
        request: {
          userAttributes: { sub: isString, email, email_verified: 'true' },
          groupConfiguration: { groupsToOverride, iamRolesToOverride: [], preferredRole: null },
        },
        response: { claimsOverrideDetails: null },
      },
    });
    expect(lambda.invocations).toEqual([
      expected('TokenGeneration_Authentication', admin.username, ['admins']),
      expected('TokenGeneration_RefreshTokens', admin.username, ['admins']),
      expected('TokenGeneration_Authentication', alice.username, []),
    ]);
  });

  test('changes nothing when it gives the event back, and claims when it says so', async () => {
    await open({
      tokens: (event) => ({
        ...Object(event),
        response: { claimsOverrideDetails: { claimsToAddOrOverride: { color: 'red', sub: 'forged' } } },
      }),
    });
    const { idToken } = await signIn(pool.client, alice.username, alice.password);
    expect(claimsOf(idToken)).toMatchObject({ color: 'red', sub: alice.userId });
  });

  test('that throws fails the sign-in', async () => {
    await open({
      tokens: () => {
        throw new Error('not today');
      },
    });
    await expect(signIn(pool.client, alice.username, alice.password)).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: 'PreTokenGeneration failed with error not today.',
    });
    expect(lambda.invocations).toHaveLength(1);
  });

  test('that cannot be called is tried three times and fails the sign-in', async () => {
    await open({});
    await expect(signIn(pool.client, alice.username, alice.password)).rejects.toMatchObject({
      name: 'UnexpectedLambdaException',
    });
    expect(lambda.invocations).toHaveLength(3);
  });

  test('that answers something else fails the sign-in', async () => {
    await open({ tokens: () => 'nothing' });
    await expect(signIn(pool.client, alice.username, alice.password)).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
    });
  });

  test('is called once a sign-up is confirmed, and may call the user pool meanwhile', async () => {
    await open({
      tokens: untouched,
      confirmed: async (event) => {
        const { userName } = Object(event);
        const welcome = { UserPoolId, Username: userName, GroupName: 'admins' };
        await pool.client.send(new AdminAddUserToGroupCommand(welcome));
        return event;
      },
    });
    const user = { ClientId: clientId, Username: 'carol@example.com' };
    const Password = 'Carol-Password-1';
    const { UserSub = '' } = await pool.client.send(new SignUpCommand({ ...user, Password }));
    expect(lambda.invocations).toEqual([]);
    await pool.client.send(
      new ConfirmSignUpCommand({ ...user, ConfirmationCode: pool.local.confirmationCode }),
    );
    expect(lambda.invocations[0]).toEqual({
      name: 'confirmed',
      type: 'RequestResponse',
      event: {
        ...common,
        triggerSource: 'PostConfirmation_ConfirmSignUp',
        userName: UserSub,
        callerContext: { awsSdkVersion: isString, clientId },
        request: {
          userAttributes: { sub: UserSub, email: user.Username, 'cognito:user_status': 'CONFIRMED' },
        },
        response: {},
      },
    });
    const { idToken } = await signIn(pool.client, user.Username, Password);
    expect(claimsOf(idToken)).toMatchObject({ 'cognito:groups': ['admins'] });
  });

  test('is called once a forgotten password is set anew', async () => {
    await open({ tokens: untouched, confirmed: untouched });
    const user = { ClientId: clientId, Username: alice.username };
    await pool.client.send(new ForgotPasswordCommand(user));
    const ConfirmationCode = pool.local.confirmationCode;
    const Password = 'Alice-Password-2';
    await pool.client.send(new ConfirmForgotPasswordCommand({ ...user, ConfirmationCode, Password }));
    expect(lambda.invocations).toMatchObject([
      {
        name: 'confirmed',
        event: {
          triggerSource: 'PostConfirmation_ConfirmForgotPassword',
          userName: alice.userId,
          request: { userAttributes: { sub: alice.userId } },
        },
      },
    ]);
  });

  test('does not undo what an administrator does meanwhile', async () => {
    await open({
      tokens: async (event) => {
        await pool.client.send(new AdminDisableUserCommand(ofAlice));
        return event;
      },
    });
    await signIn(pool.client, alice.username, alice.password);
    await expect(signIn(pool.client, alice.username, alice.password)).rejects.toMatchObject({
      message: 'User is disabled.',
    });
  });
});

describe('an event', () => {
  const delivered = async () => {
    await expect.poll(() => lambda.invocations.length).toBeGreaterThan(0);
    return lambda.invocations.filter(({ name }) => name === 'events');
  };
  const membership = { ...ofAlice, GroupName: 'admins' };
  const cases = [
    [
      'AdminAddUserToGroup',
      () => pool.client.send(new AdminAddUserToGroupCommand(membership)),
      { groupName: 'admins' },
    ],
    [
      'AdminRemoveUserFromGroup',
      () => pool.client.send(new AdminRemoveUserFromGroupCommand(membership)),
      { groupName: 'admins' },
    ],
    ['AdminDisableUser', () => pool.client.send(new AdminDisableUserCommand(ofAlice)), {}],
    ['AdminEnableUser', () => pool.client.send(new AdminEnableUserCommand(ofAlice)), {}],
    ['AdminUserGlobalSignOut', () => pool.client.send(new AdminUserGlobalSignOutCommand(ofAlice)), {}],
    ['AdminDeleteUser', () => pool.client.send(new AdminDeleteUserCommand(ofAlice)), {}],
  ] as const;
  test.each(cases)('follows %s, with the user by its sub alone', async (eventName, act, parameters) => {
    await open({ events: () => undefined });
    await act();
    const [first, ...more] = await delivered();
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      type: 'Event',
      event: {
        version: '0',
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.cognito-idp',
        account: '123456789012',
        region: 'us-east-1',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        resources: [],
        detail: {
          eventSource: 'cognito-idp.amazonaws.com',
          eventName,
          requestParameters: { userPoolId, username: 'HIDDEN_DUE_TO_SECURITY_REASONS', ...parameters },
          additionalEventData: { sub: alice.userId },
        },
      },
    });
    expect(JSON.stringify(first)).not.toContain(alice.username);
  });

  test('follows a user who deletes itself', async () => {
    await open({ tokens: untouched, events: () => undefined });
    const { accessToken } = await signIn(pool.client, alice.username, alice.password);
    await pool.client.send(new DeleteUserCommand({ AccessToken: accessToken }));
    await expect.poll(() => lambda.invocations.length).toBe(2);
    expect(lambda.invocations[1]).toMatchObject({
      event: { detail: { eventName: 'DeleteUser', additionalEventData: { sub: alice.userId } } },
    });
    expect(JSON.stringify(lambda.invocations[1])).not.toContain(accessToken);
  });

  test.each([
    ['nobody known', 'nobody@example.com', 'admins', 'UserNotFoundException', undefined],
    ['no group', alice.username, 'not-there', 'ResourceNotFoundException', alice.userId],
  ])('follows a call that failed for %s, and says so', async (_what, Username, GroupName, errorCode, sub) => {
    await open({ events: () => undefined });
    const call = new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName });
    await expect(pool.client.send(call)).rejects.toMatchObject({ name: errorCode });
    const [first, ...more] = await delivered();
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      event: { detail: { errorCode, errorMessage: isString, additionalEventData: sub ? { sub } : {} } },
    });
    expect(JSON.stringify(first)).not.toContain('@example.com');
  });

  test('does not follow what changes nobody’s access', async () => {
    await open({ events: () => undefined });
    await pool.client.send(
      new AdminUpdateUserAttributesCommand({ ...ofAlice, UserAttributes: [{ Name: 'name', Value: 'A' }] }),
    );
    await pool.client.send(new AdminDisableUserCommand(ofAlice));
    const [first, ...more] = await delivered();
    expect(more).toEqual([]);
    expect(first).toMatchObject({ event: { detail: { eventName: 'AdminDisableUser' } } });
    expect(JSON.stringify(first)).not.toContain('errorCode');
  });

  test('that cannot be delivered fails nothing', async () => {
    await open({});
    await pool.client.send(new AdminDisableUserCommand(ofAlice));
    await expect.poll(() => lambda.invocations.length).toBe(1);
    await pool.client.send(new AdminEnableUserCommand(ofAlice));
    await expect.poll(() => lambda.invocations.length).toBe(2);
  });
});
