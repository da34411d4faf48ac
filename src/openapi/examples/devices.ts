import type { Example } from '../operation.ts';
import { createdAt, effectiveBy, identityId, policyNames, userId } from './samples.ts';

const own = (identity: string) => `users/${identity}/#`;

const permissions = (identity: string) => ({
  publish: [own(identity)],
  subscribe: [own(identity)],
  receive: [],
  retain: [own(identity)],
  deny: { publish: [], subscribe: [], receive: [] },
  notes: [],
});

const registration = {
  deviceId: 'web-1',
  identityId,
  thingName: `${identityId}:web-1`,
  clientId: `${identityId}:web-1`,
  region: 'us-east-1',
  endpoint: 'a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com',
  mqttUrl: 'wss://a1b2c3d4e5f6g7-ats.iot.us-east-1.amazonaws.com/mqtt',
  permissions: permissions(identityId),
  policies: [policyNames.connect, policyNames.everyone],
  effectiveBy,
  registeredAt: createdAt,
};

export const registrationExamples: readonly Example[] = [
  {
    operation: 'me',
    name: 'unregistered',
    summary: 'Before the first registration',
    as: 'user',
    status: 200,
    answer: {
      userId,
      identityId: null,
      status: 'unregistered',
      groups: [],
      devices: [],
      permissions: permissions('${identityId}'),
    },
    learns: { [userId]: '/userId' },
  },
  {
    operation: 'registerDevice',
    name: 'newDevice',
    summary: 'A browser registers itself',
    as: 'user',
    body: { deviceId: 'web-1', name: 'Laptop', platform: 'web' },
    status: 201,
    answer: registration,
    learns: { [identityId]: '/identityId' },
  },
  {
    operation: 'registerDevice',
    name: 'knownDevice',
    summary: 'The same browser, the next time',
    as: 'user',
    body: { deviceId: 'web-1' },
    status: 200,
    answer: registration,
  },
  {
    operation: 'registerDevice',
    name: 'foreignIdentity',
    summary: 'An identity is the service’s to find, not the client’s to name',
    as: 'user',
    body: { deviceId: 'web-1', identityId },
    status: 400,
  },
  {
    operation: 'me',
    name: 'registered',
    summary: 'With a device',
    as: 'user',
    status: 200,
    answer: {
      userId,
      identityId,
      status: 'active',
      groups: [],
      devices: [
        {
          deviceId: 'web-1',
          clientId: `${identityId}:web-1`,
          name: 'Laptop',
          platform: 'web',
          registeredAt: createdAt,
        },
      ],
      permissions: permissions(identityId),
      effectiveBy,
    },
  },
];

export const removalExamples: readonly Example[] = [
  {
    operation: 'removeDevice',
    name: 'removed',
    summary: 'A device is given away',
    as: 'user',
    path: { deviceId: 'web-1' },
    status: 204,
  },
  {
    operation: 'removeDevice',
    name: 'unknown',
    summary: 'A device that is not there any more',
    as: 'user',
    path: { deviceId: 'web-1' },
    status: 404,
  },
];
