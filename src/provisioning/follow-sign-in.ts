// Someone signs in, or renews a token: what the user pool says of its groups is compared with what is stored.
import type { GroupName, UserId } from '../domain/identifiers.ts';
import type { User } from '../domain/user.ts';
import { hasOtherGroups } from '../domain/wanted-policies.ts';
import type { CreateUser } from './create-user.ts';
import type { FollowGroups } from './follow-groups.ts';
import type { ProvisioningStore, UserStore } from './ports.ts';
import type { PoolUsers } from './user-pool-port.ts';

/** One round trip for a known user whose groups are as they were. @throws what the store or AWS throws. */
export type FollowSignIn = (signIn: SignIn) => Promise<void>;

export type SignIn = {
  readonly userId: UserId;
  /** The pool's own name of the user. */
  readonly username: string;
  readonly groups: readonly GroupName[];
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
};

type Dependencies = {
  readonly store: Pick<ProvisioningStore, 'readProvisioning'> & Pick<UserStore, 'confirmUser'>;
  readonly pool: Pick<PoolUsers, 'groupsOf'>;
  readonly followGroups: FollowGroups;
  readonly createUser: CreateUser;
  readonly clock: () => number;
};

/** What is known of the groups, and since when. */
type Said = { readonly groups: readonly GroupName[]; readonly groupsAsOf: number };

/** An event has no time of its own: Cognito makes it, and tries three times to deliver it in 5 s. */
const longestDeliveryMs = 20_000;
const maxAttempts = 5;

export const followSignIn =
  (deps: Dependencies): FollowSignIn =>
  async (signIn) => {
    let said: Said | undefined = { groups: signIn.groups, groupsAsOf: signIn.now };
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      said = await follow(deps, signIn, said);
      if (said === undefined) return;
    }
    throw new Error('The user keeps changing.');
  };

/** Nothing more to do, or what is to be followed when what was read has changed meanwhile. */
const follow = async (deps: Dependencies, signIn: SignIn, said: Said): Promise<Said | undefined> => {
  const { store } = deps;
  const { userId, requestId, now } = signIn;
  // Even where nothing differs: a token from before this is not to bring back a group that was lost in between.
  if ((await store.confirmUser({ userId, ...said })) === 'stored') return undefined;
  const { user } = await store.readProvisioning({ userId, groups: [] });
  if (user === undefined) {
    const created = await deps.createUser({ userId, disabled: false, ...said }, { requestId, now });
    return created === 'stored' ? undefined : said;
  }
  // Of whoever is offboarded nothing counts but what the pool says when it is resumed.
  if (user.status === 'offboarded' || user.groupsAsOf >= said.groupsAsOf) return undefined;
  const later = await inDoubt(deps, signIn, said, user);
  if (later === undefined) return undefined;
  if (!hasOtherGroups(user, later)) return later;
  const followed = await deps.followGroups(user, { ...later, actor: 'system', requestId, now });
  return followed === 'conflict' ? later : undefined;
};

/** Where what is stored may be younger than what an event says, the user pool is asked. */
const inDoubt = async (
  { pool, clock }: Dependencies,
  { username, now }: SignIn,
  said: Said,
  stored: User,
): Promise<Said | undefined> => {
  const isCertain = said.groupsAsOf !== now || stored.groupsAsOf <= now - longestDeliveryMs;
  if (isCertain || !hasOtherGroups(stored, said)) return said;
  const groupsAsOf = clock();
  const groups = await pool.groupsOf(username);
  return groups && { groups, groupsAsOf };
};
