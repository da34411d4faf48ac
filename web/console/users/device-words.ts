// Devices in words.
import type { User } from '../../shared/api-paths.ts';

export type Device = User['devices'][number];

/** How many there are, without those that are only blocked, and how many of them are connected, where that is known. */
export const devicesInWords = (devices: readonly Device[]): string => {
  const blocked = devices.filter(({ state }) => state === 'blocked').length;
  const there = devices.filter(({ state }) => state !== 'blocked');
  const isKnown = there.some(({ connected }) => connected !== undefined);
  const connected = there.filter((device) => device.connected).length;
  return [
    there.length === 0 ? 'none' : String(there.length),
    ...(isKnown ? [`${connected} connected`] : []),
    ...(blocked > 0 ? [`${blocked} blocked`] : []),
  ].join(', ');
};

export const platformNames: Readonly<Record<NonNullable<Device['platform']>, string>> = {
  web: 'Web',
  ios: 'iOS',
  android: 'Android',
  other: 'Other',
};

export const stateInWords: Readonly<Record<Device['state'], string>> = {
  registering: 'being registered',
  registered: 'registered',
  removing: 'being removed',
  blocked: 'not there',
};

export const connectionInWords = ({ state, connected }: Device): string => {
  if (state === 'blocked') return '–';
  if (connected === undefined) return 'not known';
  return connected ? 'connected' : 'not connected';
};
