// Someone has signed up: the user is known from now on, and in the groups that everybody is put into.
import type { GroupName, UserId } from '../domain/identifiers.ts';
import type { CreateUser } from './create-user.ts';
import type { PoolMembership } from './user-pool-port.ts';
import { type Timer, withinTime } from './within-time.ts';

/** Safe to repeat. @throws what kept it from storing the user. */
export type WelcomeUser = (signUp: {
  readonly userId: UserId;
  /** The pool's own name of the user. */
  readonly username: string;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
}) => Promise<void>;

type Dependencies = {
  readonly createUser: CreateUser;
  readonly pool: (signal: AbortSignal) => PoolMembership;
  readonly defaultGroups: readonly GroupName[];
  readonly signal: AbortSignal;
  readonly timer?: Timer | undefined;
  /** Told of a group that the user is not put into, and why. */
  readonly report: (group: GroupName, why: 'unknown-user' | 'unknown-group' | Error) => void;
};

/** So long the user pool is waited for, in milliseconds: the user is stored in any case. */
const joiningMs = 2_000;

export const welcomeUser =
  ({ createUser, pool, defaultGroups, signal, timer, report }: Dependencies): WelcomeUser =>
  async ({ userId, username, requestId, now }) => {
    const join = async (group: GroupName): Promise<readonly GroupName[]> => {
      try {
        const within = (bound: AbortSignal) => pool(bound).addToGroup(username, group);
        const joined = await withinTime(joiningMs, within, signal, timer);
        if (joined === 'added') return [group];
        report(group, joined);
      } catch (error) {
        report(group, error instanceof Error ? error : new Error('not an Error', { cause: error }));
      }
      return [];
    };
    const groups = (await Promise.all(defaultGroups.map(join))).flat();
    // `conflict`: known already, by another delivery or by signing in, which says the groups.
    await createUser({ userId, groups, groupsAsOf: now, disabled: false }, { requestId, now });
  };
