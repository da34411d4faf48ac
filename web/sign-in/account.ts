/** Who is signed in. */
export type Account = {
  /** `sub` in the user pool. */
  readonly userId: string;
  readonly email: string;
  /** Of the user pool, as the token says. */
  readonly groups: readonly string[];
  /** Refreshed when it is about to expire. */
  readonly idToken: () => Promise<string>;
  readonly signOut: () => Promise<void>;
};
