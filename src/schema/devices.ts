// Devices, as their users register them and as they are answered.
import * as z from 'zod/mini';
import { platforms } from '../domain/user.ts';
import { deviceId } from './identifiers.ts';
import { Permissions } from './permissions.ts';
import { timestamp } from './timestamp.ts';

const name = z
  .string()
  .check(z.minLength(1), z.maxLength(128), z.describe('The device’s name, for its user.'));
const platform = z.enum(platforms);

/** Anything else in it is refused, identities and policy names above all: those are the service's to decide. */
export const RegisterDeviceRequest = {
  body: z.strictObject({
    deviceId: z.optional(deviceId),
    name: z.optional(name),
    platform: z.optional(platform),
  }),
};

export const RegistrationBody = z.strictObject({
  deviceId: z.string(),
  identityId: z.string(),
  thingName: z.string(),
  clientId: z.string().check(z.describe('The MQTT client ID to connect with, no other one is let in.')),
  region: z.string(),
  endpoint: z.string(),
  mqttUrl: z.string().check(z.describe('To be presigned with the identity’s own credentials (SigV4).')),
  permissions: Permissions,
  policies: z.array(z.string()),
  effectiveBy: timestamp.check(z.describe('When the last change of them is effective everywhere.')),
  registeredAt: timestamp,
});

export const RemoveDeviceRequest = { path: z.strictObject({ deviceId }) };

export const MeBody = z.strictObject({
  userId: z.string(),
  identityId: z.nullable(z.string()),
  status: z.enum(['active', 'suspended', 'offboarded', 'unregistered']),
  groups: z.array(z.string()),
  devices: z.array(
    z.strictObject({
      deviceId: z.string(),
      clientId: z.string(),
      name: z.optional(z.string()),
      platform: z.optional(platform),
      registeredAt: timestamp,
    }),
  ),
  permissions: Permissions,
  effectiveBy: z.optional(timestamp),
});
