import { describe, expect, it } from 'vitest';
import {
  claimDevice,
  defaultLocks,
  defaultStorage,
  type LocksLike,
  memoryStorage,
  randomId,
} from '../../src/client/installation.ts';
import { createLocks } from './world.ts';

const newInstallation = (locks: LocksLike | undefined = createLocks()) => {
  const storage = memoryStorage();
  const prefix = `${crypto.randomUUID()}:`;
  let ids = 0;
  return (maxTabs = 3) => claimDevice({ storage, locks, prefix, maxTabs, newId: () => `id${++ids}` });
};

describe.each([
  ['a fake of them', createLocks],
  ['this platform’s Web Locks', defaultLocks],
])('devices of an installation, by %s', (_what, locksOf) => {
  it('gives each tab its own, the first one again when its tab has gone', async () => {
    const openTab = newInstallation(locksOf());
    const [first, second, third] = [await openTab(), await openTab(), await openTab()];
    expect([first, second, third].map(({ deviceId }) => deviceId)).toEqual(['id1', 'id1-2', 'id1-3']);
    await expect(openTab()).rejects.toMatchObject({ code: 'no-free-device' });
    first.release();
    await expect.poll(async () => (await openTab().catch(() => undefined))?.deviceId).toBe('id1');
    second.release();
    third.release();
  });
});

describe('an installation', () => {
  it('keeps its ID, and takes another for one that no device may have', async () => {
    const storage = memoryStorage();
    const claim = () =>
      claimDevice({ storage, locks: undefined, prefix: 'p:', maxTabs: 1, newId: () => 'new' });
    await storage.setItem('p:installation', 'kept');
    expect((await claim()).deviceId).toBe('kept');
    await storage.setItem('p:installation', 'a/b#');
    expect((await claim()).deviceId).toBe('new');
  });

  it('has IDs that the service takes, unlikely to meet', () => {
    const ids = Array.from({ length: 1000 }, () => randomId(Math.random));
    expect(new Set(ids).size).toBe(1000);
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{16}$/);
  });

  it('stores in localStorage in a browser, in memory where that is forbidden or missing', async () => {
    const stored = memoryStorage();
    expect(defaultStorage({ document: {}, localStorage: stored })).toBe(stored);
    const forbidden = {
      document: {},
      get localStorage() {
        throw new DOMException('denied', 'SecurityError');
      },
    };
    for (const scope of [forbidden, { localStorage: stored }, { document: {}, localStorage: null }]) {
      const storage = defaultStorage(scope);
      await storage.setItem('a', 'b');
      expect([await storage.getItem('a'), await stored.getItem('a')]).toEqual(['b', null]);
    }
  });
});
