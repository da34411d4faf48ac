// A user's devices. What is about to happen to one is stored before it happens, with a due item for whoever finishes it.
import type { Task } from '../domain/due.ts';
import type { DeviceStore } from '../provisioning/ports.ts';
import { deviceKey, writeDevice } from '../schema/stored.ts';
import { auditWrites } from './store-audit.ts';
import { dueDone, dueWrites } from './store-due-writes.ts';
import { listed, userKey } from './store-keys.ts';
import { type Table, type TableWrite, transact } from './table.ts';

type Registration = Extract<Task, { readonly task: 'finish-registration' }>;
type Intent = Parameters<DeviceStore['intendRegistration']>[0];

export const deviceStore = (table: Table): DeviceStore => ({
  intendRegistration: (intent) =>
    transact(table, [
      ...registering[intent.of](intent),
      ...dueWrites([
        {
          work: registrationOf({
            userId: intent.user.userId,
            deviceId: intent.device.deviceId,
            attempt: intent.attempt,
          }),
          dueAt: intent.dueAt,
          failures: 0,
          stamp: intent.attempt,
        },
      ]),
    ]),

  completeRegistration: ({ userId, deviceId, attempt, generation, attached, effectiveBy }) =>
    transact(table, [
      {
        Update: {
          Key: userKey(userId),
          UpdateExpression:
            'SET devices.#device.#state = :registered, attached = :attached, appliedGeneration = :generation, effectiveBy = :effectiveBy',
          ConditionExpression: 'generation = :generation AND devices.#device.#state = :registering',
          ExpressionAttributeNames: { '#device': deviceKey(deviceId), '#state': 'state' },
          ExpressionAttributeValues: {
            ':registering': 'registering',
            ':registered': 'registered',
            ':attached': attached,
            ':generation': generation,
            ':effectiveBy': effectiveBy,
          },
        },
      },
      dueDone(registrationOf({ userId, deviceId, attempt })),
    ]),

  intendRemoval: ({ of, userId, deviceId, dueAt, audit }) =>
    transact(table, [
      {
        Update: {
          Key: userKey(userId),
          UpdateExpression: 'SET devices.#device.#state = :removing',
          ConditionExpression:
            of === 'registering-device'
              ? 'devices.#device.#state = :registering'
              : 'attribute_exists(devices.#device) AND devices.#device.#state <> :removing',
          ExpressionAttributeNames: { '#device': deviceKey(deviceId), '#state': 'state' },
          ExpressionAttributeValues: {
            ':removing': 'removing',
            ...(of === 'registering-device' && { ':registering': 'registering' }),
          },
        },
      },
      ...dueWrites([
        { work: { task: 'finish-removal', userId, deviceId }, dueAt, failures: 0, stamp: audit.auditId },
      ]),
      ...auditWrites(audit),
    ]),

  completeRemoval: async ({ userId, deviceId, clientId, disconnectAt }) => {
    // `conflict` is someone else who completed the same removal.
    await transact(table, [
      {
        Update: {
          Key: userKey(userId),
          UpdateExpression: 'REMOVE devices.#device',
          ConditionExpression: 'devices.#device.#state = :removing',
          ExpressionAttributeNames: { '#device': deviceKey(deviceId), '#state': 'state' },
          ExpressionAttributeValues: { ':removing': 'removing' },
        },
      },
      dueDone({ task: 'finish-removal', userId, deviceId }),
      ...dueWrites([
        {
          work: { task: 'disconnect', clientId, changeId: String(disconnectAt) },
          dueAt: disconnectAt,
          failures: 0,
          stamp: clientId,
        },
      ]),
    ]);
  },
});

/** What an intent writes of user and device. */
const registering: Readonly<Record<Intent['of'], (intent: Intent) => readonly TableWrite[]>> = {
  'new-user': ({ user, device, audit }) => [
    {
      Put: {
        Item: {
          ...userKey(user.userId),
          ...listed('user', user.userId),
          ...user,
          attached: [],
          devices: { [deviceKey(device.deviceId)]: writeDevice(device) },
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    ...auditWrites(audit),
  ],

  'new-device': ({ user, device, deviceLimit, audit }) => [
    {
      Update: {
        Key: userKey(user.userId),
        UpdateExpression: 'SET devices.#device = :device, identityId = :identityId',
        ConditionExpression:
          'generation = :generation AND attribute_not_exists(devices.#device) AND size(devices) < :limit AND (attribute_not_exists(identityId) OR identityId = :identityId)',
        ExpressionAttributeNames: { '#device': deviceKey(device.deviceId) },
        ExpressionAttributeValues: {
          ':identityId': user.identityId,
          ':device': writeDevice(device),
          ':generation': user.generation,
          ':limit': deviceLimit,
        },
      },
    },
    ...auditWrites(audit),
  ],

  'registering-device': ({ user, device }) => [
    {
      ConditionCheck: {
        Key: userKey(user.userId),
        ConditionExpression: 'generation = :generation AND devices.#device.#state = :registering',
        ExpressionAttributeNames: { '#device': deviceKey(device.deviceId), '#state': 'state' },
        ExpressionAttributeValues: { ':generation': user.generation, ':registering': 'registering' },
      },
    },
  ],
};

const registrationOf = (attempt: Omit<Registration, 'task'>): Registration => ({
  task: 'finish-registration',
  ...attempt,
});
