// Sessions over a storage and a user pool that this file controls.
import { describe, expect, it } from 'vitest';
import type { Tokens } from '../../../web/sign-in/account.ts';
import { createPasswordSession } from '../../../web/sign-in/password-session.ts';
import { SignInError } from '../../../web/sign-in/sign-in-error.ts';
import { idToken } from './id-token.ts';

const hour = 3_600_000;

/** A tab: its storage outlives its pages. */
const openTab = () => {
  const items = new Map<string, string>();
  const storage = {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
  const clock = { now: 0 };
  const revoked: string[] = [];
  const ends: (SignInError | undefined)[] = [];
  let refreshed = 0;
  const pool = {
    answer: async (old: Tokens): Promise<Tokens> => tokens({ refreshToken: old.refreshToken }),
    refresh: async (old: Tokens) => {
      refreshed += 1;
      return pool.answer(old);
    },
    revoke: async ({ refreshToken }: Tokens) => void revoked.push(refreshToken),
  };
  const tokens = (more: Partial<Tokens> = {}): Tokens => ({
    idToken: idToken({ jti: refreshed }),
    refreshToken: 'refresh-1',
    expiresAt: clock.now + hour,
    ...more,
  });
  const load = (clientId = 'app') =>
    createPasswordSession({
      pool,
      storage,
      clientId,
      end: { onLeaving: () => {}, onEnded: (reason) => void ends.push(reason) },
      now: () => clock.now,
    });
  return { items, clock, pool, revoked, ends, tokens, load, refreshed: () => refreshed };
};

describe('a session by user name and password', () => {
  it('is there again after a reload, without a request', async () => {
    const tab = openTab();
    const started = tab.load().start(tab.tokens());
    const restored = tab.load().restore();
    expect(restored).toMatchObject({ userId: 'user-1', email: 'alice@example.com', groups: [] });
    expect(await restored?.idToken()).toBe(await started.idToken());
    expect(tab.refreshed()).toBe(0);
  });

  it('is not there for another app client', () => {
    const tab = openTab();
    tab.load().start(tab.tokens());
    expect(tab.load('other').restore()).toBeUndefined();
  });

  it.each(['', 'no JSON', 'null', '7', '{}', '{"idToken":1,"refreshToken":"r","expiresAt":1}'])(
    'is not there when the storage holds %j',
    (stored) => {
      const tab = openTab();
      tab.items.set('iot-attache:session:app', stored);
      expect(tab.load().restore()).toBeUndefined();
    },
  );

  it('exchanges the token in its last minute, once for all who ask, and keeps the new one', async () => {
    const tab = openTab();
    const account = tab.load().start(tab.tokens());
    tab.clock.now = hour - 60_001;
    const old = await account.idToken();
    expect(tab.refreshed()).toBe(0);
    tab.clock.now += 1;
    const [one, other] = await Promise.all([account.idToken(), account.idToken()]);
    expect(one).not.toBe(old);
    expect(other).toBe(one);
    expect(tab.refreshed()).toBe(1);
    expect(await tab.load().restore()?.idToken()).toBe(one);
    expect(tab.refreshed()).toBe(1);
  });

  it('is over when the refresh token is refused: told once, never asked again', async () => {
    const tab = openTab();
    const account = tab.load().start(tab.tokens());
    tab.clock.now = 2 * hour;
    const refusal = new SignInError('session-over', 'Your session is over.');
    tab.pool.answer = () => Promise.reject(refusal);
    await expect(Promise.all([account.idToken(), account.idToken()])).rejects.toBe(refusal);
    await expect(account.idToken()).rejects.toMatchObject({ code: 'signed-out' });
    expect(tab.ends).toEqual([refusal]);
    expect(tab.refreshed()).toBe(1);
    expect(tab.load().restore()).toBeUndefined();
  });

  it('outlives a lost network: the next who asks tries again', async () => {
    const tab = openTab();
    const account = tab.load().start(tab.tokens());
    tab.clock.now = 2 * hour;
    const { answer } = tab.pool;
    tab.pool.answer = () => Promise.reject(new SignInError('TypeError', 'No answer.'));
    await expect(account.idToken()).rejects.toMatchObject({ code: 'TypeError' });
    tab.pool.answer = answer;
    expect(await account.idToken()).toContain('.signature');
    expect(tab.ends).toEqual([]);
  });

  it('ends with signing out: at once, also where the pool cannot be told', async () => {
    const tab = openTab();
    const account = tab.load().start(tab.tokens());
    tab.pool.revoke = () => Promise.reject(new SignInError('TypeError', 'No answer.'));
    await account.signOut();
    expect(tab.ends).toEqual([undefined]);
    expect(tab.items.size).toBe(0);
    await expect(account.idToken()).rejects.toMatchObject({ code: 'signed-out' });
  });

  it('revokes its refresh token once, however often one signs out', async () => {
    const tab = openTab();
    const account = tab.load().start(tab.tokens());
    await Promise.all([account.signOut(), account.signOut()]);
    expect(tab.revoked).toEqual(['refresh-1']);
    expect(tab.ends).toEqual([undefined]);
  });

  it('does not come back by an exchange that was under way at sign-out', async () => {
    const tab = openTab();
    const account = tab.load().start(tab.tokens());
    tab.clock.now = 2 * hour;
    const { promise, resolve } = Promise.withResolvers<Tokens>();
    tab.pool.answer = () => promise;
    const asked = account.idToken();
    const signedOut = account.signOut();
    await expect(account.idToken()).rejects.toMatchObject({ code: 'signed-out' });
    resolve(tab.tokens());
    await Promise.all([asked, signedOut]);
    expect(tab.load().restore()).toBeUndefined();
    await expect(account.idToken()).rejects.toMatchObject({ code: 'signed-out' });
  });
});
