// Lists of grants, groups, users and members: whole, in order, and page by page while others write.
import { beforeEach, describe, expect, it } from 'vitest';
import { type GroupName, parseIdentityId } from '../../src/domain/identifiers.ts';
import { everyone, type Subject } from '../../src/domain/subject.ts';
import type { Page, PageRequest } from '../../src/provisioning/ports.ts';
import type { Store } from '../fakes/memory-store.ts';
import {
  everyoneScope,
  firstIntent,
  founding,
  group,
  parsed,
  recordedGrant,
  scopeChange,
  user,
  userId,
} from '../fakes/samples.ts';
import { bothStores } from './open-store.ts';

const operators = group('operators');
const ofGroup = (name: string): Subject => ({ kind: 'group', group: group(name) });

/** A list, with what puts something in and takes it out. */
type Kind = {
  readonly add: (store: Store, keys: readonly string[]) => Promise<unknown>;
  readonly remove?: (store: Store, key: string) => Promise<unknown>;
  readonly list: (store: Store, page: PageRequest) => Promise<Page<string>>;
};

const keysOf = <Item>({ items, after }: Page<Item>, keyOf: (item: Item) => string): Page<string> => ({
  items: items.map(keyOf),
  ...(after !== undefined && { after }),
});

const kinds: Readonly<Record<string, Kind>> = {
  grants: {
    add: async (store, keys) => {
      for (let at = 0; at < keys.length; at += 90) {
        const puts = keys.slice(at, at + 90).map((key) => ({ grant: recordedGrant(key, everyone) }));
        await store.changeScopes(scopeChange({ puts }));
      }
    },
    remove: (store, grantId) => store.changeScopes(scopeChange({ removals: [{ grantId, was: 1 }] })),
    list: async (store, page) => keysOf(await store.listGrants(page), ({ grantId }) => grantId),
  },
  groups: {
    add: async (store, keys) => {
      for (const key of keys) await store.changeScopes(founding(everyoneScope({ subject: ofGroup(key) })));
    },
    remove: (store, key) => store.forgetScope({ subject: ofGroup(key), generation: 1 }),
    list: async (store, page) =>
      keysOf(await store.listGroups(page), ({ subject }) =>
        subject.kind === 'group' ? subject.group : 'none',
      ),
  },
  members: {
    add: async (store, keys) => {
      for (const key of keys) await store.saveMemberships(userId(key), [operators]);
    },
    remove: (store, key) => store.removeMemberships(userId(key), [operators]),
    list: async (store, page) => keysOf(await store.listMembers(operators, page), (id) => id),
  },
  users: {
    add: async (store, keys) => {
      for (const key of keys) await store.intendRegistration(firstIntent({ userId: userId(key) }));
    },
    list: async (store, page) => keysOf(await store.listUsers(page), (each) => each.userId),
  },
};

const keys = (count: number) => Array.from({ length: count }, (_, index) => `key-${100 + index}`);

describe.each(bothStores())('lists of the store %s', (_where, open) => {
  let store: Store;
  beforeEach(async () => {
    ({ store } = await open());
  });

  /** Every page; `between` runs after each of them. */
  const pagesOf = async (
    list: Kind['list'],
    limit: number,
    between: (page: number) => Promise<unknown> = async () => 0,
  ) => {
    const pages: (readonly string[])[] = [];
    let after: string | undefined;
    do {
      const page = await list(store, { limit, after });
      pages.push(page.items);
      after = page.after;
      await between(pages.length);
    } while (after !== undefined && pages.length < 100);
    return pages;
  };

  describe.each(Object.entries(kinds))('of %s', (_kind, { add, list }) => {
    it('are empty at first', async () => {
      expect(await list(store, { limit: 5 })).toEqual({ items: [] });
    });

    it('are in order of the keys, however it was filled', async () => {
      const given = ['b', 'a', 'B', 'a1', '_', 'Z9', '-', '10', '9'];
      await add(store, given);
      expect((await list(store, { limit: 50 })).items).toEqual(given.toSorted());
    });

    it.each([
      [0, 3, [0]],
      [1, 3, [1]],
      [3, 3, [3]],
      [4, 3, [3, 1]],
      [6, 3, [3, 3]],
      [7, 1, [1, 1, 1, 1, 1, 1, 1]],
    ])('of %i come in pages of %i, and the last one says so', async (count, limit, lengths) => {
      await add(store, keys(count));
      const pages = await pagesOf(list, limit);
      expect(pages.map(({ length }) => length)).toEqual(lengths);
      expect(pages.flat()).toEqual(keys(count));
    });

    it('neither skip nor repeat what is there throughout, whatever else comes between the pages', async () => {
      await add(store, keys(12));
      const added: string[] = [];
      const pages = await pagesOf(list, 3, async (page) => {
        // Before, at and after where the next page begins.
        const more = [`a-${page}`, `key-${99 + page * 3}x`, `z-${page}`];
        if (page <= 3) await add(store, more);
        if (page <= 3) added.push(...more);
      });
      const found = pages.flat();
      expect(found).toEqual([...new Set(found)].toSorted());
      expect(found.filter((key) => /^key-\d+$/.test(key))).toEqual(keys(12));
      expect(found.filter((key) => added.includes(key) && key.startsWith('z'))).toHaveLength(3);
    });
  });

  it.each(Object.entries(kinds).flatMap(([kind, { remove }]) => (remove ? [[kind, remove] as const] : [])))(
    'of %s go on where they were when the last one of a page is taken out',
    async (kind, remove) => {
      const { add, list } = parsed(kinds[kind]);
      await add(store, keys(9));
      const pages = await pagesOf(list, 3, (page) => remove(store, `key-${99 + page * 3}`));
      expect(pages.flat()).toEqual(keys(9));
      expect((await pagesOf(list, 3)).flat()).toHaveLength(6);
    },
  );

  it('of 1,000 grants come in twenty pages of 50', async () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `01J${String(index * 7919).padStart(8, '0')}`);
    await kinds['grants']?.add(store, ids.toReversed());
    const pages = await pagesOf(
      async (_store, page) => keysOf(await store.listGrants(page), (each) => each.grantId),
      50,
    );
    expect(pages.map(({ length }) => length)).toEqual(Array.from({ length: 20 }, () => 50));
    expect(pages.flat()).toEqual(ids);
  });

  it('of groups hold no scope of a user or of everyone, and those that are being deleted', async () => {
    for (const subject of [everyone, { kind: 'user', userId: userId('user-1') } as const])
      await store.changeScopes(founding(everyoneScope({ subject })));
    await store.changeScopes(
      founding(everyoneScope({ subject: ofGroup('leaving'), state: 'deleting', grants: [] })),
    );
    const { items } = await store.listGroups({ limit: 5 });
    expect(items).toEqual([everyoneScope({ subject: ofGroup('leaving'), state: 'deleting', grants: [] })]);
  });

  it('of groups are in one order for any name, and go on after any', async () => {
    const names = ['\uff21', '😀', 'a#b', 'a/b', 'a', '__proto__', 'é', '名前', 'group/x', '~', '!'];
    const sorted = names.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
    const { add, list } = parsed(kinds['groups']);
    await add(store, names);
    expect((await pagesOf(list, 1)).flat()).toEqual(sorted);
  });

  it('of users have them as they are stored', async () => {
    await store.intendRegistration(firstIntent());
    const { items } = await store.listUsers({ limit: 5 });
    expect(items).toEqual(await store.readUsers([userId('user-1')]));
    expect(items).toMatchObject([{ userId: 'user-1', devices: [{ deviceId: 'web-1' }] }]);
  });

  it('of what is asked for by name have each that exists once, in the order asked', async () => {
    const ids = Array.from({ length: 250 }, (_, index) => `g-${String(index).padStart(3, '0')}`);
    await kinds['grants']?.add(store, ids);
    const asked = ids.toReversed();
    const found = await store.readGrants(['none', ...asked, 'g-001']);
    expect(found.map((each) => each.grantId)).toEqual(asked);
    expect(await store.readGrants([])).toEqual([]);
    await store.changeScopes(founding(everyoneScope()));
    expect(await store.readScopes([ofGroup('none'), everyone, everyone])).toEqual([everyoneScope()]);
    const identityId = parsed(parseIdentityId('us-east-1:00000000-0000-4000-8000-000000000002'));
    await store.intendRegistration(firstIntent());
    await store.intendRegistration(firstIntent({ userId: userId('user-2'), identityId }));
    const users = await store.readUsers(['user-2', 'user-3', 'user-1', 'user-2'].map(userId));
    expect(users).toMatchObject(
      [user({ userId: userId('user-2'), identityId }), user()].map(({ devices: _, ...each }) => each),
    );
  });

  it('of members are of one group each, saved and removed as often as one likes', async () => {
    const groups: GroupName[] = ['a', 'a/b', 'a#member', '__proto__', '名前'].map(group);
    const two = [userId('user-1'), userId('user-2')];
    for (const id of two) await store.saveMemberships(id, groups);
    await store.saveMemberships(userId('user-1'), [...groups, ...groups]);
    for (const name of groups) expect((await store.listMembers(name, { limit: 5 })).items).toEqual(two);
    await store.removeMemberships(userId('user-1'), groups.slice(1));
    await store.removeMemberships(userId('user-1'), groups.slice(1));
    await store.removeMemberships(userId('user-3'), groups);
    expect((await store.listMembers(group('a'), { limit: 5 })).items).toEqual(two);
    for (const name of groups.slice(1))
      expect((await store.listMembers(name, { limit: 5 })).items).toEqual(['user-2']);
    await store.saveMemberships(userId('user-3'), []);
    await store.removeMemberships(userId('user-2'), []);
    expect(await store.countMembers(group('a'), 5)).toBe(2);
  });

  it('of members may be of a hundred groups at once', async () => {
    const groups = Array.from({ length: 100 }, (_, index) => group(`group-${index}`));
    await store.saveMemberships(userId('user-1'), groups);
    for (const name of groups) expect(await store.countMembers(name, 2)).toBe(1);
    await store.removeMemberships(userId('user-1'), groups);
    for (const name of groups) expect(await store.countMembers(name, 2)).toBe(0);
  });

  it('of members are counted no further than is asked', async () => {
    await kinds['members']?.add(store, keys(7));
    const counts = await Promise.all(
      [0, 1, 6, 7, 8, 1000].map((upTo) => store.countMembers(operators, upTo)),
    );
    expect(counts).toEqual([0, 1, 6, 7, 7, 7]);
    expect(await store.countMembers(group('none'), 5)).toBe(0);
  });
});
