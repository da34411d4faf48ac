// The items of the table, as they are read back. What does not parse is a defect or a hand edit: reading it throws.
import * as z from 'zod/mini';
import { parseGrantRule } from '../domain/grant.ts';
import type { DeviceId } from '../domain/identifiers.ts';
import type { RecordedGrant } from '../domain/recorded-grant.ts';
import type { Scope, ScopeContent, ScopeSummary, StandingGrant } from '../domain/scope.ts';
import { formatSubject, type Subject } from '../domain/subject.ts';
import { type Device, platforms, type User } from '../domain/user.ts';
import * as id from './identifiers.ts';

const count = z.int().check(z.minimum(0));
const epochMs = z.int();

const storedDevice = z.object({
  state: z.enum(['registering', 'registered', 'removing']),
  name: z.optional(z.string()),
  platform: z.optional(z.enum(platforms)),
  registeredAt: epochMs,
});

const storedUser = z.object({
  userId: id.userId,
  identityId: z.optional(id.identityId),
  status: z.enum(['active', 'suspended', 'offboarded']),
  disabled: z.boolean(),
  groups: z.array(id.groupName),
  groupsAsOf: epochMs,
  devices: z.record(z.string(), storedDevice),
  blocked: z.array(id.deviceId),
  generation: count,
  appliedGeneration: count,
  attached: z.array(id.policyName),
  effectiveBy: epochMs,
});

const storedGrant = z.object({
  grantId: z.string(),
  effect: z.enum(['allow', 'deny']),
  actions: z.array(z.enum(['publish', 'subscribe', 'receive'])),
  topicFilter: z.string(),
  allowWider: z.boolean(),
  expiresAt: z.optional(epochMs),
});

const storedRecordedGrant = z.extend(storedGrant, {
  subject: id.subject,
  reason: z.exactOptional(z.string()),
  createdBy: z.string(),
  createdAt: epochMs,
  version: count,
  generation: count,
});

const storedScopeSummary = z.object({
  subject: id.subject,
  state: z.enum(['active', 'deleting']),
  description: z.optional(z.string()),
  documents: count,
  grants: z.array(storedGrant),
  expired: z.array(storedGrant),
  generation: count,
  appliedGeneration: count,
  effectiveBy: epochMs,
});

const storedScope = z.extend(storedScopeSummary, {
  applied: z.array(z.object({ name: id.policyName, text: z.string(), versions: z.array(z.string()) })),
});

export const readUser = (item: unknown): User => {
  const { devices, ...user } = storedUser.parse(item);
  return { ...user, devices: Object.entries(devices).map(readDevice) };
};

export const readScopeSummary = (item: unknown): ScopeSummary => withGrants(storedScopeSummary.parse(item));

export const readScope = (item: unknown): Scope => withGrants(storedScope.parse(item));

export const readRecordedGrant = (item: unknown): RecordedGrant => {
  const { reason, createdBy, createdAt, version, generation, subject, ...grant } =
    storedRecordedGrant.parse(item);
  return {
    ...readGrant(subject, grant),
    ...(reason !== undefined && { reason }),
    ...{ createdBy, createdAt, version, generation },
  };
};

/** All but the subject, which is the item's key. */
export const writeScopeContent = ({ subject: _, grants, expired, ...content }: ScopeContent) => ({
  ...content,
  grants: grants.map(writeGrant),
  expired: expired.map(writeGrant),
});

export const writeRecordedGrant = ({ rule, grantId, expiresAt, ...record }: RecordedGrant) => ({
  subject: formatSubject(rule.subject),
  ...writeGrant({ grantId, rule, ...(expiresAt !== undefined && { expiresAt }) }),
  ...record,
});

const writeGrant = ({ grantId, rule, expiresAt }: StandingGrant) => ({
  grantId,
  effect: rule.effect,
  actions: rule.actions,
  topicFilter: rule.topicFilter.text,
  allowWider: rule.allowWider,
  ...(expiresAt !== undefined && { expiresAt }),
});

/** Not the device ID itself: `__proto__` is one, and no name for a member of an object. */
export const deviceKey = (deviceId: DeviceId): string => `d:${deviceId}`;

export const writeDevice = ({ deviceId: _, ...device }: Device) => device;

const readDevice = ([key, device]: [string, z.output<typeof storedDevice>]): Device => ({
  deviceId: id.deviceId.parse(key.slice('d:'.length)),
  ...device,
});

type StoredGrants = { readonly [Member in 'grants' | 'expired']: z.output<typeof storedGrant>[] };

const withGrants = <Stored extends StoredGrants & { subject: Subject }>(stored: Stored) => ({
  ...stored,
  grants: stored.grants.map((grant) => readGrant(stored.subject, grant)),
  expired: stored.expired.map((grant) => readGrant(stored.subject, grant)),
});

const readGrant = (
  subject: Subject,
  { grantId, expiresAt, ...input }: z.output<typeof storedGrant>,
): StandingGrant => {
  const rule = parseGrantRule({ subject, ...input });
  if (!rule.ok) throw new Error(`Grant ${grantId} is stored and not valid: ${rule.fault.code}.`);
  return { grantId, rule: rule.value, ...(expiresAt !== undefined && { expiresAt }) };
};
