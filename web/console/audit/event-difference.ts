// What an audit event has changed: grants one by one, and the members of everything else.
import type { AuditEvent } from '../../shared/api-paths.ts';
import { type AuditedGrant, isAuditedGrant } from './audited-grant.ts';
import { type Change, difference, isObject } from './difference.ts';

export type GrantChange =
  | { readonly kind: 'made' | 'ended'; readonly grant: AuditedGrant }
  | {
      readonly kind: 'changed';
      readonly before: AuditedGrant;
      readonly grant: AuditedGrant;
      readonly changes: readonly Change[];
    };

/** Of grants that are the same before and after, nothing is told. */
export const eventDifference = ({
  before,
  after,
}: Pick<AuditEvent, 'before' | 'after'>): {
  readonly grants: readonly GrantChange[];
  readonly members: readonly Change[];
} => {
  const was = grantsApart(before);
  const is = grantsApart(after);
  const grantIds = new Set([...was.grants.keys(), ...is.grants.keys()]);
  return {
    grants: [...grantIds].flatMap((grantId) => grantChange(was.grants.get(grantId), is.grants.get(grantId))),
    members: difference(was.rest ?? noneOf(is.rest), is.rest ?? noneOf(was.rest)),
  };
};

const grantChange = (
  before: AuditedGrant | undefined,
  grant: AuditedGrant | undefined,
): readonly GrantChange[] => {
  if (before && grant) {
    const changes = difference(before, grant);
    return changes.length === 0 ? [] : [{ kind: 'changed', before, grant, changes }];
  }
  if (grant) return [{ kind: 'made', grant }];
  return before ? [{ kind: 'ended', grant: before }] : [];
};

/** What is not told is empty: every member of what is has been added, or removed. */
const noneOf = (told: unknown) => (Array.isArray(told) ? [] : {});

/** They are all that is told, or the member `grants` of it. */
const grantsApart = (
  told: unknown,
): { readonly grants: ReadonlyMap<string, AuditedGrant>; readonly rest?: unknown } => {
  if (isObject(told) && isGrants(told['grants'])) {
    const { grants, ...rest } = told;
    return { grants: byId(grants), rest };
  }
  return isGrants(told) ? { grants: byId(told) } : { grants: new Map(), rest: told };
};

const isGrants = (value: unknown): value is readonly AuditedGrant[] =>
  Array.isArray(value) && value.every(isAuditedGrant);

const byId = (grants: readonly AuditedGrant[]): ReadonlyMap<string, AuditedGrant> =>
  new Map(grants.map((grant) => [grant.grantId, grant]));
