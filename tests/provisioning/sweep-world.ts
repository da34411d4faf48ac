// Sweeps over a store and IoT Core in memory under a virtual clock: every call takes time, and may be made to fail.
import type { Drift } from '../../src/domain/drift.ts';
import type { Due, Task } from '../../src/domain/due.ts';
import { taskKey } from '../../src/domain/due.ts';
import { parseGrantRule } from '../../src/domain/grant.ts';
import type { GroupName } from '../../src/domain/identifiers.ts';
import { parseIdentityId, thingNameOf } from '../../src/domain/identifiers.ts';
import { connectPolicyName, type PolicyName, suspendedPolicyName } from '../../src/domain/policy-name.ts';
import type { Scope } from '../../src/domain/scope.ts';
import { formatSubject, type Subject } from '../../src/domain/subject.ts';
import type { RegisteredUser, User } from '../../src/domain/user.ts';
import { applyMembers } from '../../src/provisioning/apply-members.ts';
import { applyScope } from '../../src/provisioning/apply-scope.ts';
import { applyUser } from '../../src/provisioning/apply-user.ts';
import { changeGrants } from '../../src/provisioning/change-grants.ts';
import { compare } from '../../src/provisioning/compare.ts';
import { defaultRules } from '../../src/provisioning/default-rules.ts';
import { deleteGroup } from '../../src/provisioning/delete-group.ts';
import { deleteScope } from '../../src/provisioning/delete-scope.ts';
import { dropSessions } from '../../src/provisioning/drop-sessions.ts';
import { expireGrants } from '../../src/provisioning/expire-grants.ts';
import { finishOffboarding } from '../../src/provisioning/finish-offboarding.ts';
import { finishRegistration } from '../../src/provisioning/finish-registration.ts';
import { finishRemoval } from '../../src/provisioning/finish-removal.ts';
import { putGroup } from '../../src/provisioning/manage-group.ts';
import {
  pacedAttachments,
  pacedConnections,
  pacedPolicies,
  pacedThings,
  turns,
} from '../../src/provisioning/paced.ts';
import { perform } from '../../src/provisioning/perform.ts';
import { readGroup } from '../../src/provisioning/read-groups.ts';
import { reconcile } from '../../src/provisioning/reconcile.ts';
import { settleChange } from '../../src/provisioning/settle-change.ts';
import { settleThing } from '../../src/provisioning/settle-thing.ts';
import { type Perform, type SweepReport, sweep } from '../../src/provisioning/sweep.ts';
import { takeDownDevice } from '../../src/provisioning/take-down-device.ts';
import { walkSessions } from '../../src/provisioning/walk-sessions.ts';
import { type Iot, memoryIot } from '../fakes/memory-iot.ts';
import { memoryStore } from '../fakes/memory-store.ts';
import { device, everyoneScope, now, parsed, space, user, userId } from '../fakes/samples.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';

type Call = { readonly name: string; readonly args: readonly unknown[]; readonly at: number };

/** Runs instead of one call; `run` makes it. */
export type Hook = (call: Call, run: () => Promise<unknown>) => Promise<unknown>;

const storeMs = 10;
const controlMs = 50;
/** "After DetachPolicy it can take 5 minutes before DeletePolicy succeeds." */
const detachedMs = 5 * 60_000;

export const openSweepWorld = async ({ start = now, store = memoryStore(), iot = memoryIot() } = {}) => {
  const clock = virtualClock(start);
  for (const name of [connectPolicyName(space), suspendedPolicyName(space)])
    await iot.createPolicy(name, '{}');
  let ids = 0;
  const newId = () => `id-${String(++ids).padStart(6, '0')}`;
  /** Of IoT Core, in the order in which they are made. */
  const calls: Call[] = [];
  const reports: { readonly error: unknown; readonly due: string }[] = [];
  const drifts: Drift[] = [];
  const detachments = new Map<PolicyName, number>();
  const world = {
    clock,
    store,
    iot,
    newId,
    calls,
    reports,
    /** What was told of what others changed. */
    drifts,
    /** Of IoT Core. */
    hook: ((_call, run) => run()) as Hook,
    storeHook: ((_call, run) => run()) as Hook,
  };

  const slow = <Port extends object>(port: Port, ms: number, signal: AbortSignal, around: () => Hook): Port =>
    Object.fromEntries(
      Object.entries(port).map(([name, method]) => [
        name,
        typeof method === 'function'
          ? async (...args: unknown[]) => {
              const call = { name, args, at: clock.now() };
              if (port !== (store as object)) calls.push(call);
              await clock.sleep(ms, signal);
              return around()(call, () => method(...args));
            }
          : method,
      ]),
    ) as Port;

  /** IoT Core as it is, where the one in memory is kinder. */
  const strict: Iot = {
    ...iot,
    detachPolicy: async (name, target) => {
      if (iot.attached.get(target)?.has(name)) detachments.set(name, clock.now());
      return iot.detachPolicy(name, target);
    },
    deletePolicy: async (name) => {
      const detachedAt = detachments.get(name);
      if (detachedAt !== undefined && clock.now() < detachedAt + detachedMs) return 'attached';
      if ((iot.policies.get(name)?.versions.length ?? 0) > 1) throw new Error('Other versions exist.');
      return iot.deletePolicy(name);
    },
  };

  /** The flows as the handler composes them. */
  const flowsWith = (signal: AbortSignal, turnsWith: ReturnType<typeof turns>, due = 'request') => {
    const control = slow(strict, controlMs, signal, () => world.hook);
    const turn = turnsWith(signal);
    const ports = {
      store: slow(store, storeMs, signal, () => world.storeHook),
      attachments: pacedAttachments(control, turn),
      policies: pacedPolicies(control, turn),
      connections: pacedConnections(control, turn),
      things: control,
      attachedThings: pacedThings(control, turn),
      space,
      clock: clock.now,
      newId,
      requestId: 'sweep-1',
      report: (error: unknown) => void reports.push({ error, due }),
      tellDrift: (drift: Drift) => void drifts.push(drift),
      pause: () => clock.sleep(100, signal),
    };
    const applying = {
      ...ports,
      applyScope: applyScope(ports),
      applyUser: applyUser(ports),
      dropSessions: dropSessions(ports),
      settleThing: settleThing(ports),
      takeDownDevice: takeDownDevice(ports),
    };
    const flows = { ...applying, settleChange: settleChange(applying), readGroup: readGroup(ports) };
    const everyone = { documents: 1, rules: defaultRules };
    return {
      ...flows,
      changeGrants: changeGrants({ ...flows, everyone }),
      putGroup: putGroup(flows),
      deleteGroup: deleteGroup(flows),
    };
  };

  const performWith =
    (turnsWith: ReturnType<typeof turns>): Perform =>
    (work, time) => {
      const flows = flowsWith(time.signal, turnsWith, taskKey(work));
      const finishing = { ...flows, finishRemoval: finishRemoval(flows) };
      return perform({
        ...finishing,
        expireGrants: expireGrants(flows),
        applyMembers: applyMembers(flows),
        walkSessions: walkSessions(flows),
        deleteScope: deleteScope(flows),
        finishRegistration: finishRegistration(flows),
        finishOffboarding: finishOffboarding(finishing),
        reconcile: reconcile(finishing),
        compare: compare(finishing),
      })(work, time);
    };

  /** One function's sweep, from now on. */
  const startSweep = (ms = 50_000, performing?: Perform): Promise<SweepReport> => {
    const never = new AbortController().signal;
    return sweep({
      store: slow(store, storeMs, never, () => world.storeHook),
      perform: performing ?? performWith(turns({ clock: clock.now, sleep: clock.sleep })),
      abortAfter: clock.abortAfter,
      report: (error, due) => void reports.push({ error, due: taskKey(due.work) }),
      clock: clock.now,
      random: () => 0.5,
      newId,
    })({ now: clock.now(), until: clock.now() + ms });
  };
  const sweepOnce = (ms?: number) => clock.run(startSweep(ms));
  /** A sweep at the beginning of every minute, as it is scheduled. */
  const sweepFor = async (minutes: number): Promise<readonly SweepReport[]> => {
    const swept: SweepReport[] = [];
    for (let minute = 0; minute < minutes; minute++) {
      const next = clock.now() + 60_000;
      swept.push(await sweepOnce());
      await clock.pass(Math.max(0, next - clock.now()));
    }
    return swept;
  };

  return Object.assign(world, {
    sweepOnce,
    startSweep,
    sweepFor,
    /** As a request has them: not paced. */
    flows: () => flowsWith(new AbortController().signal, () => async () => undefined),
  });
};

export type SweepWorld = Awaited<ReturnType<typeof openSweepWorld>>;

let stamps = 0;
export const dueItem = (work: Task, dueAt = now, failures = 0): Due => ({
  work,
  dueAt,
  failures,
  stamp: `stamp-${++stamps}`,
});

export const addDue = (world: SweepWorld, work: Task, dueAt = now): Due => {
  const due = dueItem(work, dueAt);
  world.store.due.set(taskKey(work), due);
  return due;
};

export const dueKeys = (world: SweepWorld): readonly string[] => [...world.store.due.keys()].sort();

export const grantOf = (
  subject: Subject,
  topicFilter: string,
  { id = topicFilter, ...rest }: { id?: string; expiresAt?: number; effect?: 'allow' | 'deny' } = {},
) => {
  const { effect, ...end } = rest;
  const rule = parseGrantRule({ subject, actions: ['publish', 'subscribe'], topicFilter, effect });
  if (!rule.ok) throw new Error(rule.fault.detail);
  return { grantId: id, rule: rule.value, ...end };
};

/** A scope with its grants' own items, applied by nobody yet. */
export const addScope = (world: SweepWorld, subject: Subject, changes: Partial<Scope> = {}): void => {
  const scope = everyoneScope({ subject, grants: [], ...changes });
  world.store.scopes.set(formatSubject(subject), scope);
  for (const grant of [...scope.grants, ...scope.expired]) {
    const bookkeeping = { createdBy: 'admin', createdAt: now, version: 1, generation: scope.generation };
    world.store.grants.set(grant.grantId, { ...grant, ...bookkeeping });
  }
};

/** A registered user with one device, whose attachments are those given. */
export const addUser = (
  world: SweepWorld,
  name: string,
  { groups = [], attached = [], ...rest }: Partial<User> & { readonly groups?: readonly GroupName[] } = {},
): RegisteredUser => {
  const number = String(world.store.users.size + 1).padStart(12, '0');
  const identityId = parsed(parseIdentityId(`us-east-1:00000000-0000-4000-8000-${number}`));
  const made = user({
    userId: userId(name),
    identityId,
    groups,
    attached,
    devices: [{ ...device('web-1'), state: 'registered' }],
    appliedGeneration: 1,
    ...rest,
  });
  world.store.users.set(name, made);
  for (const group of groups) {
    world.store.members.set(group, (world.store.members.get(group) ?? new Set()).add(made.userId));
  }
  if (attached.length > 0) world.iot.attached.set(identityId, new Set(attached));
  world.iot.things.set(thingNameOf(identityId, device('web-1').deviceId), new Set([identityId]));
  return made;
};
