// Users and scopes in a store in memory, said in few words.
import type { Scope, StandingGrant } from '../../src/domain/scope.ts';
import { formatSubject, type Subject } from '../../src/domain/subject.ts';
import type { Device, RegisteredUser, User } from '../../src/domain/user.ts';
import type { AccessRequest } from '../../src/provisioning/access-standing.ts';
import { ruleOf, subjectOf } from '../domain/rules.ts';
import { memoryStore } from '../fakes/memory-store.ts';
import { device, everyoneScope, group, user, userId } from '../fakes/samples.ts';

/** What `ruleOf` takes. */
export type Granted = readonly [grantId: string, words: string, expiresAt?: number];

/** A scope that was applied long ago, unless `changes` says otherwise. */
export const scopeOf = (name: string, grants: readonly Granted[], changes: Partial<Scope> = {}): Scope => {
  const subject = subjectOf(name);
  return everyoneScope({ subject, grants: standing(subject, grants), appliedGeneration: 1, ...changes });
};

export const standing = (subject: Subject, grants: readonly Granted[]): readonly StandingGrant[] =>
  grants.map(([grantId, words, expiresAt]) => ({
    grantId,
    rule: ruleOf(words, subject),
    ...(expiresAt !== undefined && { expiresAt }),
  }));

/** With one registered device, and everything attached long ago. */
export const registeredUser = (changes: Partial<User> = {}): RegisteredUser =>
  user({ devices: [registered('web-1')], appliedGeneration: 1, ...changes });

export const registered = (id: string): Device => ({ ...device(id), state: 'registered' });

export const storeWith = (users: readonly User[], scopes: readonly Scope[]) => {
  const store = memoryStore();
  for (const each of users) store.users.set(each.userId, each);
  for (const each of scopes) store.scopes.set(formatSubject(each.subject), each);
  return store;
};

/** Whoever signed in before anything else happened. */
export const asker = (id = 'user-1', groups: readonly string[] = [], groupsAsOf = 0) => ({
  userId: userId(id),
  groups: groups.map(group),
  groupsAsOf,
  isAdministrator: false,
});

export const administrator = { ...asker('admin-1'), isAdministrator: true };

/** In AuthZEN's words. */
export const asked = (action: string, id: string, subject = 'user-1'): AccessRequest => ({
  subject: { type: 'user', id: subject },
  action: { name: action },
  resource: { type: action === 'connect' ? 'client' : 'topic', id },
});
