// What is done on a connection, done as long as it is granted: a refusal is asked about, never hammered.
import { AttacheError, withCode } from './attache-error.ts';
import { type Connection, isAhead } from './connection.ts';
import type { Device } from './device.ts';
import type { Session } from './open-session.ts';
import { backoff, type Timing } from './timing.ts';
import { isSurelyGranted, type TopicAction } from './topic-filter.ts';
import type { Explanation, Registration } from './wire.ts';

export type Insist = (
  connection: Connection,
  wish: { readonly actions: readonly TopicAction[]; readonly topic: string },
  act: (session: Session) => Promise<unknown>,
) => Promise<void>;

/** Tries of what should be effective. */
const patience = 4;

/**
 * @throws `not-granted` before anything is sent that would be refused; `refused-by-broker` or `connection-lost` when
 * it is granted and effective and does not succeed; what ended the connection, once it has.
 */
export const createInsist =
  (deps: {
    readonly device: Pick<Device, 'explain'>;
    readonly registration: () => Promise<Registration>;
    readonly timing: Timing;
  }): Insist =>
  async (connection, { actions, topic }, act) => {
    const { timing } = deps;
    for (const action of actions) await assureGranted(deps, action, topic);
    let tries = 0;
    for (let attempt = 1; ; attempt++) {
      const session = await connection.session();
      try {
        await session.whileOpen(act(session));
        return;
      } catch (cause) {
        // While a grant spreads, as long as that takes; afterwards a few times.
        if (!(await isSpreading(deps, actions, topic))) tries += 1;
        if (tries >= patience) {
          throw withCode(cause, 'refused-by-broker', `The broker does not take ${actions[0]} ${topic}.`);
        }
        await timing.wait(backoff(attempt, timing), connection.signal);
      }
    }
  };

type Dependencies = Parameters<typeof createInsist>[0];

const assureGranted = async (deps: Dependencies, action: TopicAction, topic: string): Promise<void> => {
  const registration = await deps.registration();
  const told = toldOf(registration);
  if (isSurelyGranted(registration.permissions, action, topic) || told.has(`${action} ${topic}`)) return;
  refuse(action, topic, await deps.device.explain(action, topic));
  told.add(`${action} ${topic}`);
};

/** After it was refused. @throws `not-granted` when the service says so too. */
const isSpreading = async (
  { device, registration, timing }: Dependencies,
  actions: readonly TopicAction[],
  topic: string,
): Promise<boolean> => {
  let spreads = isAhead((await registration()).effectiveBy, timing);
  for (const action of actions) {
    const verdict = await device.explain(action, topic);
    refuse(action, topic, verdict);
    spreads ||= isAhead(verdict.effectiveBy, timing);
  }
  return spreads;
};

/** What the service has granted beyond the list: kept until the registration is looked at again. */
const toldOf = (registration: Registration): Set<string> => {
  const known = told.get(registration);
  if (known && known.size < 1000) return known;
  const none = new Set<string>();
  told.set(registration, none);
  return none;
};

const told = new WeakMap<Registration, Set<string>>();

const refuse = (action: TopicAction, topic: string, explanation: Explanation): void => {
  if (explanation.decision) return;
  const { reason, nearMisses, effectiveBy } = explanation;
  const instead = nearMisses.length > 0 ? ` ${nearMisses.join('; ')}` : '';
  throw new AttacheError('not-granted', `${action} ${topic} is not granted (${reason}).${instead}`, {
    reason,
    nearMisses,
    ...(effectiveBy !== undefined && { effectiveBy }),
  });
};
