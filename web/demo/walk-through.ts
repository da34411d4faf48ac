// The steps from a token to a message, each told as it begins and ends.
import type { Attache, Registration } from 'iot-attache/client';
import type { Account } from '../sign-in/account.ts';
import { type Claims, claimsOf } from '../sign-in/id-token-claims.ts';

export const stepNames = ['token', 'identity', 'registration', 'policies', 'connection', 'greeting'] as const;
export type StepName = (typeof stepNames)[number];

export type Step =
  | { readonly state: 'waiting' | 'running' }
  | { readonly state: 'done'; readonly milliseconds?: number }
  | { readonly state: 'failed'; readonly milliseconds?: number; readonly error: unknown };

export type Steps = Readonly<Record<StepName, Step>>;

/** What the steps found out. */
export type Findings = {
  readonly claims?: Claims;
  readonly registration?: Registration;
  readonly greeting?: string;
};

const waiting: Step = { state: 'waiting' };

export const noStepYet: Steps = {
  token: waiting,
  identity: waiting,
  registration: waiting,
  policies: waiting,
  connection: waiting,
  greeting: waiting,
};

/** Resolves when there is no further step, be it that one failed: that has been told. */
export const walkThrough = async (deps: {
  readonly account: Pick<Account, 'idToken' | 'email'>;
  readonly attache: Pick<Attache, 'register' | 'connect' | 'publish'>;
  /** Before the greeting, so that it is seen to arrive. */
  readonly listen: () => Promise<void>;
  readonly topic: string;
  readonly onSteps: (changed: Partial<Steps>) => void;
  readonly onFindings: (found: Findings) => void;
  readonly now: () => number;
}): Promise<void> => {
  const { account, attache, topic, onSteps, onFindings, now } = deps;

  /** One request may have several results: it takes its time, and fails, once. */
  const take = async <Value>(
    [name, ...others]: readonly [StepName, ...StepName[]],
    act: () => Promise<Value>,
  ): Promise<Value> => {
    const tell = (step: Step) => onSteps(Object.fromEntries([name, ...others].map((one) => [one, step])));
    const since = now();
    tell({ state: 'running' });
    try {
      const value = await act();
      tell({ state: 'done' });
      onSteps({ [name]: { state: 'done', milliseconds: now() - since } });
      return value;
    } catch (error) {
      tell(waiting);
      onSteps({ [name]: { state: 'failed', milliseconds: now() - since, error } });
      throw new StepFailed();
    }
  };

  onSteps(noStepYet);
  try {
    const claims = await take(['token'], async () => claimsOf(await account.idToken()));
    onFindings({ claims });
    const registration = await take(['registration', 'identity', 'policies'], attache.register);
    onFindings({ registration });
    await take(['connection'], attache.connect);
    await deps.listen();
    const greeting = `Hello from ${account.email}, device ${registration.deviceId}`;
    await take(['greeting'], () => attache.publish(topic, greeting));
    onFindings({ greeting });
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
  }
};

class StepFailed extends Error {}
