// The flows over stores and IoT Core in memory, with every call of theirs in sight: counted, failed, cut off or delayed.
import { setImmediate } from 'node:timers/promises';
import { connectDocument, suspendedDocument } from '../../src/domain/fixed-policies.ts';
import type { GroupName, IdentityId, UserId } from '../../src/domain/identifiers.ts';
import { parseIdentityId, thingNameOf } from '../../src/domain/identifiers.ts';
import { connectPolicyName, suspendedPolicyName } from '../../src/domain/policy-name.ts';
import { isRegistered } from '../../src/domain/user.ts';
import { wantedPolicies } from '../../src/domain/wanted-policies.ts';
import { applyMembers } from '../../src/provisioning/apply-members.ts';
import { applyScope } from '../../src/provisioning/apply-scope.ts';
import { applyUser } from '../../src/provisioning/apply-user.ts';
import { changeGrants } from '../../src/provisioning/change-grants.ts';
import { changeUser } from '../../src/provisioning/change-user.ts';
import { compare } from '../../src/provisioning/compare.ts';
import { createUser } from '../../src/provisioning/create-user.ts';
import { defaultRules } from '../../src/provisioning/default-rules.ts';
import { deleteGroup } from '../../src/provisioning/delete-group.ts';
import { deleteScope } from '../../src/provisioning/delete-scope.ts';
import { disconnectUser } from '../../src/provisioning/disconnect-user.ts';
import { dropSessions } from '../../src/provisioning/drop-sessions.ts';
import { enrolDevice } from '../../src/provisioning/enrol-device.ts';
import { expireGrants } from '../../src/provisioning/expire-grants.ts';
import { finishOffboarding } from '../../src/provisioning/finish-offboarding.ts';
import { finishRegistration } from '../../src/provisioning/finish-registration.ts';
import { finishRemoval } from '../../src/provisioning/finish-removal.ts';
import { followGroups } from '../../src/provisioning/follow-groups.ts';
import { followPool } from '../../src/provisioning/follow-pool.ts';
import { followSignIn } from '../../src/provisioning/follow-sign-in.ts';
import { listUsers } from '../../src/provisioning/list-users.ts';
import { putGroup } from '../../src/provisioning/manage-group.ts';
import { offboardUser } from '../../src/provisioning/offboard-user.ts';
import { perform } from '../../src/provisioning/perform.ts';
import { prepareStack } from '../../src/provisioning/prepare-stack.ts';
import { previewGrants } from '../../src/provisioning/preview-grants.ts';
import { listGrants, readGrant } from '../../src/provisioning/read-grants.ts';
import { listGroups, readGroup } from '../../src/provisioning/read-groups.ts';
import { readUser } from '../../src/provisioning/read-user.ts';
import { reconcile } from '../../src/provisioning/reconcile.ts';
import { registerDevice } from '../../src/provisioning/register-device.ts';
import { removeDevice } from '../../src/provisioning/remove-device.ts';
import { removeUserDevice } from '../../src/provisioning/remove-user-device.ts';
import { requestReconciliation } from '../../src/provisioning/request-reconciliation.ts';
import { resumeUser } from '../../src/provisioning/resume-user.ts';
import { settleChange } from '../../src/provisioning/settle-change.ts';
import { settleThing } from '../../src/provisioning/settle-thing.ts';
import { settleUser } from '../../src/provisioning/settle-user.ts';
import { suspendUser } from '../../src/provisioning/suspend-user.ts';
import { sweep } from '../../src/provisioning/sweep.ts';
import { takeDownDevice } from '../../src/provisioning/take-down-device.ts';
import { walkSessions } from '../../src/provisioning/walk-sessions.ts';
import { type WelcomeUser, welcomeUser } from '../../src/provisioning/welcome-user.ts';
import type { Timer } from '../../src/provisioning/within-time.ts';
import { type MemoryIot, memoryIot } from '../fakes/memory-iot.ts';
import { type MemoryStore, memoryStore } from '../fakes/memory-store.ts';
import { memoryUserPool } from '../fakes/memory-user-pool.ts';
import { deviceId, now, parsed, space, userId } from '../fakes/samples.ts';

/** Runs before or around one call; `run` makes it. */
export type Hook = (
  call: { readonly index: number; readonly name: string; readonly args: readonly unknown[] },
  run: () => Promise<unknown>,
) => Promise<unknown>;

/** A function that is gone: what it was doing is never finished by itself. */
export class Killed extends Error {}

/** With the fixed policies of the stack, or going on from where another world was. */
export const openWorld = async ({
  store = memoryStore(),
  iot = memoryIot(),
  pool = memoryUserPool(),
  identities = new Map<string, IdentityId>(),
  time = { now },
  ids = { last: 0 },
} = {}) => {
  await iot.createPolicy(connectPolicyName(space), JSON.stringify(connectDocument(space)));
  await iot.createPolicy(suspendedPolicyName(space), JSON.stringify(suspendedDocument()));
  const newId = () => `id-${String(++ids.last).padStart(6, '0')}`;
  /** What flows that answer all the same reported. */
  const reported: unknown[] = [];
  const identityPool = {
    identityOf: async (idToken: string) => {
      const known = identities.get(idToken);
      if (known) return known;
      const number = String(identities.size + 1).padStart(12, '0');
      const identityId = parsed(parseIdentityId(`us-east-1:00000000-0000-4000-8000-${number}`));
      identities.set(idToken, identityId);
      return identityId;
    },
  };

  /** The flows of one function's run; `hook` sees each of its calls, in the order in which they begin. */
  const flows = (hook: Hook = (_call, run) => run(), deviceLimit = 3, timer?: Timer) => {
    let index = 0;
    const watched = <Port extends object>(port: Port): Port =>
      Object.fromEntries(
        Object.entries(port).map(([name, method]) => [
          name,
          typeof method === 'function'
            ? async (...args: unknown[]) => {
                const call = { index: index++, name, args };
                await setImmediate(); // no call answers at once
                return hook(call, () => method(...args));
              }
            : method,
        ]),
      ) as Port;
    const pause = async () => void (await setImmediate());
    const deps = { store: watched(store), space, clock: () => time.now, newId, pause };
    const control = watched(iot);
    const apply = applyUser({ ...deps, attachments: control });
    const scope = applyScope({ ...deps, policies: control });
    const drop = dropSessions({ ...deps, connections: control });
    const everyone = { documents: 1, rules: defaultRules };
    const report = (error: unknown) => void reported.push(error);
    const applied = { ...deps, applyScope: scope, applyUser: apply, dropSessions: drop, report };
    const settle = settleChange(applied);
    const read = readGroup(deps);
    const change = { ...deps, settleChange: settle, readGroup: read };
    const swept = {
      ...applied,
      settleChange: settle,
      attachments: control,
      policies: control,
      connections: control,
      things: control,
      attachedThings: control,
      tellDrift: () => undefined,
      requestId: 'sweep',
    };
    const things = { ...swept, settleThing: settleThing(swept), takeDownDevice: takeDownDevice(swept) };
    const removals = { ...things, finishRemoval: finishRemoval(things) };
    const finishing = { ...removals, finishOffboarding: finishOffboarding(removals) };
    const users = watched(pool);
    const decided = {
      ...finishing,
      poolUsers: users,
      poolSessions: users,
      changeUser: changeUser({ ...deps, poolUsers: users }),
      settleUser: settleUser(finishing),
    };
    const hooks = {
      followGroups: followGroups({ ...deps, applyUser: apply, dropSessions: drop }),
      createUser: createUser(deps),
      dropSessions: drop,
    };
    const sweepDue = sweep({
      ...deps,
      perform: perform({
        ...finishing,
        expireGrants: expireGrants(finishing),
        applyMembers: applyMembers(finishing),
        walkSessions: walkSessions(finishing),
        deleteScope: deleteScope(finishing),
        finishRegistration: finishRegistration(finishing),
        reconcile: reconcile(finishing),
        compare: compare(finishing),
      }),
      abortAfter: () => new AbortController().signal,
      report,
      random: () => 0.5,
    });
    return {
      sweep: () => sweepDue({ now: time.now, until: time.now + 50_000 }),
      changeGrants: changeGrants({ ...change, everyone }),
      previewGrants: previewGrants({ ...deps, everyone }),
      readGrant: readGrant(deps.store),
      listGrants: listGrants(deps),
      putGroup: putGroup(change),
      deleteGroup: deleteGroup(change),
      readGroup: read,
      listGroups: listGroups(deps),
      dropSessions: drop,
      applyScope: scope,
      applyUser: apply,
      listUsers: listUsers({ ...deps, poolUsers: users }),
      readUser: readUser({
        ...deps,
        poolUsers: users,
        attachments: control,
        connectionStates: control,
        retainedTopics: [],
        report,
      }),
      requestReconciliation: requestReconciliation(deps),
      suspendUser: suspendUser(decided),
      resumeUser: resumeUser(decided),
      disconnectUser: disconnectUser(decided),
      removeUserDevice: removeUserDevice(decided),
      offboardUser: offboardUser(decided),
      followSignIn: followSignIn({ ...deps, ...hooks, pool: users }),
      followPool: followPool({ ...deps, ...hooks, pool: users, offboardUser: offboardUser(decided) }),
      welcomeUser: (signUp: Parameters<WelcomeUser>[0], defaultGroups: readonly GroupName[] = []) =>
        welcomeUser({
          ...hooks,
          pool: () => users,
          defaultGroups,
          signal: new AbortController().signal,
          timer,
          report: (name, why) => report(`${name}: ${why}`),
        })(signUp),
      removeDevice: removeDevice({ ...deps, things: control, connections: control }),
      registerDevice: registerDevice({
        ...deps,
        followGroups: followGroups({ ...deps, applyUser: apply, dropSessions: undefined }),
        applyUser: apply,
        applyScope: scope,
        prepareStack: prepareStack({
          ...deps,
          applyScope: scope,
          endpoints: control,
          everyone,
        }),
        enrolDevice: enrolDevice({
          ...deps,
          applyUser: apply,
          attachments: control,
          things: control,
          identityPool: watched(identityPool),
          deviceLimit,
        }),
      }),
    };
  };
  return {
    store,
    iot,
    pool,
    identities,
    ids,
    flows,
    /** Of every flow; a test may let it pass. */
    time,
    reported,
  };
};

export type World = Awaited<ReturnType<typeof openWorld>>;

export const registration = (device = 'web-1', user = 'user-1', groups: readonly never[] = []) => ({
  caller: { userId: userId(user), groups, groupsAsOf: now, idToken: () => `token-of-${user}` },
  device: { deviceId: deviceId(device) },
  requestId: 'request-1',
  now,
});

export const removal = (device = 'web-1', user = 'user-1') => ({
  userId: userId(user),
  deviceId: deviceId(device),
  actor: userId(user),
  requestId: 'request-2',
  now,
});

/** Where IoT Core has more, or something else, than what the store says; empty when the two agree. */
export const disagreements = (store: MemoryStore, iot: MemoryIot): readonly string[] => {
  const users = [...store.users.values()];
  const scopesOf = (groups: readonly string[], id: UserId) =>
    ['everyone', ...groups.map((group) => `group/${group}`), `user/${id}`].flatMap(
      (key) => store.scopes.get(key) ?? [],
    );
  const attachments = users.flatMap((user) => {
    const { wanted } = wantedPolicies(user, scopesOf(user.groups, user.userId), space);
    const present = [...((user.identityId && iot.attached.get(user.identityId)) ?? [])];
    return present.toSorted().join() === wanted.toSorted().join()
      ? []
      : [`${user.userId} has ${present.join()} and should have ${wanted.join()}`];
  });
  const devices = users.filter(isRegistered).flatMap((user) =>
    user.devices
      .filter(({ state }) => state === 'registered')
      .map((device) => ({
        thing: thingNameOf(user.identityId, device.deviceId),
        identityId: user.identityId,
      })),
  );
  const missing = devices.filter(({ thing, identityId }) => !iot.things.get(thing)?.has(identityId));
  const surplus = [...iot.things].filter(
    ([thing, identities]) => identities.size > 0 && !devices.some((device) => device.thing === thing),
  );
  return [
    ...attachments,
    ...missing.map(({ thing }) => `${thing} is registered and not attached`),
    ...surplus.map(([thing]) => `${thing} is attached and not registered`),
  ];
};
