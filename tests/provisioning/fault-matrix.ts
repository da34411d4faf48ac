// Every call of a flow, as a run without faults makes them, meets every fault; sweeps come after it.
import { wantedPolicies } from '../../src/domain/wanted-policies.ts';
import { awsError } from '../fakes/memory-iot.ts';
import { space } from '../fakes/samples.ts';
import { differences } from './administration.ts';
import { copyIot, copyStore, copyWorld } from './copy-world.ts';
import type { FaultyFlow } from './fault-flows.ts';
import { attachedRights, grantedRights } from './rights.ts';
import { isRead, type Watch, watch } from './watch.ts';
import { type Hook, Killed, type World } from './world.ts';

export type Started = { readonly world: World; readonly ever: ReadonlySet<string> };
export type Recorded = readonly string[];

type Act = (call: {
  readonly run: () => Promise<unknown>;
  readonly stale: () => Promise<unknown>;
  readonly world: World;
}) => Promise<unknown>;

const failsWith =
  (name: string, ms: number): Act =>
  ({ world }) => {
    world.time.now += ms;
    return Promise.reject(awsError(name));
  };

/** "exponential with full jitter", four attempts: so long a call may take that fails in the end. */
const retriesMs = 2000;
/** Of one attempt. */
const requestMs = 3000;

export const faultKinds: readonly {
  readonly name: string;
  readonly act: Act;
  readonly concerns: (name: string) => boolean;
}[] = [
  { name: 'is throttled', act: failsWith('ThrottlingException', retriesMs), concerns: () => true },
  { name: 'fails with 5xx', act: failsWith('InternalFailureException', retriesMs), concerns: () => true },
  { name: 'times out', act: failsWith('TimeoutError', requestMs), concerns: () => true },
  {
    name: 'has its effect and no answer',
    act: async ({ run, world }) => {
      await run();
      return failsWith('TimeoutError', requestMs)({ run, stale: run, world });
    },
    concerns: () => true,
  },
  {
    name: 'is not made, since the function is killed',
    act: () => Promise.reject(new Killed()),
    concerns: () => true,
  },
  {
    name: 'is the last before the function is killed',
    act: ({ run }) => run().then(() => Promise.reject(new Killed())),
    concerns: () => true,
  },
  {
    name: 'reads what was before the last write',
    act: ({ stale }) => stale(),
    concerns: (name) => lagging.has(name),
  },
  { name: 'is delivered twice', act: ({ run }) => run().then(run), concerns: (name) => !isRead(name) },
];

/** Reads of indexes and of the control plane, which may lag behind; the others are consistent. */
const lagging: ReadonlySet<string> = new Set([
  ...['listAttached', 'listTargets', 'readPolicy'],
  ...['listDue', 'listMembers', 'countMembers', 'listUsers', 'listGroups', 'listGrants', 'findUserOf'],
]);

/** The flow's world as it begins, with everything that was granted until then; the same for each of its cases. */
export const start = async (flow: Pick<FaultyFlow, 'name' | 'prepare'>): Promise<Started> => {
  const { world, ever, wrong } = await flow.prepare();
  if (wrong.length > 0) throw new Error(`${flow.name} is not prepared as it is to be: ${wrong.join('\n')}`);
  return { world, ever };
};

/** The names of the calls that it makes when nothing fails, in their order. */
export const record = async ({ world: begun }: Started, run: FaultyFlow['run']): Promise<Recorded> => {
  const world = await copyWorld(begun);
  const names: string[] = [];
  const hook: Hook = (call, go) => {
    names.push(call.name);
    return go();
  };
  await run(world.flows(hook), world);
  return names;
};

/** What is wrong when the call meets the fault and two sweeps follow; empty when nothing is. */
export const meetFault = async (
  { world: begun, ever }: Started,
  run: FaultyFlow['run'],
  at: number,
  kind: (typeof faultKinds)[number],
): Promise<readonly string[]> => {
  const world = await copyWorld(begun);
  const watched = watch(world, ever);
  const lags = kind.name.startsWith('reads') ? await lagOf(world) : undefined;
  await new Promise<unknown>((ended) => {
    let killed = false;
    const hook: Hook = async (call, go) => {
      if (killed) return new Promise(() => undefined);
      const stale = () => (lags ? lags.read(call) : go());
      if (call.index < at) await lags?.note(call.name);
      const act = () => (call.index === at ? kind.act({ run: go, stale, world }) : go());
      return watched.hook(call, act).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        killed = true;
        ended(error);
        return new Promise(() => undefined);
      });
    };
    run(world.flows(hook), world).then(ended, ended);
  });
  await sweepTwice(world, watched);
  return [...watched.wrong, ...(await disagreements(world))];
};

/** A sweep at each of the next two minutes: whoever was cut off is gone by then, and its leases end in time. */
export const sweepTwice = async (world: World, { hook }: Watch): Promise<void> => {
  for (let sweep = 0; sweep < 2; sweep++) {
    world.time.now += 60_000;
    await world.flows(hook).sweep();
  }
};

/** Where what is attached is not what is granted; empty when they agree. */
export const disagreements = async (world: World): Promise<readonly string[]> => {
  const attached = attachedRights(world);
  const granted = grantedRights(world);
  const owed = grantedRights(world, 'registered');
  const names = await Promise.all(
    [...world.store.users.values()].map(async (user) => {
      const { scopes } = await world.store.readProvisioning(user);
      const { wanted } = wantedPolicies(user, scopes, space);
      const present = [...((user.identityId && world.iot.attached.get(user.identityId)) ?? [])];
      return present.toSorted().join() === wanted.toSorted().join()
        ? []
        : [`${user.userId} has ${present.join()} and should have ${wanted.join()}`];
    }),
  );
  return [
    ...[...attached.keys()]
      .filter((key) => !granted.has(key))
      .map((key) => `${key} is attached, not granted`),
    ...[...owed.keys()].filter((key) => !attached.has(key)).map((key) => `${key} is granted, not attached`),
    ...names.flat(),
    ...differences(world),
  ];
};

/** The world as it was before the last write, as far as reads that lag behind show it. */
const lagOf = async (world: World) => {
  const copyOf = async () => ({ ...(await copyStore(world.store)), ...copyIot(world.iot) });
  let past = await copyOf();
  return {
    note: async (name: string): Promise<void> => {
      if (!isRead(name)) past = await copyOf();
    },
    read: async ({ name, args }: Parameters<Hook>[0]): Promise<unknown> => {
      const method = Object.entries(past).find(([each]) => each === name)?.[1];
      if (typeof method !== 'function') throw new Error(`There is no call ${name}.`);
      return Reflect.apply(method, undefined, args);
    },
  };
};
