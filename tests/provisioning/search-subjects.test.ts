import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../src/domain/result.ts';
import type { User } from '../../src/domain/user.ts';
import { answerAccess } from '../../src/provisioning/answer-access.ts';
import { searchSubjects } from '../../src/provisioning/search-subjects.ts';
import { runs } from '../domain/runs.ts';
import type { MemoryStore } from '../fakes/memory-store.ts';
import { group, now, userId } from '../fakes/samples.ts';
import { administrator, asked, registeredUser, scopeOf, storeWith } from './standing.ts';

const { subject: _, ...request } = asked('publish', 'a/b');

const member = (index: number, groups: readonly string[], changes: Partial<User> = {}): User =>
  registeredUser({
    userId: userId(`user-${String(index).padStart(4, '0')}`),
    groups: groups.map(group),
    ...changes,
  });

/** All that a search finds, page by page; and how many users each page looked at. */
const searchAll = async (store: MemoryStore, limit: number) => {
  const looked: number[] = [];
  const watched = {
    ...store,
    listUsers: async (page: Parameters<MemoryStore['listUsers']>[0]) => {
      const users = await store.listUsers(page);
      looked.push((looked.pop() ?? 0) + users.items.length);
      return users;
    },
  };
  const search = searchSubjects({ store: watched, retainedTopics: [] });
  const pages: (readonly string[])[] = [];
  let after: string | undefined;
  do {
    looked.push(0);
    const page = await search({ request, limit, after, now });
    pages.push(page.found);
    after = page.after;
  } while (after !== undefined);
  return { pages, found: pages.flat(), looked };
};

const scopes = [
  scopeOf('group/in', [['g-1', 'allow publish a/#']]),
  scopeOf('group/denied', [['g-2', 'deny publish a/#']]),
  scopeOf('user/user-0003', [['g-3', 'allow publish a/b']]),
  scopeOf('group/gone', [['g-4', 'allow publish a/b']], { state: 'deleting' }),
];

describe('a search', () => {
  it('finds, in order of their IDs, each user of whom the answer to the question is yes, and nobody else', async () => {
    const groups = fc.subarray(['in', 'denied', 'gone', 'unmanaged']);
    const status = fc.constantFrom<User['status']>('active', 'active', 'suspended');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(groups, status), { maxLength: 140 }),
        fc.integer({ min: 1, max: 60 }),
        async (members, limit) => {
          const users = members.map(([names, state], index) => member(index, names, { status: state }));
          const store = storeWith(users, scopes);
          const answers = await answerAccess({ store, retainedTopics: [] })({
            asker: administrator,
            requests: users.map(({ userId: id }) => ok(asked('publish', 'a/b', id))),
            semantic: 'execute_all',
            now,
          });
          const allowed = answers.ok
            ? users.filter((_user, index) => {
                const answer = answers.value[index];
                return answer?.ok && answer.value.decision;
              })
            : [];
          const { found, pages } = await searchAll(store, limit);
          expect(found).toEqual(allowed.map((user) => user.userId));
          expect(pages.every((page) => page.length <= limit)).toBe(true);
        },
      ),
      runs(60),
    );
  });

  it('looks at no more than 200 users for one request, found or not, and goes on from there', async () => {
    const users = Array.from({ length: 450 }, (_user, index) => member(index, index === 430 ? ['in'] : []));
    const { pages, looked } = await searchAll(storeWith(users, scopes), 10);
    expect(looked).toEqual([200, 200, 50]);
    expect(pages).toEqual([['user-0003'], [], ['user-0430']]);
  });

  it('finds as many as are wanted over several pages of users, and no more', async () => {
    const users = Array.from({ length: 120 }, (_user, index) => member(index, ['in']));
    const { pages } = await searchAll(storeWith(users, scopes), 70);
    expect(pages.map((page) => page.length)).toEqual([70, 50]);
  });

  it('goes on after the last one found, whoever has come and gone meanwhile', async () => {
    const users = [1, 3, 5, 7].map((index) => member(index, ['in']));
    const store = storeWith(users, scopes);
    const search = searchSubjects({ store, retainedTopics: [] });
    const first = await search({ request, limit: 2, now });
    store.users.delete('user-0003');
    for (const index of [2, 6]) store.users.set(member(index, ['in']).userId, member(index, ['in']));
    const second = await search({ request, limit: 9, after: first.after, now });
    expect([first.found, second.found]).toEqual([
      ['user-0001', 'user-0003'],
      ['user-0005', 'user-0006', 'user-0007'],
    ]);
    expect(second.after).toBeUndefined();
  });

  it('looks at nobody for an action that there is not', async () => {
    const store = { ...storeWith([], []), listUsers: () => Promise.reject(new Error('asked for users')) };
    const search = searchSubjects({ store, retainedTopics: [] });
    const { subject: __, ...unknown } = asked('read', 'a/b');
    expect(await search({ request: unknown, limit: 9, now })).toEqual({ found: [] });
  });

  it('finds nobody when no result is wanted, and stays where it is', async () => {
    const store = storeWith([member(1, ['in'])], scopes);
    const search = searchSubjects({ store, retainedTopics: [] });
    expect(await search({ request, limit: 0, after: 'user-0000', now })).toEqual({
      found: [],
      after: 'user-0000',
    });
  });
});
