// Users and scopes in a store in memory, said in few words.

import type { Scope, StandingGrant } from '../../src/domain/scope.ts';
import { parseSubject } from '../../src/domain/subject.ts';
import type { Device, User } from '../../src/domain/user.ts';
import type { AccessRequest } from '../../src/provisioning/access-standing.ts';
import { ruleOf } from '../domain/rules.ts';
import { memoryStore } from '../fakes/memory-store.ts';
import { device, everyoneScope, group, parsed, user, userId } from '../fakes/samples.ts';

/** A grant in a word, as `ruleOf` takes it. */
export type Granted = readonly [grantId: string, words: string, expiresAt?: number];

export const subjectNamed = (text: string) => parsed(parseSubject(text));

/** A scope that has been applied, long ago, unless `changes` says otherwise. */
export const scopeOf = (subject: string, grants: readonly Granted[], changes: Partial<Scope> = {}): Scope =>
  everyoneScope({
    subject: subjectNamed(subject),
    grants: standing(subject, grants),
    appliedGeneration: 1,
    ...changes,
  });

export const standing = (subject: string, grants: readonly Granted[]): readonly StandingGrant[] =>
  grants.map(([grantId, words, expiresAt]) => ({
    grantId,
    rule: ruleOf(words, subjectNamed(subject)),
    ...(expiresAt !== undefined && { expiresAt }),
  }));

/** A user with one registered device, current. */
export const registeredUser = (changes: Partial<User> = {}): User =>
  user({ devices: [registeredDevice('web-1')], appliedGeneration: 1, ...changes });

export const registeredDevice = (id: string): Device => ({ ...device(id), state: 'registered' });

export const storeWith = (users: readonly User[], scopes: readonly Scope[]) => {
  const store = memoryStore();
  for (const each of users) store.users.set(each.userId, each);
  for (const each of scopes) store.scopes.set(subjectKey(each), each);
  return store;
};

const subjectKey = ({ subject }: Scope): string =>
  subject.kind === 'everyone'
    ? 'everyone'
    : `${subject.kind}/${subject.kind === 'group' ? subject.group : subject.userId}`;

export const asker = (
  id = 'user-1',
  changes: { readonly groups?: readonly string[]; readonly groupsAsOf?: number } = {},
) => ({
  userId: userId(id),
  groups: (changes.groups ?? []).map(group),
  groupsAsOf: changes.groupsAsOf ?? 0,
  isAdministrator: false,
});

export const administrator = { ...asker('admin-1'), isAdministrator: true };

/** `mayPublish('a/b')` in AuthZEN's words. */
export const request = (action: string, id: string, subject = 'user-1'): AccessRequest => ({
  subject: { type: 'user', id: subject },
  action: { name: action },
  resource: { type: action === 'connect' ? 'client' : 'topic', id },
});
