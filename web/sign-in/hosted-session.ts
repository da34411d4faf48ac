// Sign-in on the user pool's hosted pages: OAuth 2.0 authorization code with PKCE (RFC 7636), tokens in session storage.
import { ErrorResponse, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { Settings } from '../shared/settings.ts';
import { type Account, accountOf, type SessionEnd, type Tokens } from './account.ts';
import { homePath } from './home-path.ts';
import { callbackError, refreshError } from './hosted-errors.ts';
import { SignInError } from './sign-in-error.ts';

export type HostedSession = {
  /** Leaves the page; it comes back at the address it was left from. */
  readonly signIn: () => Promise<void>;
  /** After a reload, or when the hosted pages have sent the user back. @throws `SignInError` when they refused. */
  readonly restore: () => Promise<Account | undefined>;
};

export const createHostedSession = (deps: {
  readonly settings: Settings;
  readonly signInUrl: string;
  readonly end: SessionEnd;
}): HostedSession => {
  const { settings, end } = deps;
  // One of the app client's callback URLs.
  const redirectUri = `${location.origin}${homePath()}`;
  const users = new UserManager({ ...managerSettings(deps), redirect_uri: redirectUri });
  const { userPoolClientId } = settings;

  const account = (user: User): Account =>
    accountOf({
      tokens: tokensOf(user),
      refresh: async () => {
        try {
          return tokensOf(await users.signinSilent());
        } catch (cause) {
          throw refreshError(cause);
        }
      },
      forget: () => users.removeUser(),
      signOut: async () => {
        await users.revokeTokens(['refresh_token']).catch(() => {});
        await users.removeUser();
        // Else the hosted pages' cookie would sign in again without a question. Cognito's parameters are its own.
        const extraQueryParams = { client_id: userPoolClientId, logout_uri: redirectUri };
        await users.signoutRedirect({ extraQueryParams });
      },
      end,
      now: Date.now,
    });

  return {
    signIn: () => {
      const { pathname, search, hash } = location;
      return users.signinRedirect({ state: `${pathname}${search}${hash}` });
    },
    restore: async () => {
      const answer = takeAnswer(redirectUri);
      const user = answer ? await complete(users, answer) : await users.getUser();
      return user?.refresh_token && user.id_token ? account(user) : undefined;
    },
  };
};

const managerSettings = ({ settings, signInUrl }: Parameters<typeof createHostedSession>[0]) => {
  const { region, userPoolId, userPoolClientId } = settings;
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`;
  return {
    authority: issuer,
    // Known, so not asked for: one request less, one origin less in the Content-Security-Policy.
    metadata: {
      issuer,
      authorization_endpoint: `${signInUrl}/oauth2/authorize`,
      token_endpoint: `${signInUrl}/oauth2/token`,
      revocation_endpoint: `${signInUrl}/oauth2/revoke`,
      end_session_endpoint: `${signInUrl}/logout`,
    },
    client_id: userPoolClientId,
    scope: 'openid email',
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }), // localStorage when not told otherwise.
    requestTimeoutInSeconds: 10,
    automaticSilentRenew: false, // Tokens are exchanged when they are asked for.
  };
};

/** The answer in the address, taken out of it at once: a code works once, and a reload would use it again. */
const takeAnswer = (redirectUri: string): string | undefined => {
  const { searchParams, href } = new URL(location.href);
  if (!searchParams.has('state') || !(searchParams.has('code') || searchParams.has('error')))
    return undefined;
  history.replaceState(null, '', redirectUri);
  return href;
};

const complete = async (users: UserManager, answer: string): Promise<User | undefined> => {
  try {
    const user = await users.signinCallback(answer);
    returnTo(user?.state);
    return user;
  } catch (cause) {
    if (cause instanceof ErrorResponse) returnTo(cause.state);
    // Going back in the history brings an old answer again: whoever is signed in stays so.
    const known = await users.getUser();
    if (known) return known;
    throw callbackError(cause);
  }
};

/** Where `signIn` was called. */
const returnTo = (address: unknown): void => {
  if (typeof address === 'string') history.replaceState(null, '', address);
};

const tokensOf = (user: User | null): Tokens => {
  if (!user?.id_token || !user.refresh_token) {
    throw new SignInError('session-over', 'Your session is over. Sign in again.');
  }
  return {
    idToken: user.id_token,
    refreshToken: user.refresh_token,
    expiresAt: (user.expires_at ?? 0) * 1000,
  };
};
