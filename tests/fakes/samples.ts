// A user, a device, a scope, a change and an audit event to begin with.
import type { AuditEvent } from '../../src/domain/audit-event.ts';
import type { Due, Task } from '../../src/domain/due.ts';
import { type GrantRule, parseGrantRule } from '../../src/domain/grant.ts';
import {
  type GroupName,
  parseDeviceId,
  parseGroupName,
  parseIdentityId,
  parseUserId,
  type UserId,
} from '../../src/domain/identifiers.ts';
import type { RecordedGrant } from '../../src/domain/recorded-grant.ts';
import type { Scope, ScopeContent } from '../../src/domain/scope.ts';
import { everyone, type Subject } from '../../src/domain/subject.ts';
import type { Device, RegisteredUser, User } from '../../src/domain/user.ts';
import { defaultRules } from '../../src/provisioning/default-rules.ts';
import type { DeviceStore, GrantStore, ScopeChange, UserStore } from '../../src/provisioning/ports.ts';

/** What a parser takes, or the test is wrong. */
export const parsed = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('A sample does not parse.');
  return value;
};

export const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'attache-test' };
export const now = Date.UTC(2026, 0, 1);
export const deviceId = (text: string) => parsed(parseDeviceId(text));
export const userId = (text: string) => parsed(parseUserId(text));
export const group = (text: string) => parsed(parseGroupName(text));
export const identityId = parsed(parseIdentityId('us-east-1:00000000-0000-4000-8000-000000000001'));

export const device = (id = 'web-1'): Device => ({
  deviceId: deviceId(id),
  state: 'registering',
  registeredAt: now,
});

export const user = (changes: Partial<User> = {}): RegisteredUser => ({
  userId: userId('user-1'),
  status: 'active',
  disabled: false,
  blocked: [],
  groups: [],
  groupsAsOf: now,
  devices: [],
  generation: 1,
  appliedGeneration: 0,
  attached: [],
  effectiveBy: 0,
  ...changes,
  identityId: changes.identityId ?? identityId,
});

export const everyoneScope = (changes: Partial<Scope> = {}): Scope => ({
  subject: everyone,
  state: 'active',
  documents: 1,
  grants: defaultRules.map((rule, index) => ({ grantId: `grant-${index}`, rule })),
  expired: [],
  generation: 1,
  appliedGeneration: 0,
  applied: [],
  effectiveBy: 0,
  ...changes,
});

let audits = 0;
export const auditEvent = (changes: Partial<AuditEvent> = {}): AuditEvent => ({
  auditId: `audit-${String(++audits).padStart(6, '0')}`,
  at: now,
  actor: 'system',
  subjects: ['everyone'],
  action: 'scope-founded',
  requestId: 'request-1',
  ...changes,
});

/** What a change decides about a scope. */
export const contentOf = ({
  appliedGeneration: _,
  applied: __,
  effectiveBy: ___,
  ...content
}: Scope): ScopeContent => content;

export const scopeChange = (changes: Partial<ScopeChange> = {}): ScopeChange => ({
  scopes: [],
  puts: [],
  removals: [],
  users: [],
  due: [],
  audit: auditEvent({ action: 'grants-changed' }),
  ...changes,
});

/** Makes a scope that does not exist yet. */
export const founding = (scope: Scope): ScopeChange =>
  scopeChange({ scopes: [{ scope: contentOf(scope) }], audit: auditEvent() });

const ruleOf = (subject: Subject, topicFilter = 'a/b'): GrantRule => {
  const rule = parseGrantRule({ subject, actions: ['publish'], topicFilter });
  if (!rule.ok) throw new Error(rule.fault.detail);
  return rule.value;
};

export const recordedGrant = (
  grantId: string,
  subject: Subject,
  changes: Partial<RecordedGrant> = {},
): RecordedGrant => ({
  grantId,
  rule: ruleOf(subject),
  createdBy: 'admin-1',
  createdAt: now,
  version: 1,
  generation: 1,
  ...changes,
});

let stamps = 0;
export const dueOf = (work: Task, changes: Partial<Due> = {}): Due => ({
  work,
  dueAt: now,
  failures: 0,
  stamp: `stamp-${++stamps}`,
  ...changes,
});

/** A user who registers a first device. */
export const firstIntent = (
  changes: Partial<User> = {},
): Parameters<DeviceStore['intendRegistration']>[0] => ({
  of: 'new-user',
  user: user(changes),
  device: device(),
  deviceLimit: 3,
  attempt: 'attempt-1',
  dueAt: now + 1,
  audit: auditEvent({ action: 'device-registered', subjects: [`user/${changes.userId ?? 'user-1'}`] }),
});

/** Stores that a user is in these groups from then on, as a later token says. */
export const storeGroups = async (
  store: Pick<GrantStore, 'readUsers'> & Pick<UserStore, 'changeUser'>,
  id: UserId,
  groups: readonly GroupName[],
) => {
  const [known] = await store.readUsers([id]);
  if (!known) return 'conflict';
  const { userId: _, status, disabled, blocked, generation } = known;
  return store.changeUser({
    user: { userId: id, status, disabled, blocked, groups, groupsAsOf: known.groupsAsOf + 1 },
    was: generation,
    removing: [],
    due: [],
    audit: auditEvent({ action: 'groups-changed' }),
  });
};
