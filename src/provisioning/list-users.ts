// GET /users: those whom the table knows, page by page; or whoever has a user name, an e-mail address or an identity.
import type { GroupName, IdentityId } from '../domain/identifiers.ts';
import type { User } from '../domain/user.ts';
import type { GrantStore, MemberStore, Page, PageRequest, UserStore } from './ports.ts';
import type { PoolUser, PoolUsers } from './user-pool-port.ts';

/** Stored, in the user pool, or both: `groups` are the stored ones, else those of the pool. */
type FoundUser =
  | { readonly user: User; readonly pool?: PoolUser | undefined }
  | { readonly user?: undefined; readonly pool: PoolUser; readonly groups: readonly GroupName[] };

export type UserQuery =
  | { readonly by: 'all' }
  | { readonly by: 'group'; readonly group: GroupName }
  | { readonly by: 'identity'; readonly identityId: IdentityId }
  | { readonly by: 'username'; readonly username: string }
  | { readonly by: 'email'; readonly email: string };

/** In order of user IDs; a page of a group's members may be short. */
export type ListUsers = (query: UserQuery, page: PageRequest) => Promise<Page<FoundUser>>;

type Dependencies = {
  readonly store: Pick<MemberStore, 'listUsers' | 'listMembers'> &
    Pick<GrantStore, 'readUsers'> &
    Pick<UserStore, 'findUserOf'>;
  readonly poolUsers: PoolUsers;
};

export const listUsers =
  (deps: Dependencies): ListUsers =>
  async (query, page) => {
    const { store, poolUsers } = deps;
    switch (query.by) {
      case 'all': {
        const { items, ...rest } = await store.listUsers(page);
        return { ...rest, items: items.map((user) => ({ user })) };
      }
      case 'group':
        return listGroup(deps, query.group, page);
      case 'identity': {
        const userId = await store.findUserOf(query.identityId);
        const users = userId ? await store.readUsers([userId]) : [];
        return { items: users.map((user) => ({ user })) };
      }
      case 'username': {
        const found = await poolUsers.findByUsername(query.username);
        return { items: await withStored(deps, found ? [found] : []) };
      }
      case 'email':
        return { items: await withStored(deps, await poolUsers.findByEmail(query.email)) };
    }
  };

/** Memberships may outlive the groups of their users. */
const listGroup = async (
  { store }: Dependencies,
  group: GroupName,
  page: PageRequest,
): Promise<Page<FoundUser>> => {
  const { items, ...rest } = await store.listMembers(group, page);
  const users = items.length > 0 ? await store.readUsers(items) : [];
  const members = users.filter(({ groups }) => groups.includes(group)).sort(byId);
  return { ...rest, items: members.map((user) => ({ user })) };
};

const withStored = async (
  { store, poolUsers }: Dependencies,
  found: readonly PoolUser[],
): Promise<readonly FoundUser[]> => {
  if (found.length === 0) return [];
  const stored = await store.readUsers(found.map(({ userId }) => userId));
  const users = new Map(stored.map((user) => [user.userId, user]));
  return Promise.all(
    found.toSorted(byId).map(async (pool) => {
      const user = users.get(pool.userId);
      return user ? { user, pool } : { pool, groups: (await poolUsers.groupsOf(pool.username)) ?? [] };
    }),
  );
};

const byId = (one: Pick<User, 'userId'>, other: Pick<User, 'userId'>): number =>
  one.userId < other.userId ? -1 : 1;
