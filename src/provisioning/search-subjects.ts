// POST /access/v1/search/subject: who may do it. All users are looked at in order of their IDs, some at a time.
import type { UserId } from '../domain/identifiers.ts';
import type { Scope } from '../domain/scope.ts';
import { everyone, formatSubject, type Subject } from '../domain/subject.ts';
import type { TopicFilter } from '../domain/topic-filter.ts';
import type { User } from '../domain/user.ts';
import { type AccessRequest, isAllowedTo, isAskable } from './access-standing.ts';
import type { GrantStore, MemberStore } from './ports.ts';

export type SearchSubjects = (query: Query) => Promise<Found>;

type Query = {
  readonly request: Omit<AccessRequest, 'subject'>;
  readonly limit: number;
  /** The user after whom the search goes on. */
  readonly after?: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
};

type Found = {
  readonly found: readonly UserId[];
  /** The last user who was looked at; absent when all were. */
  readonly after?: string | undefined;
};

type Dependencies = {
  readonly store: Pick<MemberStore, 'listUsers'> & Pick<GrantStore, 'readScopes'>;
  readonly retainedTopics: readonly TopicFilter[];
};

/** What one request costs at most, however few are found. */
const maximumPages = 4;
const usersPerPage = 50;

/** May find fewer than `limit`, or none, with more to come. */
export const searchSubjects =
  (deps: Dependencies): SearchSubjects =>
  async (query) => {
    if (!isAskable(query.request)) return { found: [] };
    const found: UserId[] = [];
    let { after } = query;
    for (let pages = 0; found.length < query.limit && pages < maximumPages; pages++) {
      const page: Found = await searchPage(deps, { ...query, after, limit: query.limit - found.length });
      found.push(...page.found);
      after = page.after;
      if (after === undefined) break;
    }
    return { found, after };
  };

const searchPage = async (
  { store, retainedTopics }: Dependencies,
  { request, limit, after, now }: Query,
): Promise<Found> => {
  const page = await store.listUsers({ limit: usersPerPage, after });
  const scopesOf = await readScopesOf(store, page.items);
  const allowed = page.items
    .filter((user) => {
      const standing = { userId: user.userId, user, scopes: scopesOf(user) };
      return isAllowedTo(standing, request, { retainedTopics, now });
    })
    .map(({ userId }) => userId);
  const found = allowed.slice(0, limit);
  return { found, after: found.length < allowed.length ? found.at(-1) : page.after };
};

/** Every scope once, whoever shares it. */
const readScopesOf = async (
  store: Pick<GrantStore, 'readScopes'>,
  users: readonly User[],
): Promise<(user: User) => readonly Scope[]> => {
  const subjects = new Map(users.flatMap(subjectsOf).map((subject) => [formatSubject(subject), subject]));
  const scopes = new Map<string, Scope>();
  for (const scope of await store.readScopes([...subjects.values()])) {
    if (scope.state === 'active') scopes.set(formatSubject(scope.subject), scope);
  }
  return (user) => subjectsOf(user).flatMap((subject) => scopes.get(formatSubject(subject)) ?? []);
};

const subjectsOf = ({ userId, groups }: User): readonly Subject[] => [
  everyone,
  ...groups.map((group): Subject => ({ kind: 'group', group })),
  { kind: 'user', userId },
];
