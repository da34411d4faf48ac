// The names that people, Cognito and IoT Core give to users, identities and devices; each has one parser.
import type { Brand } from './brand.ts';

/** The user pool's immutable `sub`. */
export type UserId = Brand<string, 'UserId'>;
/** A Cognito identity, `<region>:<uuid>`: the principal that IoT policies are attached to. */
export type IdentityId = Brand<string, 'IdentityId'>;
/** One installation of a client app, named by the app: 1–64 of `A-Z a-z 0-9 _ -`. */
export type DeviceId = Brand<string, 'DeviceId'>;
/** `<identityId>:<deviceId>`: thing name and MQTT client ID at once. */
export type ThingName = Brand<string, 'ThingName'>;
/** A Cognito group; may hold anything Cognito allows: 1–128 letters, marks, symbols, digits, punctuation. */
export type GroupName = Brand<string, 'GroupName'>;

/** A `sub` is a UUID in practice; any 1–128 characters that are safe in keys and ARNs are accepted. */
export const parseUserId = (text: string): UserId | undefined =>
  /^[A-Za-z0-9_-]{1,128}$/.test(text) ? (text as UserId) : undefined;

/** "Identity ID: `<region>:<uuid>`, at most 55 characters" (Cognito API reference, GetId). */
export const parseIdentityId = (text: string): IdentityId | undefined =>
  text.length <= 55 && /^[a-z0-9-]+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)
    ? (text as IdentityId)
    : undefined;

export const parseDeviceId = (text: string): DeviceId | undefined =>
  /^[A-Za-z0-9_-]{1,64}$/.test(text) ? (text as DeviceId) : undefined;

/** Cognito API reference, CreateGroup: `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`, at most 128. */
export const parseGroupName = (text: string): GroupName | undefined =>
  text.length <= 128 && /^[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(text) ? (text as GroupName) : undefined;

export const thingNameOf = (identityId: IdentityId, deviceId: DeviceId): ThingName =>
  `${identityId}:${deviceId}` as ThingName;

export const parseThingName = (text: string): ThingName | undefined => {
  const colon = text.lastIndexOf(':');
  const identityId = parseIdentityId(text.slice(0, Math.max(colon, 0)));
  const deviceId = parseDeviceId(text.slice(colon + 1));
  return identityId && deviceId && thingNameOf(identityId, deviceId);
};
