// Many first registrations at once, against IoT Core's quotas, under a virtual clock: requests, the SDK's retries in
// them, and clients that come again when they were told to.
import { parseIdentityId } from '../../src/domain/identifiers.ts';
import { connectPolicyName } from '../../src/domain/policy-name.ts';
import { refuse } from '../../src/domain/result.ts';
import { faultOf } from '../../src/http/outage.ts';
import { applyScope } from '../../src/provisioning/apply-scope.ts';
import { applyUser } from '../../src/provisioning/apply-user.ts';
import { defaultRules } from '../../src/provisioning/default-rules.ts';
import { enrolDevice } from '../../src/provisioning/enrol-device.ts';
import { followGroups } from '../../src/provisioning/follow-groups.ts';
import { prepareStack } from '../../src/provisioning/prepare-stack.ts';
import { registerDevice } from '../../src/provisioning/register-device.ts';
import { awsError, memoryIot } from '../fakes/memory-iot.ts';
import { memoryStore } from '../fakes/memory-store.ts';
import { everyoneScope, now, parsed, space } from '../fakes/samples.ts';
import { virtualClock } from '../fakes/virtual-clock.ts';
import { random } from './interleave.ts';
import { registration } from './world.ts';

/** Calls a second (AWS IoT Core and Cognito quotas, per account and region). */
const quotas: Readonly<Record<string, number>> = {
  attachPolicy: 15,
  detachPolicy: 15,
  listAttached: 15,
  createThing: 100,
  attachThing: 100,
  identityOf: 25,
};
const storeMs = 10;
const controlMs = 50;

export const openBurst = async (seed: number) => {
  const clock = virtualClock(now);
  const store = memoryStore();
  const iot = memoryIot();
  const toss = random(seed);
  const uniform = (): number => {
    let value = 0;
    for (let bit = 1; bit <= 16; bit++) value += toss(bit) ? 2 ** -bit : 0;
    return value;
  };
  await iot.createPolicy(connectPolicyName(space), '{}');
  store.scopes.set('everyone', everyoneScope());
  await applyScope({ store, policies: iot, space, clock: clock.now, newId: () => 'prepared' })({
    kind: 'everyone',
  });
  await store.saveEndpoint('data.example');
  const calls = new Map<string, number>();
  const throttles = new Map<string, number>();
  const count = (counter: Map<string, number>, name: string) =>
    counter.set(name, (counter.get(name) ?? 0) + 1);

  const allowed = limiter(clock.now);
  /** "exponential with full jitter", as the SDK's standard mode is for throttling: 500 ms doubled, four attempts. */
  const call = async <Value>(name: string, make: () => Promise<Value>): Promise<Value> => {
    for (let attempt = 1; ; attempt++) {
      await clock.sleep(controlMs);
      if (allowed(name)) {
        count(calls, name);
        return make();
      }
      count(throttles, name);
      if (attempt === 4) throw awsError('ThrottlingException');
      await clock.sleep(Math.min(20_000, 500 * 2 ** (attempt - 1)) * uniform());
    }
  };
  const through = <Port extends object>(
    port: Port,
    around: (name: string, make: () => Promise<unknown>) => Promise<unknown>,
  ): Port =>
    Object.fromEntries(
      Object.entries(port).map(([name, method]) => [
        name,
        typeof method === 'function' ? (...args: unknown[]) => around(name, () => method(...args)) : method,
      ]),
    ) as Port;
  const slowStore = through(store, async (_name, make) => {
    await clock.sleep(storeMs);
    return make();
  });
  const control = through(iot, call);
  const identityPool = through(
    {
      identityOf: async (idToken: string) => {
        const number = String(Number(idToken.split('-').at(-1)) + 1).padStart(12, '0');
        return parsed(parseIdentityId(`us-east-1:00000000-0000-4000-8000-${number}`));
      },
    },
    call,
  );
  let ids = 0;
  const newId = () => `id-${++ids}`;
  const deps = {
    store: slowStore,
    space,
    clock: clock.now,
    newId,
    pause: (attempt: number) => clock.sleep(Math.min(1600, 100 * 2 ** attempt) * uniform()),
  };
  const apply = applyUser({ ...deps, attachments: control });
  const scope = applyScope({ ...deps, policies: control });
  const register = registerDevice({
    ...deps,
    followGroups: followGroups({ ...deps, applyUser: apply, dropSessions: undefined }),
    applyUser: apply,
    applyScope: scope,
    prepareStack: prepareStack({
      ...deps,
      applyScope: scope,
      endpoints: control,
      everyone: { documents: 1, rules: defaultRules },
    }),
    enrolDevice: enrolDevice({
      ...deps,
      applyUser: apply,
      attachments: control,
      things: control,
      identityPool,
      deviceLimit: 20,
    }),
  });

  /** Comes again as long as it is told to, and says how it ended and when. */
  const client = async (number: number): Promise<{ readonly ms: number; readonly outcome: string }> => {
    for (let requests = 1; ; requests++) {
      const requestId = `${number}-${requests}`;
      const request = { ...registration('web-1', `user-${number}`), now: clock.now(), requestId };
      const answer = await register(request).catch((error: unknown) => refuse(faultOf(error)));
      if (answer.ok) return { ms: clock.now() - now, outcome: answer.value.outcome };
      if (answer.fault.kind !== 'temporarily-unavailable') throw new Error(answer.fault.kind);
      await clock.sleep(answer.fault.retryAfterSeconds * 1000);
    }
  };
  return { clock, store, iot, client, calls, throttles };
};

/** A bucket of one second's calls, filled evenly. */
const limiter = (clock: () => number): ((name: string) => boolean) => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (name) => {
    const quota = quotas[name];
    if (quota === undefined) return true;
    const bucket = buckets.get(name) ?? { tokens: quota, at: clock() };
    const tokens = Math.min(quota, bucket.tokens + ((clock() - bucket.at) / 1000) * quota);
    const isAllowed = tokens >= 1;
    buckets.set(name, { tokens: isAllowed ? tokens - 1 : tokens, at: clock() });
    return isAllowed;
  };
};
