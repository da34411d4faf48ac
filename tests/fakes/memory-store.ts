// The store's ports in memory; passes the same contract as the table (tests/contracts/store.test.ts).
import type { AuditEvent } from '../../src/domain/audit-event.ts';
import { type Due, taskKey } from '../../src/domain/due.ts';
import type { UserId } from '../../src/domain/identifiers.ts';
import type { RecordedGrant } from '../../src/domain/recorded-grant.ts';
import type { Scope } from '../../src/domain/scope.ts';
import { formatSubject } from '../../src/domain/subject.ts';
import type { User } from '../../src/domain/user.ts';
import { hasOtherGroups } from '../../src/domain/wanted-policies.ts';
import type * as ports from '../../src/provisioning/ports.ts';

type Leasable = { lease?: ports.Lease; unrecorded?: boolean };

export type Store = ports.ProvisioningStore &
  ports.EndpointStore &
  ports.ScopeStore &
  ports.GrantStore &
  ports.UserStore &
  ports.MemberStore &
  ports.DeviceStore &
  ports.DueStore &
  ports.AuditStore;

export type MemoryStore = Store & {
  readonly users: Map<string, User & Leasable>;
  readonly scopes: Map<string, Scope & Leasable>;
  readonly grants: Map<string, RecordedGrant>;
  /** Users by group. */
  readonly members: Map<string, Set<UserId>>;
  readonly audit: AuditEvent[];
  /** Work to come, by what `taskKey` says of it. */
  readonly due: Map<string, Due>;
};

export const memoryStore = (): MemoryStore => {
  const users: MemoryStore['users'] = new Map();
  const scopes: MemoryStore['scopes'] = new Map();
  const grants: MemoryStore['grants'] = new Map();
  const members: MemoryStore['members'] = new Map();
  const audit: AuditEvent[] = [];
  const due: MemoryStore['due'] = new Map();
  const saveDue = (item: Due): void => void due.set(taskKey(item.work), item);
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

  const holds = (change: ports.ScopeChange) =>
    change.scopes.every(({ scope, was }) => scopes.get(formatSubject(scope.subject))?.generation === was) &&
    change.puts.every(({ grant, was }) => grants.get(grant.grantId)?.version === was) &&
    change.removals.every(({ grantId, was }) => grants.get(grantId)?.version === was) &&
    change.users.every(({ userId, known }) => users.has(userId) === known);

  return {
    users,
    scopes,
    grants,
    members,
    audit,
    due,

    readProvisioning: async ({ userId, groups }) => {
      const wanted = ['everyone', ...new Set(groups.map((group) => `group/${group}`)), `user/${userId}`];
      const user = users.get(userId);
      return {
        user: user && withoutLease(user),
        scopes: wanted.flatMap((subject) => {
          const scope = scopes.get(subject);
          if (scope?.state !== 'active') return [];
          const { applied: _, ...summary } = withoutLease(scope);
          return [summary];
        }),
        endpoint,
      };
    },
    saveEndpoint: async (found) => {
      endpoint = found;
    },

    readGrants: async (grantIds) => [...new Set(grantIds)].flatMap((grantId) => grants.get(grantId) ?? []),
    readScopes: async (subjects) =>
      [...new Set(subjects.map(formatSubject))].flatMap((subject) => {
        const scope = scopes.get(subject);
        return scope ? [withoutLease(scope)] : [];
      }),
    readUsers: async (userIds) =>
      [...new Set(userIds)].flatMap((userId) => {
        const user = users.get(userId);
        return user ? [withoutLease(user)] : [];
      }),
    changeScopes: async (change) => {
      if (!holds(change)) return 'conflict';
      for (const { scope } of change.scopes) {
        const key = formatSubject(scope.subject);
        const {
          appliedGeneration = 0,
          applied = [],
          effectiveBy = 0,
          lease,
          unrecorded,
        } = scopes.get(key) ?? {};
        scopes.set(key, {
          ...scope,
          ...{ appliedGeneration, applied, effectiveBy },
          ...(lease && { lease }),
          ...(unrecorded && { unrecorded }),
        });
      }
      for (const { grant } of change.puts) grants.set(grant.grantId, grant);
      for (const { grantId } of change.removals) grants.delete(grantId);
      for (const { userId } of change.users.filter(({ known }) => known)) {
        changeUser(
          userId,
          () => true,
          ({ generation }) => ({ generation: generation + 1 }),
        );
      }
      for (const item of change.due) saveDue(item);
      audit.push(change.audit);
      return 'stored';
    },
    listGrants: async (page) => pageOf([...grants.values()], ({ grantId }) => grantId, page),
    listGroups: async (page) =>
      pageOf(
        [...scopes.values()].filter(({ subject }) => subject.kind === 'group').map(withoutLease),
        ({ subject }) => (subject.kind === 'group' ? subject.group : ''),
        page,
      ),
    forgetScope: async ({ subject, generation }) => {
      const key = formatSubject(subject);
      if (scopes.get(key)?.generation !== generation) return 'conflict';
      scopes.delete(key);
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
    changeUser: async ({ user, was, removing, due: work, audit: event }) => {
      const { userId } = user;
      const stored = users.get(userId);
      const isLater = (stored?.groupsAsOf ?? 0) > user.groupsAsOf;
      if (stored?.generation !== was || isLater || !removing.every((id) => stored && deviceOf(stored, id)))
        return 'conflict';
      const applied = { devices: [], appliedGeneration: 0, attached: [], effectiveBy: 0, ...stored };
      const devices = applied.devices.map((device) =>
        removing.includes(device.deviceId) ? { ...device, state: 'removing' as const } : device,
      );
      users.set(userId, { ...applied, ...user, devices, generation: (was ?? 0) + 1 });
      for (const item of work) saveDue(item);
      audit.push(event);
      return 'stored';
    },
    confirmUser: async ({ userId, groups, disabled, groupsAsOf }) =>
      changeUser(
        userId,
        (stored) =>
          stored.groupsAsOf < groupsAsOf &&
          !hasOtherGroups(stored, { groups: [...new Set(groups)] }) &&
          (disabled ?? stored.disabled) === stored.disabled,
        () => ({ groupsAsOf }),
      ),
    findUserOf: async (identityId) =>
      [...users.values()].find((user) => user.identityId === identityId)?.userId,

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
        (stored) =>
          of === 'registering-device'
            ? {}
            : { devices: [...stored.devices, device], identityId: user.identityId },
      );
      if (outcome === 'conflict') return outcome;
      saveDue({
        work: { task: 'finish-registration', userId, deviceId, attempt },
        dueAt,
        failures: 0,
        stamp: attempt,
      });
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
      if (outcome === 'stored')
        due.delete(taskKey({ task: 'finish-registration', userId, deviceId, attempt }));
      return outcome;
    },
    intendRemoval: async ({ of, userId, deviceId, dueAt, audit: event }) => {
      const states = of === 'registering-device' ? ['registering'] : ['registering', 'registered'];
      const outcome = changeUser(
        userId,
        (user) => states.includes(deviceOf(user, deviceId)?.state ?? ''),
        (user) => withState(user, deviceId, 'removing'),
      );
      if (outcome === 'conflict') return outcome;
      saveDue({
        work: { task: 'finish-removal', userId, deviceId },
        dueAt,
        failures: 0,
        stamp: event.auditId,
      });
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
      due.delete(taskKey({ task: 'finish-removal', userId, deviceId }));
      saveDue({
        work: { task: 'disconnect', clientId, changeId: String(disconnectAt) },
        dueAt: disconnectAt,
        failures: 0,
        stamp: clientId,
      });
    },

    saveMemberships: async (userId, groups) => {
      for (const group of groups) members.set(group, (members.get(group) ?? new Set()).add(userId));
    },
    removeMemberships: async (userId, groups) => {
      for (const group of groups) members.get(group)?.delete(userId);
    },
    listMembers: async (group, page) => pageOf([...(members.get(group) ?? [])], (userId) => userId, page),
    countMembers: async (group, upTo) => Math.min(members.get(group)?.size ?? 0, upTo),
    listUsers: async (page) => pageOf([...users.values()].map(withoutLease), ({ userId }) => userId, page),

    listDue: async (until, limit) =>
      [...due.values()]
        .filter(({ dueAt }) => dueAt <= until)
        .sort((one, other) => one.dueAt - other.dueAt)
        .slice(0, limit),
    isDue: async (work) => due.has(taskKey(work)),
    saveDue: async (item) => saveDue(item),
    finishDue: async ({ work, stamp }, next) => {
      const stored = due.get(taskKey(work))?.stamp;
      const again = next && taskKey(next.work) === taskKey(work) && stored === next.stamp;
      if (stored !== stamp && !again) return 'conflict';
      due.delete(taskKey(work));
      if (next) saveDue(next);
      return 'stored';
    },

    listAuditEvents: async ({ of, since = 0, until = Number.MAX_SAFE_INTEGER, limit, after }) => {
      const concerns = ({ actor, subjects }: AuditEvent) =>
        of === 'all' || ('actor' in of ? actor === of.actor : subjects.includes(of.subject));
      const found = audit.filter((event) => concerns(event) && event.at >= since && event.at <= until);
      const newestFirst = found.sort((one, other) => (auditKey(one) < auditKey(other) ? 1 : -1));
      const rest = after === undefined ? newestFirst : newestFirst.filter((event) => auditKey(event) < after);
      const items = rest.slice(0, limit);
      const last = items.at(-1);
      return { items, ...(rest.length > limit && last && { after: auditKey(last) }) };
    },
  };
};

const auditKey = ({ at, auditId }: AuditEvent): string => `${new Date(at).toISOString()}#${auditId}`;

/** "DynamoDB collates and compares strings using the bytes of the underlying UTF-8 string encoding." */
const byBytes = (one: string, other: string): number => Buffer.compare(Buffer.from(one), Buffer.from(other));

const pageOf = <Item>(
  items: readonly Item[],
  key: (item: Item) => string,
  { limit, after = '' }: ports.PageRequest,
): ports.Page<Item> => {
  const rest = items
    .filter((item) => byBytes(key(item), after) > 0)
    .sort((one, other) => byBytes(key(one), key(other)));
  const found = rest.slice(0, limit);
  const last = found.at(-1);
  return { items: found, ...(rest.length > limit && last && { after: key(last) }) };
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
