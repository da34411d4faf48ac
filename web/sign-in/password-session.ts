// A session by user name and password, kept in session storage: over a reload, not over the tab, and not in other tabs.
import { type Account, accountOf, type SessionEnd, type Tokens } from './account.ts';
import type { UserPool } from './user-pool.ts';

export type PasswordSession = {
  /** Without a request: a token that has run out is exchanged when it is asked for. */
  readonly restore: () => Account | undefined;
  readonly start: (tokens: Tokens) => Account;
};

export const createPasswordSession = (deps: {
  readonly pool: Pick<UserPool, 'refresh' | 'revoke'>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  /** Sessions of another app client are not ours. */
  readonly clientId: string;
  readonly end: SessionEnd;
  readonly now: () => number;
}): PasswordSession => {
  const { pool, storage, end, now } = deps;
  const key = `iot-attache:session:${deps.clientId}`;
  const kept = (tokens: Tokens): Tokens => {
    storage.setItem(key, JSON.stringify(tokens));
    return tokens;
  };
  const account = (tokens: Tokens): Account =>
    accountOf({
      tokens,
      refresh: async (old) => kept(await pool.refresh(old)),
      forget: async () => storage.removeItem(key),
      signOut: async (last) => {
        storage.removeItem(key);
        // Not waited for: nobody else has the refresh token.
        pool.revoke(last).catch(() => {});
      },
      end,
      now,
    });
  return {
    restore: () => {
      const tokens = tokensIn(storage.getItem(key));
      return tokens && account(tokens);
    },
    start: (tokens) => account(kept(tokens)),
  };
};

const tokensIn = (stored: string | null): Tokens | undefined => {
  try {
    const { idToken, refreshToken, expiresAt } = JSON.parse(stored ?? '{}');
    return typeof idToken === 'string' && typeof refreshToken === 'string' && typeof expiresAt === 'number'
      ? { idToken, refreshToken, expiresAt }
      : undefined;
  } catch {
    return undefined;
  }
};
