import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminInitiateAuthCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  CreateGroupCommand,
  ListGroupsCommand,
  ListUsersCommand,
  ListUsersInGroupCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
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

let pool: OpenPool;
beforeEach(async () => {
  pool = await openPool();
});
afterEach(() => pool.close());

const UserPoolId = userPoolId;
const ofAlice = { UserPoolId, Username: alice.username };
const disabled = { name: 'NotAuthorizedException', message: 'User is disabled.' };

describe('a disabled user', () => {
  test('can neither sign in nor refresh, until enabled again', async () => {
    const { refreshToken } = await signIn(pool.client, alice.username, alice.password);
    await pool.client.send(new AdminDisableUserCommand(ofAlice));
    await expect(signIn(pool.client, alice.username, alice.password)).rejects.toMatchObject(disabled);
    await expect(refresh(pool.client, refreshToken)).rejects.toMatchObject(disabled);
    await expect(signInByAdministrator()).rejects.toMatchObject(disabled);
    await pool.client.send(new AdminEnableUserCommand(ofAlice));
    const { idToken } = await signIn(pool.client, alice.username, alice.password);
    expect(claimsOf(idToken)).toMatchObject({ sub: alice.userId });
    expect(claimsOf(await refresh(pool.client, refreshToken))).toMatchObject({ sub: alice.userId });
  });

  test('is not told apart by whoever does not know the password', async () => {
    await pool.client.send(new AdminDisableUserCommand(ofAlice));
    await expect(signIn(pool.client, alice.username, 'Wrong-Password-1')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
  });

  test('does not keep others out', async () => {
    await pool.client.send(new AdminDisableUserCommand(ofAlice));
    expect(claimsOf((await signIn(pool.client, admin.username, admin.password)).idToken)).toMatchObject({
      email: admin.username,
    });
  });

  const signInByAdministrator = () =>
    pool.client.send(
      new AdminInitiateAuthCommand({
        UserPoolId,
        ClientId: clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: alice.username, PASSWORD: alice.password },
      }),
    );
});

describe('signing a user out everywhere', () => {
  test('ends all its refresh tokens, nobody else’s, and lets it sign in anew', async () => {
    const sessions = [
      await signIn(pool.client, alice.username, alice.password),
      await signIn(pool.client, alice.username, alice.password),
    ];
    const other = await signIn(pool.client, admin.username, admin.password);
    await pool.client.send(new AdminUserGlobalSignOutCommand(ofAlice));
    for (const { refreshToken } of sessions)
      await expect(refresh(pool.client, refreshToken)).rejects.toMatchObject({
        name: 'NotAuthorizedException',
        message: 'Refresh Token has been revoked',
      });
    expect(claimsOf(await refresh(pool.client, other.refreshToken))).toMatchObject({ email: admin.username });
    const { refreshToken } = await signIn(pool.client, alice.username, alice.password);
    expect(claimsOf(await refresh(pool.client, refreshToken))).toMatchObject({ sub: alice.userId });
  });

  test('is refused for nobody known', async () => {
    const request = new AdminUserGlobalSignOutCommand({ UserPoolId, Username: 'nobody@example.com' });
    await expect(pool.client.send(request)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });
});

describe('groups', () => {
  test('lose no member when many are added and removed at the same time', async () => {
    await pool.close();
    const names = Array.from({ length: 20 }, (_, index) => `user-${index}@example.com`);
    pool = await openPool({
      users: names.map((username) => ({ username, password: 'Some-Password-1', groups: ['leaving'] })),
    });
    await pool.client.send(new CreateGroupCommand({ UserPoolId, GroupName: 'joining' }));
    await Promise.all(
      names.flatMap((Username) => [
        pool.client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: 'joining' })),
        pool.client.send(new AdminRemoveUserFromGroupCommand({ UserPoolId, Username, GroupName: 'leaving' })),
      ]),
    );
    expect(await members('joining')).toHaveLength(20);
    expect(await members('leaving')).toEqual([]);
  });

  test('of a user are found by its address as by its name', async () => {
    await pool.client.send(new AdminAddUserToGroupCommand({ ...ofAlice, GroupName: 'admins' }));
    for (const Username of [alice.username, alice.userId]) {
      const { Groups = [] } = await pool.client.send(
        new AdminListGroupsForUserCommand({ UserPoolId, Username }),
      );
      expect(Groups.map(({ GroupName }) => GroupName)).toEqual(['admins']);
    }
  });

  test('of nobody known are refused', async () => {
    const request = new AdminListGroupsForUserCommand({ UserPoolId, Username: 'nobody@example.com' });
    await expect(pool.client.send(request)).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  test('lose a deleted user', async () => {
    await pool.client.send(new AdminAddUserToGroupCommand({ ...ofAlice, GroupName: 'admins' }));
    await pool.client.send(new AdminDeleteUserCommand(ofAlice));
    expect(await members('admins')).toHaveLength(1);
    await expect(signIn(pool.client, alice.username, alice.password)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  const members = async (GroupName: string) =>
    (await pool.client.send(new ListUsersInGroupCommand({ UserPoolId, GroupName }))).Users;
});

describe('a list', () => {
  const people = Array.from({ length: 65 }, (_, index) => `user-${index}@example.com`);
  const groups = Array.from({ length: 65 }, (_, index) => `group-${index}`);
  beforeEach(async () => {
    await pool.close();
    pool = await openPool({
      groups,
      users: people.map((username, index) => ({
        username,
        password: 'Some-Password-1',
        groups: index === 0 ? groups : ['group-0'],
      })),
    });
  });
  const emails = (
    users: readonly {
      Attributes?: { Name?: string | undefined; Value?: string | undefined }[] | undefined;
    }[] = [],
  ) => users.map(({ Attributes }) => Attributes?.find(({ Name }) => Name === 'email')?.Value ?? '');

  type Page = { readonly names: readonly string[]; readonly next: string | undefined };
  const lists: Record<string, (limit?: number, next?: string) => Promise<Page>> = {
    'of users': async (Limit, PaginationToken) => {
      const { Users, PaginationToken: next } = await pool.client.send(
        new ListUsersCommand({ UserPoolId, Limit, PaginationToken }),
      );
      return { names: emails(Users), next };
    },
    'of a group’s members': async (Limit, NextToken) => {
      const page = await pool.client.send(
        new ListUsersInGroupCommand({ UserPoolId, GroupName: 'group-0', Limit, NextToken }),
      );
      return { names: emails(page.Users), next: page.NextToken };
    },
    'of groups': async (Limit, NextToken) => {
      const page = await pool.client.send(new ListGroupsCommand({ UserPoolId, Limit, NextToken }));
      return { names: page.Groups?.map(({ GroupName = '' }) => GroupName) ?? [], next: page.NextToken };
    },
    'of a user’s groups': async (Limit, NextToken) => {
      const page = await pool.client.send(
        new AdminListGroupsForUserCommand({ UserPoolId, Username: people[0], Limit, NextToken }),
      );
      return { names: page.Groups?.map(({ GroupName = '' }) => GroupName) ?? [], next: page.NextToken };
    },
  };

  test.each(Object.entries(lists))(
    '%s comes in pages of the size asked for, each entry once',
    async (_name, list) => {
      const pages: Page[] = [await list(20)];
      for (let next = pages[0]?.next; next; next = pages.at(-1)?.next) pages.push(await list(20, next));
      expect(pages.map(({ names }) => names.length)).toEqual([20, 20, 20, 5]);
      expect(new Set(pages.flatMap(({ names }) => names)).size).toBe(65);
    },
  );

  test.each(Object.entries(lists))('%s holds 60 entries at most', async (_name, list) => {
    const first = await list();
    expect(first.names).toHaveLength(60);
    const second = await list(undefined, first.next);
    expect(second).toMatchObject({ names: { length: 5 }, next: undefined });
    await expect(list(61)).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  test('does not continue from a token that was made up', async () => {
    await expect(lists['of users']?.(10, 'made-up')).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('of users can be narrowed to one', async () => {
    const one = new ListUsersCommand({ UserPoolId, Filter: 'email = "user-7@example.com"' });
    expect(emails((await pool.client.send(one)).Users)).toEqual(['user-7@example.com']);
  });
});
