// A user's devices. What is about to happen to one is stored before it happens, with a due item for whoever finishes it.
import type { DeviceId, UserId } from '../domain/identifiers.ts';
import type { DeviceStore } from '../provisioning/ports.ts';
import { deviceKey, writeDevice } from '../schema/stored.ts';
import { auditWrite } from './store-audit.ts';
import { type DueTask, deviceDueOf, dueKey, userKey } from './store-keys.ts';
import { type Table, type TableWrite, transact } from './table.ts';

type Intent = Parameters<DeviceStore['intendRegistration']>[0];

export const deviceStore = (table: Table): DeviceStore => ({
  intendRegistration: (intent) =>
    transact(table, [
      ...registering[intent.of](intent),
      dueWrite(
        'finish-registration',
        attemptOf(intent.user.userId, intent.device.deviceId, intent.attempt),
        intent.dueAt,
      ),
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
      { Delete: { Key: dueKey('finish-registration', attemptOf(userId, deviceId, attempt)) } },
    ]),

  intendRemoval: ({ userId, deviceId, dueAt, audit }) =>
    transact(table, [
      {
        Update: {
          Key: userKey(userId),
          UpdateExpression: 'SET devices.#device.#state = :removing',
          ConditionExpression: 'attribute_exists(devices.#device) AND devices.#device.#state <> :removing',
          ExpressionAttributeNames: { '#device': deviceKey(deviceId), '#state': 'state' },
          ExpressionAttributeValues: { ':removing': 'removing' },
        },
      },
      dueWrite('finish-removal', deviceDueOf(userId, deviceId), dueAt),
      auditWrite(audit),
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
      { Delete: { Key: dueKey('finish-removal', deviceDueOf(userId, deviceId)) } },
      dueWrite('disconnect', clientId, disconnectAt),
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
          ...user,
          attached: [],
          devices: { [deviceKey(device.deviceId)]: writeDevice(device) },
        },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    auditWrite(audit),
  ],

  'new-device': ({ user, device, deviceLimit, audit }) => [
    {
      Update: {
        Key: userKey(user.userId),
        UpdateExpression: 'SET devices.#device = :device',
        ConditionExpression:
          'generation = :generation AND attribute_not_exists(devices.#device) AND size(devices) < :limit',
        ExpressionAttributeNames: { '#device': deviceKey(device.deviceId) },
        ExpressionAttributeValues: {
          ':device': writeDevice(device),
          ':generation': user.generation,
          ':limit': deviceLimit,
        },
      },
    },
    auditWrite(audit),
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

const attemptOf = (userId: UserId, deviceId: DeviceId, attempt: string): string =>
  `${deviceDueOf(userId, deviceId)}/${attempt}`;

const dueWrite = (task: DueTask, of: string, dueAt: number): TableWrite => ({
  Put: { Item: { ...dueKey(task, of), task, of, dueAt } },
});
