// Grants as administrators see them: one by its ID, or those that a filter takes, each with its scope.
import type { Fault } from '../domain/fault.ts';
import type { Action, Effect } from '../domain/grant.ts';
import { coversTopic } from '../domain/grant-covers-topic.ts';
import { type GrantStatus, grantStatus } from '../domain/grant-status.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import type { RecordedGrant } from '../domain/recorded-grant.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { Scope } from '../domain/scope.ts';
import { formatSubject, type Subject } from '../domain/subject.ts';
import type { GrantStore, Page, PageRequest } from './ports.ts';

type GrantInScope = { readonly grant: RecordedGrant; readonly scope: Scope };

/** What a grant must be to be listed; what is absent matters not. */
export type GrantFilter = {
  readonly subject?: Subject | undefined;
  readonly action?: Action | undefined;
  /** A topic that the grant covers. */
  readonly topic?: string | undefined;
  readonly effect?: Effect | undefined;
  readonly state?: GrantStatus['state'] | undefined;
  /** Epoch milliseconds; a grant without end does not end before any time. */
  readonly expiresBefore?: number | undefined;
};

export type ReadGrant = (grantId: string) => Promise<Result<GrantInScope, Fault>>;

/**
 * In order of grant IDs; `after` is the ID that the page before ended at. A page may be shorter than the limit, even
 * empty, and have others after it: a request reads a bounded number of grants.
 */
export type ListGrants = (
  request: PageRequest & { readonly filter: GrantFilter; readonly now: number },
) => Promise<Page<GrantInScope>>;

type Store = Pick<GrantStore, 'readGrants' | 'readScopes' | 'listGrants'>;

export const readGrant =
  (store: Pick<GrantStore, 'readGrants' | 'readScopes'>): ReadGrant =>
  async (grantId) => {
    const [found] = await withScopes(store, await store.readGrants([grantId]));
    return found ? ok(found) : refuse({ kind: 'grant-not-found', grantId });
  };

export const listGrants =
  ({ store, space }: { readonly store: Store; readonly space: PolicySpace }): ListGrants =>
  async ({ filter, limit, after, now }) => {
    const { subject } = filter;
    const isFiltered = Object.entries(filter).some(
      ([name, value]) => name !== 'subject' && value !== undefined,
    );
    const atOnce = isFiltered ? longestPage : limit;
    const next = subject
      ? await pagesOfSubject(store, subject, atOnce)
      : async (from: string | undefined) => {
          const page = await store.listGrants({ limit: atOnce, after: from });
          return { ...page, items: await withScopes(store, page.items) };
        };
    return collect(next, (found) => accepts(filter, found, space, now), limit, after);
  };

/** As many grants as one index page may have. */
const longestPage = 200;
/** So many pages are read at most to answer one request. */
const maxPages = 10;

type Pages = (after: string | undefined) => Promise<Page<GrantInScope>>;

const collect = async (
  pages: Pages,
  isWanted: (found: GrantInScope) => boolean,
  limit: number,
  from: string | undefined,
): Promise<Page<GrantInScope>> => {
  const items: GrantInScope[] = [];
  let after = from;
  for (let read = 0; read < maxPages; read++) {
    const page = await pages(after);
    for (const [index, found] of page.items.entries()) {
      if (isWanted(found)) items.push(found);
      if (items.length < limit) continue;
      const isLast = index === page.items.length - 1 && page.after === undefined;
      return isLast ? { items } : { items, after: found.grant.grantId };
    }
    if (page.after === undefined) return { items };
    after = page.after;
  }
  return { items, after };
};

/** Read consistently from the scope, which has them all: what was granted just now is there. */
const pagesOfSubject = async (store: Store, subject: Subject, limit: number): Promise<Pages> => {
  const [scope] = await store.readScopes([subject]);
  const ids = [...(scope?.grants ?? []), ...(scope?.expired ?? [])].map(({ grantId }) => grantId).sort();
  return async (after = '') => {
    const rest = ids.filter((grantId) => grantId > after);
    const wanted = rest.slice(0, limit);
    const grants = wanted.length > 0 ? await store.readGrants(wanted) : [];
    const items = grants.toSorted(byId).flatMap((grant) => (scope ? [{ grant, scope }] : []));
    return { items, after: rest.length > limit ? wanted.at(-1) : undefined };
  };
};

const byId = (one: RecordedGrant, other: RecordedGrant): number => (one.grantId < other.grantId ? -1 : 1);

/** Without those whose scope is gone, which the index still lists. */
const withScopes = async (
  store: Pick<GrantStore, 'readScopes'>,
  grants: readonly RecordedGrant[],
): Promise<readonly GrantInScope[]> => {
  const subjects = new Map(grants.map(({ rule }) => [formatSubject(rule.subject), rule.subject]));
  const scopes = subjects.size > 0 ? await store.readScopes([...subjects.values()]) : [];
  const byKey = new Map(scopes.map((scope) => [formatSubject(scope.subject), scope]));
  return grants.flatMap((grant) => {
    const scope = byKey.get(formatSubject(grant.rule.subject));
    return scope ? [{ grant, scope }] : [];
  });
};

const accepts = (
  filter: GrantFilter,
  { grant, scope }: GrantInScope,
  space: PolicySpace,
  now: number,
): boolean => {
  const { action, topic, effect, state, expiresBefore } = filter;
  const { rule, expiresAt = Number.POSITIVE_INFINITY } = grant;
  return (
    (action === undefined || rule.actions.includes(action)) &&
    (effect === undefined || rule.effect === effect) &&
    (expiresBefore === undefined || expiresAt < expiresBefore) &&
    (topic === undefined || coversTopic(rule, topic)) &&
    (state === undefined || grantStatus({ grant, scope, space, now }).state === state)
  );
};
