// What administrators ask for, said in few words, and what has become of it.
import type { AuditEvent } from '../../src/domain/audit-event.ts';
import { compileScope } from '../../src/domain/compile-scope.ts';
import type { RecordedGrant } from '../../src/domain/recorded-grant.ts';
import { isStanding } from '../../src/domain/scope.ts';
import { formatSubject } from '../../src/domain/subject.ts';
import type { GrantOperation, GrantsChanged, IfMatch } from '../../src/provisioning/change-grants.ts';
import { ruleOf, subjectOf } from '../domain/rules.ts';
import { group, space, userId } from '../fakes/samples.ts';
import type { World } from './world.ts';

type Draft = { readonly expiresAt?: number; readonly reason?: string };
type Changed = Draft & { readonly ifMatch?: IfMatch; readonly pointer?: string };

/** `create('group/a', 'allow publish a/b')`; words as `ruleOf` takes them. */
export const create = (
  subject: string,
  words: string,
  { pointer = '', ...draft }: Draft & { readonly pointer?: string } = {},
): GrantOperation => ({
  op: 'create',
  pointer,
  draft: { rule: ruleOf(words, subjectOf(subject)), ...draft },
});

export const replace = (
  grantId: string,
  subject: string,
  words: string,
  { ifMatch = 'any', pointer = '', ...draft }: Changed = {},
): GrantOperation => ({
  op: 'replace',
  pointer,
  grantId,
  ifMatch,
  draft: { rule: ruleOf(words, subjectOf(subject)), ...draft },
});

export const revoke = (grantId: string, ifMatch: IfMatch = 'any', pointer = ''): GrantOperation => ({
  op: 'delete',
  pointer,
  grantId,
  ifMatch,
});

export const administrator = userId('admin-1');

type Request = Parameters<ReturnType<World['flows']>['changeGrants']>[0];

export const requestOf = (
  world: World,
  operations: readonly GrantOperation[],
  changes: Partial<Request> = {},
): Request => ({
  operations,
  sessions: 'keep',
  actor: administrator,
  requestId: 'request-a',
  now: world.time.now,
  ...changes,
});

/** Changes that are to be taken. */
export const change = async (
  world: World,
  operations: readonly GrantOperation[],
  changes: Partial<Request> = {},
): Promise<GrantsChanged> => {
  const answer = await world.flows().changeGrants(requestOf(world, operations, changes));
  if (!answer.ok) throw new Error(`Refused: ${JSON.stringify(answer.fault)}`);
  return answer.value;
};

/** A grant that is made in a request of its own. */
export const grant = async (
  world: World,
  subject: string,
  words: string,
  draft: Draft = {},
): Promise<RecordedGrant> => {
  const { results } = await change(world, [create(subject, words, draft)]);
  const [made] = results;
  if (made === undefined) throw new Error('Nothing was granted.');
  return made.grant;
};

export const groupRequest = (world: World, name: string) => ({
  group: group(name),
  actor: administrator,
  requestId: 'request-g',
  now: world.time.now,
});

export const auditOf = (world: World, action: AuditEvent['action']): readonly AuditEvent[] =>
  world.store.audit.filter((event) => event.action === action);

/** All that is stored of grants, scopes, work and events: to be the same after a refused request. */
export const everythingStored = ({ store }: World): string =>
  JSON.stringify([[...store.grants], [...store.scopes], [...store.users], [...store.due], store.audit]);

/** Where a scope's policies say something else than its grants; empty when they agree. */
export const differences = ({ store, iot, time }: World): readonly string[] =>
  [...store.scopes.values()].flatMap(({ subject, state, grants, documents }) => {
    const standing = state === 'active' ? grants.filter((each) => isStanding(each, time.now)) : [];
    const rules = standing.map(({ rule }) => rule);
    const compiled = compileScope({ space, subject, rules, documents });
    if (!compiled.ok) return [`${formatSubject(subject)} does not fit`];
    return compiled.value.flatMap(({ name, text }) =>
      iot.policies.get(name)?.versions.at(-1)?.text === text ? [] : [`${name} does not say what is granted`],
    );
  });
