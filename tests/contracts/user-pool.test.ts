// What the flows rely on, of the user pool in memory and of the gateway against the local stand-in: one suite for both.
import {
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { poolUsers } from '../../src/aws/pool-users.ts';
import { poolMembership, poolSessions } from '../../src/aws/user-pool.ts';
import type { UserPool } from '../../src/provisioning/user-pool-port.ts';
import { memoryUserPool } from '../fakes/memory-user-pool.ts';
import { group, parsed, userId } from '../fakes/samples.ts';
import { openPool, refresh, signIn, userPoolId } from '../local/user-pool/open-pool.ts';

const alice = { userId: userId('11111111-1111-4111-8111-111111111111'), email: 'alice@example.com' };
const bob = { userId: userId('22222222-2222-4222-8222-222222222222'), email: 'bob@example.com' };
const nobody = userId('99999999-9999-4999-8999-999999999999');
const password = 'Some-Password-1';
/** More than two pages. */
const groupsOfAlice = Array.from({ length: 130 }, (_, index) => `group-${index}`);
const emptyGroup = group('empty');

type World = {
  readonly pool: UserPool;
  readonly enable: (enabled: boolean) => Promise<unknown>;
  readonly remove: () => Promise<unknown>;
  /** Signs Alice in; the answer tells whether the session can still be renewed. */
  readonly signIn: () => Promise<() => Promise<boolean>>;
  readonly close: () => Promise<void>;
};

const inMemory = async (): Promise<World> => {
  const pool = memoryUserPool();
  for (const user of [alice, bob])
    pool.users.set(user.userId, { ...user, username: user.userId, enabled: true });
  for (const name of groupsOfAlice) pool.members.set(group(name), new Set([alice.userId]));
  pool.members.set(emptyGroup, new Set());
  return {
    pool,
    enable: async (enabled) =>
      pool.users.set(alice.userId, { ...parsed(pool.users.get(alice.userId)), enabled }),
    remove: async () => pool.users.delete(alice.userId),
    signIn: async () => {
      pool.signedIn.add(alice.userId);
      return async () => pool.signedIn.has(alice.userId);
    },
    close: async () => undefined,
  };
};

const throughTheGateway = async (): Promise<World> => {
  const seeded = [
    { ...alice, groups: groupsOfAlice },
    { ...bob, groups: [] },
  ].map(({ email, ...user }) => ({ ...user, username: email, password }));
  const { client, close } = await openPool({ users: seeded, groups: [emptyGroup] });
  const { signal } = new AbortController();
  const ofAlice = { UserPoolId: userPoolId, Username: alice.userId };
  return {
    pool: {
      ...poolUsers(client, signal, userPoolId),
      ...poolSessions(client, signal, userPoolId),
      ...poolMembership(client, signal, userPoolId),
    },
    enable: (enabled) =>
      enabled
        ? client.send(new AdminEnableUserCommand(ofAlice))
        : client.send(new AdminDisableUserCommand(ofAlice)),
    remove: () => client.send(new AdminDeleteUserCommand(ofAlice)),
    signIn: async () => {
      const { refreshToken } = await signIn(client, alice.email, password);
      return async () =>
        refresh(client, refreshToken).then(
          () => true,
          () => false,
        );
    },
    close,
  };
};

describe.each([
  ['in memory', inMemory],
  ['through the gateway', throughTheGateway],
])('the user pool %s', (_where, open) => {
  let world: World;
  afterEach(() => world.close());
  const openWorld = async () => {
    world = await open();
    return world.pool;
  };
  const foundAlice = { ...alice, username: alice.userId, enabled: true };

  it('finds a user by its ID, by its names and by its address in any case', async () => {
    const pool = await openWorld();
    expect(await pool.findByUserId(alice.userId)).toEqual(foundAlice);
    expect(await pool.findByUsername(alice.userId)).toEqual(foundAlice);
    expect(await pool.findByUsername(alice.email)).toEqual(foundAlice);
    expect(await pool.findByEmail('Alice@Example.com')).toEqual([foundAlice]);
  });

  it('finds nobody by what is nobody’s', async () => {
    const pool = await openWorld();
    expect(await pool.findByUserId(nobody)).toBeUndefined();
    expect(await pool.findByUsername('nobody@example.com')).toBeUndefined();
    expect(await pool.findByEmail('nobody@example.com')).toEqual([]);
    expect(await pool.findByEmail('alice@example')).toEqual([]);
    expect(await pool.groupsOf(nobody)).toBeUndefined();
  });

  it('tells who is disabled, as it is now', async () => {
    const pool = await openWorld();
    await world.enable(false);
    expect(await pool.findByUserId(alice.userId)).toEqual({ ...foundAlice, enabled: false });
    expect(await pool.findByEmail(alice.email)).toEqual([{ ...foundAlice, enabled: false }]);
    await world.enable(true);
    expect(await pool.findByUserId(alice.userId)).toEqual(foundAlice);
  });

  it('knows nothing of a user who was deleted', async () => {
    const pool = await openWorld();
    await world.remove();
    expect(await pool.findByUserId(alice.userId)).toBeUndefined();
    expect(await pool.findByEmail(alice.email)).toEqual([]);
    expect(await pool.groupsOf(alice.userId)).toBeUndefined();
    expect(await pool.signOut(alice.userId)).toBe('unknown-user');
    expect(await pool.addToGroup(alice.userId, emptyGroup)).toBe('unknown-user');
  });

  it('lists every group of a user, each once, and none of who is in none', async () => {
    const pool = await openWorld();
    const groups = await pool.groupsOf(alice.userId);
    expect(groups?.toSorted()).toEqual(groupsOfAlice.toSorted());
    expect(await pool.groupsOf(bob.userId)).toEqual([]);
  });

  it('adds a user to a group, once more without harm, and says when there is no such group', async () => {
    const pool = await openWorld();
    expect(await pool.addToGroup(bob.userId, emptyGroup)).toBe('added');
    expect(await pool.addToGroup(bob.userId, emptyGroup)).toBe('added');
    expect(await pool.groupsOf(bob.userId)).toEqual([emptyGroup]);
    expect(await pool.addToGroup(bob.userId, group('not-there'))).toBe('unknown-group');
    expect(await pool.addToGroup(nobody, emptyGroup)).toBe('unknown-user');
  });

  it('signs a user out of every session, and lets it sign in anew', async () => {
    const pool = await openWorld();
    const renewable = await world.signIn();
    expect(await renewable()).toBe(true);
    expect(await pool.signOut(alice.userId)).toBe('signed-out');
    expect(await renewable()).toBe(false);
    expect(await pool.signOut(alice.userId)).toBe('signed-out');
    expect(await (await world.signIn())()).toBe(true);
    expect(await pool.signOut(nobody)).toBe('unknown-user');
  });

  it.each([
    ['nothing', ''],
    ['a quotation mark', 'alice@example.com" '],
    ['another comparison', '" ^= "'],
    ['another attribute', 'x" or email ^= "alice'],
    ['an escaped quotation mark', 'alice@example.com\\" '],
    ['a backslash at the end', 'alice@example.com\\'],
    ['a line break', 'alice@example.com\n'],
    ['a blank', ' '],
    ['NUL', '\0'],
    ['more than the pool takes', `${'a'.repeat(300)}@example.com`],
    ['a wildcard', '*'],
  ])('finds nobody by %s, and does not fail', async (_what, text) => {
    const pool = await openWorld();
    expect(await pool.findByEmail(text)).toEqual([]);
    expect(await pool.findByUsername(text)).toBeUndefined();
  });

  it('finds by no text anyone whose address is another', async () => {
    const pool = await openWorld();
    const fragments = fc.constantFrom('"', '\\', '^=', '=', 'or', 'email', 'sub', ' ', alice.email, 'a', '*');
    const texts = fc.oneof(
      fc.array(fragments, { maxLength: 8 }).map((parts) => parts.join('')),
      fc.string({ unit: 'binary', maxLength: 300 }),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const found = await pool.findByEmail(text);
        expect(found).toEqual(text.toLowerCase() === alice.email ? [foundAlice] : []);
      }),
      { numRuns: 200 },
    );
  });
});
