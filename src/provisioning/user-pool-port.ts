// What the flows need of the Cognito user pool: the truth about who exists, who may sign in, and who is in which group.
// src/aws has the real one; tests have a fake that passes the same contract.
import type { GroupName, UserId } from '../domain/identifiers.ts';

export type PoolUser = {
  readonly userId: UserId;
  /** The pool's own name of the user, which its operations take: often the `sub`, but `Google_…` of a federated user. */
  readonly username: string;
  readonly email?: string | undefined;
  /** A disabled user can neither sign in nor refresh its tokens. */
  readonly enabled: boolean;
};

/** The users of one pool. Here as below, throttling and outages are thrown. */
export type PoolUsers = {
  /** As the pool has it now. */
  readonly findByUserId: (userId: UserId) => Promise<PoolUser | undefined>;
  /** By any name that the pool signs the user in by; as the pool has it now. */
  readonly findByUsername: (name: string) => Promise<PoolUser | undefined>;
  /**
   * In any case of letters. Several, when a federated user has the address of another; as the pool's search has them,
   * which may lag behind a change.
   */
  readonly findByEmail: (email: string) => Promise<readonly PoolUser[]>;
  /** Every group; undefined when the pool has no such user. */
  readonly groupsOf: (username: string) => Promise<readonly GroupName[] | undefined>;
};

export type PoolSessions = {
  /** Revokes all refresh tokens of the user. Its ID tokens stay valid until they expire. */
  readonly signOut: (username: string) => Promise<'signed-out' | 'unknown-user'>;
};

export type PoolMembership = {
  /** Once more is harmless. */
  readonly addToGroup: (
    username: string,
    group: GroupName,
  ) => Promise<'added' | 'unknown-user' | 'unknown-group'>;
};

export type UserPool = PoolUsers & PoolSessions & PoolMembership;
