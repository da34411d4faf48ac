// Users, as administrators ask for them and as they are answered.
import * as z from 'zod/mini';
import type { AttachmentDifference } from '../domain/attachment-differences.ts';
import { expectedBy } from '../domain/grant-status.ts';
import { type DeviceId, thingNameOf } from '../domain/identifiers.ts';
import { type Device, isBehind, isRegistered, platforms, statusOf, type User } from '../domain/user.ts';
import { deviceId, groupName, identityId, subject, userId } from './identifiers.ts';
import { cursorOf, listOf } from './list.ts';
import { Permissions } from './permissions.ts';
import { limit } from './query.ts';
import { reason } from './text.ts';
import { formatInstant, timestamp } from './timestamp.ts';

const path = z.strictObject({ userId });
const explained = z.strictObject({ reason: z.optional(reason) });

/** A user is looked for by one of them. */
const keys = ['username', 'email', 'identityId', 'group'] as const;

export const ListUsersRequest = {
  query: z
    .strictObject({
      username: z.optional(
        z
          .string()
          .check(
            z.minLength(1),
            z.maxLength(128),
            z.describe('Any name that the user signs in by; looked for in the user pool.'),
          ),
      ),
      email: z.optional(
        z
          .string()
          .check(
            z.minLength(1),
            z.maxLength(254),
            z.describe('In any case of letters; looked for in the user pool. Several users may have it.'),
          ),
      ),
      identityId: z.optional(identityId),
      group: z.optional(groupName),
      limit,
      cursor: z.optional(cursorOf('users')),
    })
    .check(
      z.refine((query) => keys.filter((key) => query[key] !== undefined).length <= 1, {
        error: `At most one of ${keys.join(', ')} can be looked for.`,
      }),
    ),
};

export const GetUserRequest = { path };
export const SuspendUserRequest = { path, body: explained };
export const ResumeUserRequest = { path, body: explained };
export const DisconnectUserRequest = {
  path,
  body: z.strictObject({
    signOut: z.optional(
      z.boolean().check(z.describe('`true`: the user’s refresh tokens are revoked as well.')),
    ),
    reason: z.optional(reason),
  }),
};
export const OffboardUserRequest = { path, query: explained };
export const RemoveUserDeviceRequest = {
  path: z.strictObject({ userId, deviceId }),
  query: z.strictObject({
    block: z.optional(
      z
        .enum(['true', 'false'])
        .check(
          z.describe(
            '`true`: the device cannot be registered again, even if it has not been yet. `false`: a block is lifted. Without it a block stays as it is.',
          ),
        ),
    ),
    reason: z.optional(reason),
  }),
};
export const ReconcileRequest = { body: z.strictObject({ subject: z.optional(subject) }) };

const UserDevice = z.strictObject({
  deviceId: z.string(),
  clientId: z.optional(
    z.string().check(z.describe('MQTT client ID and thing; absent before the first registration.')),
  ),
  name: z.optional(z.string()),
  platform: z.optional(z.enum(platforms)),
  registeredAt: z.optional(timestamp.check(z.describe('Absent for a device that is only blocked.'))),
  state: z
    .enum(['registering', 'registered', 'removing', 'blocked'])
    .check(z.describe('`blocked`: not there, and it cannot be registered.')),
  blocked: z.boolean(),
  connected: z.optional(
    z.boolean().check(z.describe('Whether its session is live; absent where it was not asked for.')),
  ),
});

const summary = {
  userId: z.string(),
  username: z.optional(z.string().check(z.describe('As the user pool says, where it was asked.'))),
  email: z.optional(z.string()),
  status: z
    .enum(['active', 'suspended', 'offboarded', 'unregistered'])
    .check(z.describe('`suspended`: by an administrator, or disabled in the user pool.')),
  identityId: z.nullable(z.string().check(z.describe('`null` before the first registration.'))),
  groups: z.array(z.string()),
  groupsAsOf: z.optional(timestamp),
  devices: z.array(UserDevice),
  pending: z.boolean().check(z.describe('What is attached is still being changed.')),
  effectiveBy: z.optional(
    timestamp.check(
      z.describe('When the last change is effective everywhere; while it is pending, when it should be.'),
    ),
  ),
};

export const UserBody = z.strictObject(summary);
export const UserList = listOf(UserBody);

const policies = z.array(z.string());

export const UserPageBody = z.strictObject({
  ...summary,
  attachments: z.strictObject({
    wanted: policies,
    present: z.optional(policies.check(z.describe('As AWS says; absent when it does not answer.'))),
    withheld: z.array(z.string()).check(z.describe('Subjects whose policies find no place.')),
    drift: z.optional(
      z.array(
        z.strictObject({
          policy: z.string(),
          kind: z
            .enum(['foreign', 'missing', 'surplus'])
            .check(z.describe('`foreign`: of somebody else, and left alone.')),
        }),
      ),
    ),
  }),
  capacity: z.strictObject({ used: z.int(), limit: z.int() }),
  permissions: Permissions,
  unavailable: z
    .array(z.enum(['attachments', 'connections', 'user-pool']))
    .check(z.describe('What could not be asked just now: what it would say is missing here.')),
});

export const ReconciliationBody = z.strictObject({
  subject: z.optional(z.string()),
  state: z.literal('pending'),
});

/** What of a user pool's user is shown. */
type Named = { readonly username: string; readonly email?: string | undefined };

/** Stored, or – with the groups that the user pool says – not yet. */
export type ShownUser = {
  readonly userId: string;
  readonly user?: User | undefined;
  readonly pool?: (Named & { readonly enabled: boolean }) | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly connected?: ReadonlyMap<DeviceId, boolean> | undefined;
  readonly pending?: boolean | undefined;
  /** Epoch milliseconds. */
  readonly effectiveBy?: number | undefined;
};

export const userBody = (shown: ShownUser, now: number): z.output<typeof UserBody> => {
  const { user, pool, connected = new Map() } = shown;
  const pending = shown.pending ?? (user !== undefined && isBehind(user));
  const effectiveBy = shown.effectiveBy ?? (pending ? expectedBy(now) : (user?.effectiveBy ?? 0));
  return {
    userId: shown.userId,
    ...(pool && { username: pool.username }),
    ...(pool?.email !== undefined && { email: pool.email }),
    status: shownStatus(user, pool),
    identityId: user?.identityId ?? null,
    groups: [...(user?.groups ?? shown.groups ?? [])],
    ...(user && user.groupsAsOf > 0 && { groupsAsOf: formatInstant(user.groupsAsOf) }),
    devices: user ? devicesOf(user, connected) : [],
    pending,
    ...(effectiveBy > 0 && { effectiveBy: formatInstant(effectiveBy) }),
  };
};

const shownStatus = (user: User | undefined, pool: ShownUser['pool']) => {
  const status = user ? statusOf(user) : pool?.enabled === false ? 'suspended' : 'active';
  return status === 'active' && user?.identityId === undefined ? 'unregistered' : status;
};

const devicesOf = (user: User, connected: ReadonlyMap<DeviceId, boolean>) => {
  const clientIdOf = (id: DeviceId) => isRegistered(user) && { clientId: thingNameOf(user.identityId, id) };
  const blockedAlone = user.blocked.filter((id) => !user.devices.some((device) => device.deviceId === id));
  return [
    ...user.devices.map((device) => ({
      ...deviceBody(device),
      ...clientIdOf(device.deviceId),
      blocked: user.blocked.includes(device.deviceId),
      ...(connected.has(device.deviceId) && { connected: connected.get(device.deviceId) }),
    })),
    ...blockedAlone.map((id) => ({
      deviceId: id,
      ...clientIdOf(id),
      state: 'blocked' as const,
      blocked: true,
    })),
  ];
};

const deviceBody = ({ deviceId: id, name, platform, registeredAt, state }: Device) => ({
  deviceId: id,
  ...(name !== undefined && { name }),
  ...(platform !== undefined && { platform }),
  registeredAt: formatInstant(registeredAt),
  state,
});

/** "At most 9 of the 10 attachments are wanted"; `suspended` is not counted. */
const capacity = 9;

export const userPageBody = (
  page: ShownUser & {
    readonly attachments: {
      readonly wanted: readonly string[];
      readonly present?: readonly string[] | undefined;
      readonly withheld: readonly string[];
      readonly drift?: readonly AttachmentDifference[] | undefined;
    };
    readonly used: number;
    readonly permissions: unknown;
    readonly unavailable: readonly string[];
  },
  now: number,
) => ({
  ...userBody(page, now),
  attachments: page.attachments,
  capacity: { used: page.used, limit: capacity },
  permissions: page.permissions,
  unavailable: page.unavailable,
});
