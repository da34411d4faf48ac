// Who is signed in, whichever way: what the pages know of a user, and an ID token that does not run out.
import { claimsOf } from './id-token-claims.ts';
import { SignInError } from './sign-in-error.ts';

export type Account = {
  readonly userId: string;
  readonly email: string;
  readonly groups: readonly string[];
  /** Refreshed when it is about to expire. @throws `SignInError` */
  readonly idToken: () => Promise<string>;
  readonly signOut: () => Promise<void>;
};

export type Tokens = {
  readonly idToken: string;
  readonly refreshToken: string;
  /** Epoch milliseconds by this machine's clock, which may differ from AWS's. */
  readonly expiresAt: number;
};

/** How a session ends: each is told once. */
export type SessionEnd = {
  /** The user signs out; nobody is signed in from now on, and it ends shortly. */
  readonly onLeaving: () => void;
  /** With the reason, unless it was the user who signed out. */
  readonly onEnded: (reason?: SignInError) => void;
};

/** Milliseconds before its end at which a token is exchanged. */
const margin = 60_000;

export const accountOf = (deps: {
  readonly tokens: Tokens;
  /** @throws `SignInError`, with code `session-over` when the refresh token is refused. */
  readonly refresh: (tokens: Tokens) => Promise<Tokens>;
  /** Takes the session out of its storage. */
  readonly forget: () => Promise<void>;
  /** The same, and tells Cognito. Where that leaves the page it does not resolve. */
  readonly signOut: (tokens: Tokens) => Promise<void>;
  readonly end: SessionEnd;
  readonly now: () => number;
}): Account => {
  const { sub, email, groups } = claimsOf(deps.tokens.idToken);
  let tokens: Tokens | undefined = deps.tokens;
  let underWay: Promise<string> | undefined;

  const refresh = async (old: Tokens): Promise<string> => {
    try {
      const fresh = await deps.refresh(old);
      if (tokens) tokens = fresh;
      return fresh.idToken;
    } catch (error) {
      if (tokens && error instanceof SignInError && error.code === 'session-over') {
        tokens = undefined;
        await deps.forget();
        deps.end.onEnded(error);
      }
      throw error;
    } finally {
      underWay = undefined;
    }
  };

  return {
    userId: sub,
    email,
    groups,
    idToken: async () => {
      if (!tokens) throw new SignInError('signed-out', 'Nobody is signed in any more.');
      if (tokens.expiresAt - deps.now() > margin) return tokens.idToken;
      underWay ??= refresh(tokens);
      return underWay;
    },
    signOut: async () => {
      const last = tokens;
      tokens = undefined;
      if (!last) return;
      deps.end.onLeaving();
      // An exchange that is under way stores what it gets.
      await underWay?.catch(() => {});
      await deps.signOut(last);
      deps.end.onEnded();
    },
  };
};
