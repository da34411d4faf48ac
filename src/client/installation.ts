// One device ID per installation – and another for each further tab: AWS drops the older of two connections with one
// client ID, so tabs that shared a device would drop each other for ever.
import { AttacheError } from './attache-error.ts';

/** Part of the Web Storage API; may be asynchronous, as React Native's is. */
export type StorageLike = {
  readonly getItem: (key: string) => string | null | Promise<string | null>;
  readonly setItem: (key: string, value: string) => unknown;
  readonly removeItem: (key: string) => unknown;
};

/** Part of the Web Locks API: a lock ends with its tab, whatever ends that. */
export type LocksLike = {
  readonly request: (
    name: string,
    options: { readonly ifAvailable: true },
    whileHeld: (lock: unknown) => Promise<void>,
  ) => Promise<unknown>;
};

export type ClaimedDevice = { readonly deviceId: string; readonly release: () => void };

/** The first of `<id>`, `<id>-2`, `<id>-3`, … that no other tab of this installation has. */
export const claimDevice = async (input: {
  readonly storage: StorageLike;
  readonly locks: LocksLike | undefined;
  /** Before every key and lock name. */
  readonly prefix: string;
  readonly maxTabs: number;
  readonly newId: () => string;
}): Promise<ClaimedDevice> => {
  const { storage, locks, prefix, maxTabs, newId } = input;
  const nobody: LocksLike['request'] = async (_name, _options, whileHeld) => whileHeld({});
  const request: LocksLike['request'] = locks ? (...wish) => locks.request(...wish) : nobody;
  const installation = await installationId({ storage, key: `${prefix}installation`, newId });
  for (let tab = 1; tab <= maxTabs; tab++) {
    const deviceId = tab === 1 ? installation : `${installation}-${tab}`;
    const release = await hold(request, `${prefix}${deviceId}`);
    if (release) return { deviceId, release };
  }
  throw new AttacheError(
    'no-free-device',
    `${maxTabs} tabs are connected already, each as a device of its own; close one, or raise maxTabs.`,
  );
};

export const memoryStorage = (): StorageLike => {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, value),
    removeItem: (key) => items.delete(key),
  };
};

/** A storage that is full or forbidden forgets, and stops nobody. */
export const forgiving = (storage: StorageLike): StorageLike => {
  const tried = async <Value>(act: () => Value | Promise<Value>, otherwise: Value): Promise<Value> => {
    try {
      return await act();
    } catch {
      return otherwise;
    }
  };
  return {
    getItem: (key) => tried(() => storage.getItem(key), null),
    setItem: (key, value) => tried<unknown>(() => storage.setItem(key, value), undefined),
    removeItem: (key) => tried<unknown>(() => storage.removeItem(key), undefined),
  };
};

/** `localStorage` in browsers, where it may be forbidden; memory elsewhere. */
export const defaultStorage = (scope: object = globalThis): StorageLike => {
  if (!('document' in scope)) return memoryStorage();
  try {
    const stored: unknown = Reflect.get(scope, 'localStorage');
    return isStorage(stored) ? stored : memoryStorage();
  } catch {
    return memoryStorage();
  }
};

/** The browser's, or Node's; nothing where there is none: then one client runs at a time, as in an app of its own. */
export const defaultLocks = (): LocksLike | undefined => {
  const navigator: unknown = Reflect.get(globalThis, 'navigator');
  const locks: unknown =
    typeof navigator === 'object' && navigator ? Reflect.get(navigator, 'locks') : undefined;
  return isLocks(locks) ? locks : undefined;
};

/** Not secret, only unlikely to meet another: a user has some twenty devices. */
export const randomId = (random: () => number): string => {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789';
  return Array.from({ length: 16 }, () => letters[Math.floor(random() * letters.length)]).join('');
};

const isStorage = (value: unknown): value is StorageLike =>
  typeof value === 'object' && value !== null && 'getItem' in value && 'setItem' in value;

const isLocks = (value: unknown): value is LocksLike =>
  typeof value === 'object' && value !== null && 'request' in value;

const installationId = async (input: {
  readonly storage: StorageLike;
  readonly key: string;
  readonly newId: () => string;
}): Promise<string> => {
  const { storage, key, newId } = input;
  const known = await storage.getItem(key);
  if (known !== null && /^[A-Za-z0-9_-]{1,60}$/.test(known)) return known;
  const id = newId();
  await storage.setItem(key, id);
  // What is stored now: two tabs may have been opened at once.
  return (await storage.getItem(key)) ?? id;
};

/** The way to give the lock back, or nothing when another has it. */
const hold = (request: LocksLike['request'], name: string): Promise<(() => void) | undefined> =>
  new Promise((resolve, reject) => {
    request(name, { ifAvailable: true }, (lock) => {
      if (!lock) {
        resolve(undefined);
        return Promise.resolve();
      }
      return new Promise<void>((release) => resolve(release));
    }).catch(reject);
  });
