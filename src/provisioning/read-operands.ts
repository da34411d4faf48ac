// All that a change of grants is judged on, read consistently: the grants it names, their scopes, and the users of those.
import type { RecordedGrant } from '../domain/recorded-grant.ts';
import type { Scope } from '../domain/scope.ts';
import { formatSubject, type Subject } from '../domain/subject.ts';
import type { User } from '../domain/user.ts';
import type { GrantOperation } from './change-grants.ts';
import { type EveryoneStart, startOf } from './found-everyone.ts';
import type { GrantStore } from './ports.ts';

export type Operands = {
  /** By ID. */
  readonly grants: ReadonlyMap<string, RecordedGrant>;
  /** By subject, as `formatSubject` writes it. */
  readonly scopes: ReadonlyMap<string, Scope>;
  /** Those who have registered, by ID. */
  readonly users: ReadonlyMap<string, User>;
  /** Whether grants of everyone are to be made in a scope that is not there yet. */
  readonly lacksEveryone: boolean;
};

export const readOperands = async (
  store: Pick<GrantStore, 'readGrants' | 'readScopes' | 'readUsers'>,
  operations: readonly GrantOperation[],
): Promise<Operands> => {
  const grantIds = operations.flatMap((operation) => (operation.op === 'create' ? [] : [operation.grantId]));
  const grants = grantIds.length > 0 ? await store.readGrants([...new Set(grantIds)]) : [];
  const drafts = operations.flatMap((operation) => (operation.op === 'create' ? [operation.draft] : []));
  const subjects = distinct([...grants, ...drafts].map(({ rule }) => rule.subject));
  const userIds = subjects.flatMap((subject) => (subject.kind === 'user' ? [subject.userId] : []));
  const [scopes, users] = await Promise.all([
    subjects.length > 0 ? store.readScopes(subjects) : [],
    userIds.length > 0 ? store.readUsers(userIds) : [],
  ]);
  return {
    grants: new Map(grants.map((grant) => [grant.grantId, grant])),
    scopes: new Map(scopes.map((scope) => [formatSubject(scope.subject), scope])),
    users: new Map(users.map((user) => [user.userId, user])),
    lacksEveryone: [...subjects, ...scopes.map(({ subject }) => subject)].filter(isEveryone).length === 1,
  };
};

/** As if everyone's scope had been founded where it is lacking: the first change of it begins with that. */
export const withEveryone = (found: Operands, start: EveryoneStart, newId: () => string): Operands =>
  found.lacksEveryone
    ? { ...found, scopes: new Map([...found.scopes, ['everyone', startOf(start, newId)]]) }
    : found;

const distinct = (subjects: readonly Subject[]): readonly Subject[] => [
  ...new Map(subjects.map((subject) => [formatSubject(subject), subject])).values(),
];

const isEveryone = ({ kind }: Subject): boolean => kind === 'everyone';
