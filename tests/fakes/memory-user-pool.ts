// A user pool in memory; passes the same contract as the gateway (tests/contracts/user-pool.test.ts).
import type { GroupName } from '../../src/domain/identifiers.ts';
import type { PoolUser, UserPool } from '../../src/provisioning/user-pool-port.ts';

export type MemoryUserPool = UserPool & {
  /** By user name. */
  readonly users: Map<string, PoolUser>;
  /** User names by group. */
  readonly members: Map<GroupName, Set<string>>;
  /** User names with refresh tokens. */
  readonly signedIn: Set<string>;
};

export const memoryUserPool = (): MemoryUserPool => {
  const users: MemoryUserPool['users'] = new Map();
  const members: MemoryUserPool['members'] = new Map();
  const signedIn: MemoryUserPool['signedIn'] = new Set();
  const all = () => [...users.values()];
  const named = (name: string) =>
    users.get(name) ?? all().find(({ userId, email }) => name === userId || name === email);

  return {
    users,
    members,
    signedIn,
    findByUserId: async (userId) => all().find((user) => user.userId === userId),
    findByUsername: async (name) => named(name),
    findByEmail: async (email) => all().filter((user) => user.email?.toLowerCase() === email.toLowerCase()),
    groupsOf: async (name) => {
      const user = named(name);
      return user && [...members].flatMap(([group, names]) => (names.has(user.username) ? [group] : []));
    },
    signOut: async (name) => {
      const user = named(name);
      if (user) signedIn.delete(user.username);
      return user ? 'signed-out' : 'unknown-user';
    },
    addToGroup: async (name, group) => {
      const user = named(name);
      const names = members.get(group);
      if (!names) return 'unknown-group';
      if (user) names.add(user.username);
      return user ? 'added' : 'unknown-user';
    },
  };
};
