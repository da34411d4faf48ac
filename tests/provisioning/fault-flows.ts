// The flows that meet every fault at every call, each with the world that it begins in and the calls that it is to make.

import type { Task } from '../../src/domain/due.ts';
import { awsError } from '../fakes/memory-iot.ts';
import { group, userId } from '../fakes/samples.ts';
import { create, groupRequest, replace, requestOf, revoke } from './administration.ts';
import { addToPool, by } from './user-life.ts';
import { type Watch, watch } from './watch.ts';
import { type Hook, Killed, openWorld, registration, removal, type World } from './world.ts';

type Flows = ReturnType<World['flows']>;

export type FaultyFlow = {
  readonly name: string;
  readonly prepare: () => Promise<Prepared>;
  readonly run: (flows: Flows, world: World) => Promise<unknown>;
  /** Every kind of call that it makes, and no other. */
  readonly calls: string;
};

type Prepared = Pick<Watch, 'ever' | 'wrong'> & { readonly world: World };

type Step = (flows: Flows, world: World) => Promise<unknown>;

/** A device of the user, as its client registers it with a token of the world's time. */
export const registers =
  (name: string, groups: readonly string[], device = 'web-1'): Step =>
  (flows, world) => {
    const { caller, ...rest } = registration(device, name);
    return flows.registerDevice({
      ...rest,
      requestId: `register-${name}-${device}-${world.time.now}`,
      now: world.time.now,
      caller: { ...caller, groups: groups.map(group), groupsAsOf: world.time.now },
    });
  };

export const signsIn =
  (name: string, groups: readonly string[]): Step =>
  (flows, world) =>
    flows.followSignIn({
      userId: userId(name),
      username: `${name}@example.com`,
      groups: groups.map(group),
      requestId: 'sign-in',
      now: world.time.now,
    });

const hints =
  (kind: Parameters<Flows['followPool']>[0]['kind']): Step =>
  (flows) =>
    flows.followPool({ kind, userId: userId('user-1'), hintId: 'event-1', requestId: 'event-1' });

/** As an administrator leaves user-1 in the user pool. */
const inPool =
  (how: { readonly groups?: readonly string[]; readonly enabled?: boolean } | 'deleted'): Step =>
  async (_flows, world) => {
    world.pool.members.clear();
    if (how === 'deleted') world.pool.users.clear();
    else addToPool(world, 'user-1', { groups: ['b'], ...how });
  };

export const after = async (steps: readonly Step[]): Promise<Prepared> => {
  const world = await openWorld();
  const { hook, wrong, ever } = watch(world);
  addToPool(world, 'user-1', { groups: ['b'] });
  addToPool(world, 'user-2', { groups: ['b', 'c'] });
  world.pool.members.set(group('c'), world.pool.members.get(group('c')) ?? new Set());
  for (const step of steps) {
    await step(world.flows(hook), world);
    world.time.now += 1000;
  }
  return { world, wrong, ever };
};

/** user-1 in group b, with a device, and grants of every kind of subject, applied and at rest. */
export const inUse: readonly Step[] = [
  registers('user-1', ['b']),
  (flows, world) =>
    flows.changeGrants(
      requestOf(world, [
        create('everyone', 'allow publish+subscribe e/#'),
        create('group/b', 'allow publish+subscribe b/#'),
        create('user/user-1', 'allow subscribe u/#'),
        create('user/user-2', 'allow publish u/#'),
      ]),
    ),
  ...minutes(12),
];

function minutes(count: number): readonly Step[] {
  return Array.from({ length: count }, () => (flows, world) => {
    world.time.now += 59_000;
    return flows.sweep();
  });
}

export const grantOf = (world: World, text: string): string => {
  const found = [...world.store.grants.values()].find(({ rule }) => rule.topicFilter.text === text);
  if (found === undefined) throw new Error(`There is no grant of ${text}.`);
  return found.grantId;
};

/** A step whose calls to IoT Core fail from one on, or which is killed there. */
const cutOff =
  (run: Step, from: string, how: 'fails' | 'killed'): Step =>
  (_flows, world) =>
    new Promise((ended) => {
      let isCut = false;
      const hook: Hook = async ({ name }, go) => {
        isCut ||= name === from;
        if (!isCut) return go();
        if (how === 'fails' && from === name) throw awsError('ThrottlingException');
        if (how === 'fails') return go();
        ended(new Killed());
        return new Promise(() => undefined);
      };
      run(world.flows(hook), world).then(ended, ended);
    });

export const changes =
  (...operations: readonly ((world: World) => Parameters<typeof requestOf>[1][number])[]): Step =>
  (flows, world) =>
    flows.changeGrants(
      requestOf(
        world,
        operations.map((each) => each(world)),
      ),
    );

/** Somebody with the AWS console detaches a policy. */
const editedByHand: Step = async (_flows, { iot }) => {
  const [thing] = iot.things.values();
  const [identityId] = thing ?? [];
  const carried = identityId && iot.attached.get(identityId);
  for (const name of [...(carried ?? [])].slice(1, 2)) carried?.delete(name);
};

const isDue =
  (work: Task): Step =>
  (_flows, { store, time }) =>
    store.saveDue({ work, dueAt: time.now, failures: 0, stamp: 'all' });

export const faultyFlows: readonly FaultyFlow[] = [
  {
    name: 'the first registration of all',
    prepare: () => after([]),
    run: registers('user-1', []),
    calls:
      'attachPolicy attachThing changeScopes completeRegistration createPolicy createThing describeEndpoint finishDue identityOf intendRegistration leaseScope readProvisioning recordScope saveEndpoint',
  },
  {
    name: 'a first registration',
    prepare: () => after(inUse),
    run: registers('user-2', ['b', 'c']),
    calls:
      'attachPolicy attachThing completeRegistration createThing identityOf intendRegistration readProvisioning saveMemberships',
  },
  {
    name: 'a registration of another device',
    prepare: () => after(inUse),
    run: registers('user-1', ['b'], 'web-2'),
    calls: 'attachThing completeRegistration createThing intendRegistration readProvisioning saveMemberships',
  },
  {
    name: 'a registration of a known device',
    prepare: () => after(inUse),
    run: registers('user-1', ['b']),
    calls: 'readProvisioning',
  },
  {
    name: 'a registration after groups have changed',
    prepare: () => after([...inUse, changes(() => create('group/c', 'allow publish c/#')), ...minutes(5)]),
    run: registers('user-1', ['c']),
    calls:
      'attachPolicy changeUser detachPolicy finishDue leaseUser readProvisioning recordUser removeMemberships saveMemberships',
  },
  {
    name: 'a removal of a device',
    prepare: () => after(inUse),
    run: (flows, world) => flows.removeDevice({ ...removal(), now: world.time.now }),
    calls: 'completeRemoval deleteThing detachThing dropConnection intendRemoval readProvisioning',
  },
  {
    name: 'first grants of a group and a user',
    prepare: () => after([...inUse, registers('user-2', ['c'])]),
    run: changes(
      () => create('group/c', 'allow publish+subscribe c/#'),
      () => create('user/user-1', 'deny publish b/#'),
    ),
    calls:
      'changeScopes countMembers createPolicy createVersion finishDue leaseScope leaseUser readProvisioning readScopes readUsers recordScope recordUser saveMemberships',
  },
  {
    name: 'changes of grants',
    prepare: () => after(inUse),
    run: changes(
      (world) => replace(grantOf(world, 'b/#'), 'group/b', 'deny publish b/#'),
      (world) => replace(grantOf(world, 'e/#'), 'everyone', 'allow receive e/#'),
    ),
    calls: 'changeScopes countMembers createVersion finishDue leaseScope readGrants readScopes recordScope',
  },
  {
    name: 'a group that gets more documents',
    prepare: () => after(inUse),
    run: (flows, world) => flows.putGroup({ ...groupRequest(world, 'b'), documents: 3 }),
    calls: 'changeScopes countMembers createPolicy finishDue isDue leaseScope readScopes recordScope',
  },
  {
    name: 'revocations of everything',
    prepare: () => after(inUse),
    run: changes(
      (world) => revoke(grantOf(world, 'e/#')),
      (world) => revoke(grantOf(world, 'b/#')),
      (world) => revoke(grantOf(world, 'u/#')),
    ),
    calls:
      'changeScopes createVersion detachPolicy finishDue leaseScope leaseUser readGrants readProvisioning readScopes readUsers recordScope recordUser saveMemberships',
  },
  {
    name: 'revocations with all sessions',
    prepare: () => after(inUse),
    run: (flows, world) =>
      flows.changeGrants(
        requestOf(world, [revoke(grantOf(world, 'b/#')), revoke(grantOf(world, 'u/#'))], {
          sessions: 'drop',
        }),
      ),
    calls:
      'changeScopes createVersion detachPolicy dropConnection finishDue leaseScope leaseUser readGrants readProvisioning readScopes readUsers recordScope recordUser saveDue saveMemberships',
  },
  {
    name: 'a deletion of a group',
    prepare: () => after(inUse),
    run: (flows, world) => flows.deleteGroup(groupRequest(world, 'b')),
    calls: 'changeScopes countMembers createVersion isDue leaseScope readGrants readScopes recordScope',
  },
  {
    name: 'a suspension',
    prepare: () => after(inUse),
    run: (flows, world) => flows.suspendUser(by(world)),
    calls:
      'attachPolicy changeUser dropConnection finishDue leaseUser readProvisioning readUsers recordUser saveDue saveMemberships',
  },
  {
    name: 'a resumption',
    prepare: () => after([...inUse, (flows, world) => flows.suspendUser(by(world)), ...minutes(1)]),
    run: (flows, world) => flows.resumeUser(by(world)),
    calls:
      'changeUser detachPolicy findByUserId finishDue groupsOf leaseUser readProvisioning readUsers recordUser saveMemberships',
  },
  {
    name: 'a resumption after a suspension was attached and never recorded',
    prepare: () =>
      after([
        ...inUse,
        cutOff((flows, world) => flows.suspendUser(by(world)), 'recordUser', 'killed'),
        async (_flows, world) => {
          world.time.now += 50_000;
        },
      ]),
    run: (flows, world) => flows.resumeUser(by(world)),
    calls:
      'changeUser detachPolicy findByUserId finishDue groupsOf leaseUser listAttached readProvisioning readUsers recordUser saveMemberships',
  },
  {
    name: 'a disconnection with sign-out',
    prepare: () => after(inUse),
    run: (flows, world) => flows.disconnectUser({ ...by(world), signIn: 'ended' }),
    calls:
      'changeUser dropConnection findByUserId finishDue leaseUser readProvisioning readUsers recordUser saveDue saveMemberships signOut',
  },
  {
    name: 'a device that is blocked',
    prepare: () => after(inUse),
    run: (flows, world) =>
      flows.removeUserDevice({ ...by(world), deviceId: registration().device.deviceId, block: 'set' }),
    calls:
      'changeUser completeRemoval deleteThing detachThing dropConnection finishDue leaseUser readProvisioning readUsers recordUser saveMemberships',
  },
  {
    name: 'an offboarding',
    prepare: () => after(inUse),
    run: (flows, world) => flows.offboardUser(by(world)),
    calls:
      'attachPolicy changeScopes changeUser completeRemoval deleteThing detachPolicy detachThing dropConnection finishDue leaseUser readGrants readProvisioning readScopes readUsers recordUser removeMemberships saveDue',
  },
  {
    name: 'a sign-up',
    prepare: () => after(inUse),
    run: (flows, world) =>
      flows.welcomeUser(
        {
          userId: userId('user-2'),
          username: 'user-2@example.com',
          requestId: 'sign-up',
          now: world.time.now,
        },
        [group('c')],
      ),
    calls: 'addToGroup changeUser',
  },
  {
    name: 'a sign-in after groups have changed',
    prepare: () => after(inUse),
    run: signsIn('user-1', ['c']),
    calls:
      'changeUser confirmUser detachPolicy finishDue leaseUser readProvisioning recordUser removeMemberships saveMemberships',
  },
  {
    name: 'a hint that groups have changed',
    prepare: () => after([...inUse, inPool({ groups: ['c'] })]),
    run: hints('groups-changed'),
    calls:
      'changeUser confirmUser detachPolicy findByUserId finishDue groupsOf leaseUser readProvisioning recordUser removeMemberships saveMemberships',
  },
  {
    name: 'a hint that a user was disabled',
    prepare: () => after([...inUse, inPool({ enabled: false })]),
    run: hints('disabled'),
    calls:
      'attachPolicy changeUser confirmUser dropConnection findByUserId finishDue groupsOf leaseUser readProvisioning recordUser saveDue saveMemberships',
  },
  {
    name: 'a hint that a user has signed out',
    prepare: () => after([...inUse, inPool({})]),
    run: hints('signed-out'),
    calls: 'confirmUser dropConnection findByUserId finishDue groupsOf readProvisioning saveDue',
  },
  {
    name: 'a hint that a user was deleted',
    prepare: () => after([...inUse, inPool('deleted')]),
    run: hints('deleted'),
    calls:
      'attachPolicy changeScopes changeUser completeRemoval deleteThing detachPolicy detachThing dropConnection findByUserId finishDue leaseUser readGrants readProvisioning readScopes readUsers recordUser removeMemberships saveDue',
  },
  {
    name: 'a sweep of all that was cut off',
    prepare: () =>
      after([
        ...inUse,
        cutOff(registers('user-2', ['b', 'c']), 'attachThing', 'killed'),
        cutOff(
          (flows, world) => flows.removeDevice({ ...removal(), now: world.time.now }),
          'detachThing',
          'killed',
        ),
        cutOff(
          changes((world) => revoke(grantOf(world, 'e/#'))),
          'createVersion',
          'fails',
        ),
        cutOff((flows, world) => flows.suspendUser(by(world)), 'attachPolicy', 'fails'),
        (flows, world) => flows.putGroup({ ...groupRequest(world, 'b'), documents: 2 }),
        async (_flows, world) => {
          world.time.now += 60_000;
        },
      ]),
    run: (flows) => flows.sweep(),
    calls:
      'attachPolicy completeRemoval createVersion deleteThing detachThing dropConnection finishDue leaseScope leaseUser listAttached listDue listMembers listUsers readPolicy readProvisioning readUsers recordScope recordUser saveDue saveMemberships',
  },
  {
    name: 'a sweep in which grants end',
    prepare: () =>
      after([
        ...inUse,
        (flows, world) => {
          const expiresAt = world.time.now + 30_000;
          return flows.changeGrants(
            requestOf(world, [
              create('everyone', 'allow publish e2/#', { expiresAt }),
              create('group/b', 'allow publish b2/#', { expiresAt }),
              create('user/user-1', 'allow publish u2/#', { expiresAt }),
            ]),
          );
        },
        async (_flows, world) => {
          world.time.now += 60_000;
        },
      ]),
    run: (flows) => flows.sweep(),
    calls:
      'changeScopes createVersion finishDue leaseScope listDue readGrants readScopes readUsers recordScope',
  },
  {
    name: 'a sweep that deletes a group',
    prepare: () =>
      after([...inUse, (flows, world) => flows.deleteGroup(groupRequest(world, 'b')), ...minutes(1)]),
    run: (flows, world) => {
      world.time.now += 60_000;
      return flows.sweep();
    },
    calls:
      'detachPolicy finishDue isDue leaseUser listDue listMembers readProvisioning readScopes readUsers recordUser',
  },
  {
    name: 'the last sweep of a deletion',
    prepare: () =>
      after([
        ...inUse,
        (flows, world) => flows.deleteGroup(groupRequest(world, 'b')),
        ...minutes(5),
        async (_flows, world) => {
          world.time.now += 6 * 60_000;
        },
      ]),
    run: (flows) => flows.sweep(),
    calls:
      'deletePolicy deleteVersion finishDue forgetScope leaseScope listDue listTargets readPolicy readScopes isDue',
  },
  {
    name: 'a sweep that finishes an offboarding',
    prepare: () =>
      after([
        ...inUse,
        cutOff((flows, world) => flows.offboardUser(by(world)), 'leaseUser', 'killed'),
        async (_flows, world) => {
          world.time.now += 60_000;
        },
      ]),
    run: (flows) => flows.sweep(),
    calls:
      'attachPolicy changeScopes completeRemoval deleteThing detachPolicy detachThing dropConnection finishDue leaseUser listDue readGrants readProvisioning readScopes readUsers recordUser saveDue',
  },
  {
    name: 'a sweep that compares everything',
    prepare: () => after([...inUse, editedByHand, isDue({ task: 'reconcile' })]),
    run: (flows) => flows.sweep(),
    calls:
      'attachPolicy finishDue leaseScope leaseUser listAttached listDevices listDue listGroups listUsers readPolicy readProvisioning readUsers recordScope recordUser',
  },
  {
    name: 'a sweep that has time to compare',
    prepare: () => after([...inUse, editedByHand, isDue({ task: 'compare' })]),
    run: (flows) => flows.sweep(),
    calls:
      'attachPolicy finishDue leaseScope leaseUser listAttached listDevices listDue listGroups listUsers readPolicy readProvisioning readScopes readUsers recordScope recordUser',
  },
];
