// The store's ports in memory; passes the same contract as the table (tests/contracts/store.test.ts).
import type { AuditEvent } from '../../src/domain/audit-event.ts';
import type { Scope } from '../../src/domain/scope.ts';
import { formatSubject } from '../../src/domain/subject.ts';
import type { User } from '../../src/domain/user.ts';
import type * as ports from '../../src/provisioning/ports.ts';

type Leasable = { lease?: ports.Lease; unrecorded?: boolean };

export type Store = ports.ProvisioningStore & ports.ScopeStore & ports.UserStore & ports.DeviceStore;

export type MemoryStore = Store & {
  readonly users: Map<string, User & Leasable>;
  readonly scopes: Map<string, Scope & Leasable>;
  readonly audit: AuditEvent[];
  /** Work to come: `task/of` and when. */
  readonly due: Map<string, number>;
};

export const memoryStore = (): MemoryStore => {
  const users: MemoryStore['users'] = new Map();
  const scopes: MemoryStore['scopes'] = new Map();
  const audit: AuditEvent[] = [];
  const due = new Map<string, number>();
  let endpoint: string | undefined;

  const changeUser = (
    userId: string,
    holds: (user: User) => boolean,
    change: (user: User) => Partial<User>,
  ) => {
    const user = users.get(userId);
    if (user === undefined || !holds(user)) return 'conflict';
    users.set(userId, { ...user, ...change(user) });
    return 'stored';
  };
  const deviceOf = (user: User, id: string) => user.devices.find(({ deviceId }) => deviceId === id);
  const withState = (user: User, id: string, state: User['devices'][number]['state']) => ({
    devices: user.devices.map((device) => (device.deviceId === id ? { ...device, state } : device)),
  });

  return {
    users,
    scopes,
    audit,
    due,

    readProvisioning: async ({ userId, groups }) => {
      const wanted = ['everyone', ...groups.map((group) => `group/${group}`), `user/${userId}`];
      const user = users.get(userId);
      return {
        user: user && withoutLease(user),
        scopes: wanted.flatMap((subject) => {
          const scope = scopes.get(subject);
          if (scope === undefined) return [];
          const { applied: _, ...summary } = withoutLease(scope);
          return [summary];
        }),
        endpoint,
      };
    },
    saveEndpoint: async (found) => {
      endpoint = found;
    },

    foundScope: async (scope, event) => {
      const key = formatSubject(scope.subject);
      if (scopes.has(key)) return 'conflict';
      scopes.set(key, scope);
      audit.push(event);
      return 'stored';
    },
    leaseScope: async (subject, lease) => takeLease(scopes, formatSubject(subject), lease),
    recordScope: async ({ subject, ...record }) => recordApplied(scopes, formatSubject(subject), record),
    releaseScope: async (subject, owner) => release(scopes.get(formatSubject(subject)), owner),

    leaseUser: async (userId, lease) => {
      const taken = takeLease(users, userId, lease);
      if ('refused' in taken) return taken;
      const registering = taken.leased.devices.some(({ state }) => state === 'registering');
      return { leased: taken.leased, certain: taken.certain && !registering };
    },
    recordUser: async ({ userId, ...record }) => recordApplied(users, userId, record),
    releaseUser: async (userId, owner) => release(users.get(userId), owner),
    storeGroups: async ({ userId, groups, groupsAsOf }) =>
      changeUser(
        userId,
        (user) => user.groupsAsOf < groupsAsOf,
        ({ generation }) => ({ groups, groupsAsOf, generation: generation + 1 }),
      ),

    intendRegistration: async ({ of, user, device, deviceLimit, attempt, dueAt, audit: event }) => {
      const { userId, generation } = user;
      const { deviceId } = device;
      if (of === 'new-user' && users.has(userId)) return 'conflict';
      if (of === 'new-user') users.set(userId, { ...user, attached: [], devices: [] });
      const outcome = changeUser(
        userId,
        (stored) =>
          stored.generation === generation &&
          (of === 'registering-device'
            ? deviceOf(stored, deviceId)?.state === 'registering'
            : !deviceOf(stored, deviceId) && stored.devices.length < deviceLimit),
        (stored) => (of === 'registering-device' ? {} : { devices: [...stored.devices, device] }),
      );
      if (outcome === 'conflict') return outcome;
      due.set(`finish-registration/${userId}/${deviceId}/${attempt}`, dueAt);
      if (of !== 'registering-device') audit.push(event);
      return outcome;
    },
    completeRegistration: async ({ userId, deviceId, attempt, generation, attached, effectiveBy }) => {
      const outcome = changeUser(
        userId,
        (user) => user.generation === generation && deviceOf(user, deviceId)?.state === 'registering',
        (user) => ({
          ...withState(user, deviceId, 'registered'),
          attached,
          effectiveBy,
          appliedGeneration: generation,
        }),
      );
      if (outcome === 'stored') due.delete(`finish-registration/${userId}/${deviceId}/${attempt}`);
      return outcome;
    },
    intendRemoval: async ({ userId, deviceId, dueAt, audit: event }) => {
      const outcome = changeUser(
        userId,
        (user) => ['registering', 'registered'].includes(deviceOf(user, deviceId)?.state ?? ''),
        (user) => withState(user, deviceId, 'removing'),
      );
      if (outcome === 'conflict') return outcome;
      due.set(`finish-removal/${userId}/${deviceId}`, dueAt);
      audit.push(event);
      return outcome;
    },
    completeRemoval: async ({ userId, deviceId, clientId, disconnectAt }) => {
      const outcome = changeUser(
        userId,
        (user) => deviceOf(user, deviceId)?.state === 'removing',
        (user) => ({ devices: user.devices.filter((device) => device.deviceId !== deviceId) }),
      );
      if (outcome === 'conflict') return;
      due.delete(`finish-removal/${userId}/${deviceId}`);
      due.set(`disconnect/${clientId}`, disconnectAt);
    },
  };
};

const withoutLease = <Item extends Leasable>({ lease: _, unrecorded: __, ...item }: Item) => item;

const takeLease = <Item extends Leasable>(items: Map<string, Item>, key: string, lease: ports.Lease) => {
  const item = items.get(key);
  if (item === undefined) return { refused: 'missing' as const };
  if (item.lease && item.lease.owner !== lease.owner && item.lease.until >= lease.now)
    return { refused: 'held' as const };
  items.set(key, { ...item, lease, unrecorded: true });
  return { leased: withoutLease(item), certain: item.unrecorded !== true };
};

const recordApplied = <Item extends Leasable & { readonly generation: number }>(
  items: Map<string, Item>,
  key: string,
  { owner, generation, ...applied }: { readonly owner: string; readonly generation: number },
): ports.Stored => {
  const item = items.get(key);
  if (item?.lease?.owner !== owner || item.generation !== generation) return 'conflict';
  const { lease: _, unrecorded: __, ...rest } = item;
  items.set(key, { ...rest, ...applied, appliedGeneration: generation } as unknown as Item);
  return 'stored';
};

const release = (item: Leasable | undefined, owner: string): void => {
  if (item?.lease?.owner === owner) delete item.lease;
};
