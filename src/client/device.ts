// This device at the service: registered once, remembered, and looked at again when the connection was dropped.
import { AttacheError } from './attache-error.ts';
import type { IdToken } from './id-token.ts';
import type { StorageLike } from './installation.ts';
import type { Api } from './request.ts';
import type { Timing } from './timing.ts';
import {
  type Explanation,
  isObject,
  parseExplanation,
  parseRegistration,
  type Registration,
} from './wire.ts';

export type Device = {
  /** The remembered registration, or a new one. */
  readonly register: () => Promise<Registration>;
  /** What is so now: for after a dropped connection. @throws when this device may not go on. */
  readonly renew: () => Promise<Registration>;
  readonly explain: (action: ExplainedAction, topic: string) => Promise<Explanation>;
};

export type ExplainedAction = 'connect' | 'publish' | 'subscribe' | 'receive' | 'retain';

export type DeviceWish = {
  readonly name?: string | undefined;
  readonly platform?: 'web' | 'ios' | 'android' | 'other' | undefined;
};

/** What a page that is reloaded takes from memory; older registrations are asked for again. */
const rememberedFor = 24 * 60 * 60_000;

export const createDevice = (deps: {
  readonly api: Api;
  readonly idToken: () => Promise<IdToken>;
  readonly storage: StorageLike;
  readonly prefix: string;
  /** Claimed when first asked for. */
  readonly deviceId: () => Promise<string>;
  readonly wish: DeviceWish;
  readonly timing: Pick<Timing, 'now'>;
}): Device => {
  const { api, idToken, storage, prefix, wish, timing } = deps;
  const place = async (): Promise<string> =>
    `${prefix}registration:${(await idToken()).userId}:${await deps.deviceId()}`;

  const ask = async (): Promise<Registration> => {
    const deviceId = await deps.deviceId();
    const { name, platform } = wish;
    const body = { deviceId, ...(name && { name }), ...(platform && { platform }) };
    const registration = parseRegistration(
      await api({ method: 'POST', path: '/register-device', idToken: (await idToken()).text, body }),
    );
    await storage.setItem(await place(), JSON.stringify({ at: timing.now(), registration }));
    return registration;
  };

  let underWay: Promise<Registration> | undefined;
  const register = async () => remembered(await storage.getItem(await place()), timing.now()) ?? ask();

  return {
    register: () => {
      underWay ??= register().finally(() => {
        underWay = undefined;
      });
      return underWay;
    },
    renew: async () => {
      const me = await api({ method: 'GET', path: '/me', idToken: (await idToken()).text });
      const refusal = refusalOf(me, await deps.deviceId());
      if (refusal) {
        await storage.removeItem(await place());
        throw refusal;
      }
      return ask();
    },
    explain: async (action, topic) => {
      const { text, userId } = await idToken();
      const body = {
        subject: { type: 'user', id: userId },
        action: { name: action },
        resource: { type: action === 'connect' ? 'client' : 'topic', id: topic },
        context: { deviceId: await deps.deviceId() },
      };
      return parseExplanation(
        await api({ method: 'POST', path: '/access/v1/evaluation', idToken: text, body }),
      );
    },
  };
};

/** A device that its user has removed does not come back by itself: that would undo the removal. */
const refusalOf = (me: unknown, deviceId: string): AttacheError | undefined => {
  const { status, devices } = isObject(me) ? me : {};
  if (status === 'suspended' || status === 'offboarded') {
    return new AttacheError(`user-${status}`, `An administrator has ${status} this user.`, {
      reason: status,
    });
  }
  const isListed = Array.isArray(devices) && devices.some((device) => device?.deviceId === deviceId);
  if (isListed) return undefined;
  return new AttacheError('device-removed', `Device ${deviceId} is no longer registered.`);
};

const remembered = (stored: string | null, now: number): Registration | undefined => {
  try {
    const { at, registration } = JSON.parse(stored ?? 'null');
    return now - at < rememberedFor ? parseRegistration(registration) : undefined;
  } catch {
    return undefined; // Nothing, or of an older version of this library.
  }
};
