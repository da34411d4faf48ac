// Changes of scopes and grants: one transaction with all that it was judged on.
import { formatSubject } from '../domain/subject.ts';
import type { GrantStore, ScopeChange } from '../provisioning/ports.ts';
import { writeRecordedGrant, writeScopeContent } from '../schema/stored.ts';
import { auditPointerWrites, auditWrite } from './store-audit.ts';
import { dueWrites } from './store-due-writes.ts';
import { grantKey, listed, scopeKey, userKey } from './store-keys.ts';
import { maxTransaction, type Table, type TableWrite, transact } from './table.ts';

/**
 * A change that is too large together with its due items and audit pointers stores those before it, since they do no
 * harm without it: work that turns out to be done ends at once, and a pointer to no event is passed over.
 */
export const scopeChanges = (table: Table): Pick<GrantStore, 'changeScopes'> => ({
  changeScopes: async (change) => {
    const decisive = [
      ...change.scopes.map(scopeWrite),
      ...change.puts.map(grantWrite),
      ...change.removals.map(removalWrite),
      ...change.users.map(userWrite),
      auditWrite(change.audit),
    ];
    const companions = [...dueWrites(change.due), ...auditPointerWrites(change.audit)];
    if (decisive.length + companions.length <= maxTransaction) {
      return transact(table, [...decisive, ...companions]);
    }
    if (Math.max(decisive.length, companions.length) > maxTransaction) {
      throw new RangeError(
        `A change of ${decisive.length} items with ${companions.length} beside it does not fit one transaction each.`,
      );
    }
    const prepared = await transact(table, companions);
    return prepared === 'stored' ? transact(table, decisive) : prepared;
  },
});

const scopeWrite = ({ scope, was }: ScopeChange['scopes'][number]): TableWrite =>
  was === undefined ? newScope(scope) : changedScope(scope, was);

const newScope = (scope: ScopeChange['scopes'][number]['scope']): TableWrite => ({
  Put: {
    Item: {
      ...scopeKey(scope.subject),
      ...(scope.subject.kind === 'group' && listed('group', scope.subject.group)),
      subject: formatSubject(scope.subject),
      ...writeScopeContent(scope),
      appliedGeneration: 0,
      applied: [],
      effectiveBy: 0,
    },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

/** The content alone: the lease, and what was last applied, belong to whoever is applying it. */
const changedScope = (scope: ScopeChange['scopes'][number]['scope'], was: number): TableWrite => {
  const { description, ...content } = writeScopeContent(scope);
  const set = { ...content, ...(description !== undefined && { description }) };
  const members = Object.keys(set);
  const forgotten = description === undefined ? ' REMOVE #description' : '';
  return {
    Update: {
      Key: scopeKey(scope.subject),
      UpdateExpression: `SET ${members.map((name) => `#${name} = :${name}`).join(', ')}${forgotten}`,
      ConditionExpression: '#generation = :was',
      ExpressionAttributeNames: Object.fromEntries(
        [...members, 'description'].map((name) => [`#${name}`, name]),
      ),
      ExpressionAttributeValues: {
        ':was': was,
        ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      },
    },
  };
};

const grantWrite = ({ grant, was }: ScopeChange['puts'][number]): TableWrite => ({
  Put: {
    Item: {
      ...grantKey(grant.grantId),
      ...listed('grant', grant.grantId),
      ...writeRecordedGrant(grant),
    },
    ...(was === undefined ? { ConditionExpression: 'attribute_not_exists(pk)' } : onVersion(was)),
  },
});

const removalWrite = ({ grantId, was }: ScopeChange['removals'][number]): TableWrite => ({
  Delete: { Key: grantKey(grantId), ...onVersion(was) },
});

const onVersion = (was: number) => ({
  ConditionExpression: 'version = :was',
  ExpressionAttributeValues: { ':was': was },
});

const userWrite = ({ userId, known }: ScopeChange['users'][number]): TableWrite =>
  known
    ? {
        Update: {
          Key: userKey(userId),
          UpdateExpression: 'SET generation = generation + :one',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':one': 1 },
        },
      }
    : { ConditionCheck: { Key: userKey(userId), ConditionExpression: 'attribute_not_exists(pk)' } };
