// What may become of one call of a function, and of the function.
import { awsError } from '../fakes/memory-iot.ts';
import { type Hook, Killed, type World } from './world.ts';

export const throttled = awsError('ThrottlingException');
const timedOut = awsError('TimeoutError');

/** What may become of one call: whether it has its effect, and what the function learns of it. */
export const faults: readonly [string, (run: () => Promise<unknown>) => Promise<unknown>][] = [
  ['is throttled', () => Promise.reject(throttled)],
  ['has its effect and no answer', (run) => run().then(() => Promise.reject(timedOut))],
  ['is the last before the function is killed', (run) => run().then(() => Promise.reject(new Killed()))],
  ['is not made, since the function is killed', () => Promise.reject(new Killed())],
];

/** Runs with the fault at one call; a killed function makes no call any more, and answers nobody. */
export const withFault = (
  world: World,
  at: number,
  fault: (typeof faults)[number][1],
  run: (flows: ReturnType<World['flows']>) => Promise<unknown>,
): Promise<unknown> =>
  new Promise((ended) => {
    let killed = false;
    const hook: Hook = async ({ index }, go) => {
      if (killed) return new Promise(() => undefined);
      if (index !== at) return go();
      return fault(go).catch((error: unknown) => {
        killed = error instanceof Killed;
        if (killed) ended(error);
        if (killed) return new Promise(() => undefined);
        throw error;
      });
    };
    run(world.flows(hook)).then(ended, ended);
  });

/** The names of the calls that it takes. */
export const callsOf = async (
  world: World,
  run: (flows: ReturnType<World['flows']>) => Promise<unknown>,
): Promise<readonly string[]> => {
  const names: string[] = [];
  const hook: Hook = (call, go) => {
    names.push(call.name);
    return go();
  };
  await run(world.flows(hook));
  return names;
};

/** The time that its leases take to run out. */
export const waitForLeases = (world: World): void => {
  for (const item of [...world.store.scopes.values(), ...world.store.users.values()]) delete item.lease;
};
