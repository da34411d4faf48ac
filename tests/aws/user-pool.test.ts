// What the gateway asks the user pool, and which of its answers it does not take: what the contract cannot show.
import {
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { poolUsers } from '../../src/aws/pool-users.ts';
import { poolMembership, poolSessions } from '../../src/aws/user-pool.ts';
import { awsError } from '../fakes/memory-iot.ts';
import { group, userId } from '../fakes/samples.ts';

const cognito = mockClient(CognitoIdentityProviderClient);
beforeEach(() => {
  cognito.reset();
});
afterAll(() => cognito.restore());
const client = new CognitoIdentityProviderClient({ region: 'us-east-1' });
const { signal } = new AbortController();
const pool = {
  ...poolUsers(client, signal, 'us-east-1_Pool'),
  ...poolSessions(client, signal, 'us-east-1_Pool'),
  ...poolMembership(client, signal, 'us-east-1_Pool'),
};
const someone = userId('11111111-1111-4111-8111-111111111111');
const other = userId('22222222-2222-4222-8222-222222222222');
const attributes = (sub: string) => [
  { Name: 'sub', Value: sub },
  { Name: 'email', Value: 'someone@example.com' },
];

const calls: Readonly<Record<string, { fail: (error: Error) => unknown; call: () => Promise<unknown> }>> = {
  findByUserId: {
    fail: (error) => cognito.on(AdminGetUserCommand).rejects(error),
    call: () => pool.findByUserId(someone),
  },
  findByEmail: {
    fail: (error) => cognito.on(ListUsersCommand).rejects(error),
    call: () => pool.findByEmail('someone@example.com'),
  },
  groupsOf: {
    fail: (error) => cognito.on(AdminListGroupsForUserCommand).rejects(error),
    call: () => pool.groupsOf('someone'),
  },
  signOut: {
    fail: (error) => cognito.on(AdminUserGlobalSignOutCommand).rejects(error),
    call: () => pool.signOut('someone'),
  },
  addToGroup: {
    fail: (error) => cognito.on(AdminAddUserToGroupCommand).rejects(error),
    call: () => pool.addToGroup('someone', group('a')),
  },
};

describe('what is no answer flies on', () => {
  const errors = [
    'TooManyRequestsException',
    'InternalErrorException',
    'NotAuthorizedException',
    'AccessDeniedException',
    'InvalidParameterException',
    'TimeoutError',
  ];
  const cases = Object.keys(calls).flatMap((method) => errors.map((error) => [method, error] as const));
  it.each(cases)('from %s: %s', async (method, error) => {
    calls[method]?.fail(awsError(error));
    await expect(calls[method]?.call()).rejects.toMatchObject({ name: error });
  });

  it.each(['findByUserId', 'findByEmail', 'groupsOf', 'signOut'])(
    'from %s: a pool that is not there',
    async (method) => {
      calls[method]?.fail(awsError('ResourceNotFoundException'));
      await expect(calls[method]?.call()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    },
  );
});

describe('a user by its ID', () => {
  it('is not whoever chose that ID for a name', async () => {
    cognito
      .on(AdminGetUserCommand, { Username: someone })
      .resolves({ Username: someone, UserAttributes: attributes(other), Enabled: true })
      .on(ListUsersCommand)
      .resolves({ Users: [] });
    expect(await pool.findByUserId(someone)).toBeUndefined();
  });

  it('is searched when it has another name, and read as it is now', async () => {
    cognito
      .on(AdminGetUserCommand, { Username: someone })
      .rejects(awsError('UserNotFoundException'))
      .on(ListUsersCommand, { UserPoolId: 'us-east-1_Pool', Filter: `sub = "${someone}"` })
      .resolves({ Users: [{ Username: 'Google_1', Attributes: attributes(someone), Enabled: true }] })
      .on(AdminGetUserCommand, { UserPoolId: 'us-east-1_Pool', Username: 'Google_1' })
      .resolves({ Username: 'Google_1', UserAttributes: attributes(someone), Enabled: false });
    expect(await pool.findByUserId(someone)).toEqual({
      userId: someone,
      username: 'Google_1',
      email: 'someone@example.com',
      enabled: false,
    });
  });

  it.each([
    ['deleted since', () => cognito.on(AdminGetUserCommand).rejects(awsError('UserNotFoundException'))],
    [
      'somebody else by now',
      () =>
        cognito
          .on(AdminGetUserCommand)
          .resolves({ Username: 'Google_1', UserAttributes: attributes(other), Enabled: true }),
    ],
  ])('is nobody when the search names one who is %s', async (_what, read) => {
    read();
    cognito
      .on(ListUsersCommand)
      .resolves({ Users: [{ Username: 'Google_1', Attributes: attributes(someone), Enabled: true }] });
    expect(await pool.findByUserId(someone)).toBeUndefined();
  });

  it.each([
    ['without a sub', { Username: 'x', UserAttributes: [] }],
    ['with a sub that is none', { Username: 'x', UserAttributes: attributes('../user') }],
    ['without a name', { UserAttributes: attributes(someone) }],
  ])('is no user %s', async (_what, answer) => {
    cognito.on(AdminGetUserCommand).resolves(answer);
    await expect(pool.findByUserId(someone)).rejects.toThrow('without a name or a sub');
  });

  it('is not enabled unless the pool says so', async () => {
    cognito
      .on(AdminGetUserCommand)
      .resolves({ Username: someone, UserAttributes: [{ Name: 'sub', Value: someone }] });
    expect(await pool.findByUserId(someone)).toEqual({
      userId: someone,
      username: someone,
      enabled: false,
    });
  });
});

describe('a user by its name', () => {
  it.each([
    ['nothing', '', 0],
    ['a blank', 'with blank', 0],
    ['a control character', 'a\n', 0],
    ['129 characters', 'a'.repeat(129), 0],
    ['128 characters', 'a'.repeat(128), 1],
    ['any script, with marks and symbols', 'Zoë_日本+€@example.com', 1],
  ])('of %s is asked for as often as Cognito takes such a name', async (_what, name, times) => {
    cognito.on(AdminGetUserCommand).rejects(awsError('UserNotFoundException'));
    expect(await pool.findByUsername(name)).toBeUndefined();
    expect(cognito.commandCalls(AdminGetUserCommand)).toHaveLength(times);
  });
});

it('asks for what it does in the pool it was made for, by the user’s name', async () => {
  cognito.onAnyCommand().resolves({});
  await pool.signOut('someone');
  await pool.addToGroup('someone', group('a'));
  await pool.groupsOf('someone');
  const member = { UserPoolId: 'us-east-1_Pool', Username: 'someone' };
  expect(cognito.calls().map(({ args: [{ input }] }) => input)).toMatchObject([
    member,
    { ...member, GroupName: 'a' },
    member,
  ]);
});

describe('users by their address', () => {
  it('are all who have it, on every page, an empty one too', async () => {
    const one = { Username: 'a', Attributes: attributes(someone), Enabled: true };
    const two = { Username: 'Google_1', Attributes: attributes(other), Enabled: true };
    cognito
      .on(ListUsersCommand, { PaginationToken: undefined })
      .resolves({ Users: [one], PaginationToken: '1' })
      .on(ListUsersCommand, { PaginationToken: '1' })
      .resolves({ Users: [], PaginationToken: '2' })
      .on(ListUsersCommand, { PaginationToken: '2' })
      .resolves({ Users: [two] });
    const found = await pool.findByEmail('SOMEONE@example.com');
    expect(found.map(({ username }) => username)).toEqual(['a', 'Google_1']);
  });

  it('are never whom the pool answers beyond what was asked', async () => {
    const another = [
      { Name: 'sub', Value: other },
      { Name: 'email', Value: 'other@example.com' },
    ];
    cognito.on(ListUsersCommand).resolves({
      Users: [
        { Username: 'a', Attributes: another },
        { Username: 'b', Attributes: attributes(someone) },
      ],
    });
    expect((await pool.findByEmail('someone@example.com')).map(({ username }) => username)).toEqual(['b']);
  });

  it('are asked for in one comparison of 256 characters at most, or not at all', async () => {
    cognito.on(ListUsersCommand).resolves({});
    const texts = fc.string({ unit: 'binary', maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        await pool.findByEmail(text);
      }),
    );
    await pool.findByEmail('o’brien+x@example.com');
    const filters = cognito.commandCalls(ListUsersCommand).map(({ args: [{ input }] }) => input.Filter ?? '');
    expect(filters).toContain('email = "o’brien+x@example.com"');
    for (const filter of filters) {
      expect(filter).toMatch(/^email = "[^"\\]+"$/);
      expect(filter.length).toBeLessThanOrEqual(256);
    }
  });

  it.each([
    ['as long as the pool takes', 246, 1],
    ['longer', 247, 0],
  ])('are asked for by one %s: %s times', async (_what, length, times) => {
    cognito.on(ListUsersCommand).resolves({});
    await pool.findByEmail('a'.repeat(length));
    expect(cognito.commandCalls(ListUsersCommand)).toHaveLength(times);
  });
});

it('reads every page of a user’s groups, and takes none by a name that Cognito does not give', async () => {
  cognito
    .on(AdminListGroupsForUserCommand, { NextToken: undefined })
    .resolves({ Groups: [{ GroupName: 'a' }, { GroupName: 'with blank' }], NextToken: '1' })
    .on(AdminListGroupsForUserCommand, { NextToken: '1' })
    .resolves({ Groups: [{ GroupName: 'b,c' }, {}] });
  expect(await pool.groupsOf('someone')).toEqual(['a', 'b,c']);
});
