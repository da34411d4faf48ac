// Users: what is decided about them, and the lease of whoever applies it.
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type DeviceId, parseUserId } from '../domain/identifiers.ts';
import type { UserContent } from '../domain/user.ts';
import type { UserStore } from '../provisioning/ports.ts';
import { deviceKey, readUser } from '../schema/stored.ts';
import { auditWrites } from './store-audit.ts';
import { dueWrites } from './store-due-writes.ts';
import { listed, userKey } from './store-keys.ts';
import { recordApplied, releaseLease, takeLease } from './store-lease.ts';
import { type Table, type TableWrite, transact, updateItem } from './table.ts';

export const userStore = (table: Table): UserStore => ({
  leaseUser: async (userId, lease) => {
    const taken = await takeLease(table, userKey(userId), lease, readUser);
    if ('refused' in taken) return taken;
    // A registration under way, or cut off, attaches beside the record.
    const registering = taken.leased.devices.some(({ state }) => state === 'registering');
    return { leased: taken.leased, certain: taken.certain && !registering };
  },

  recordUser: ({ userId, ...applied }) => recordApplied(table, userKey(userId), applied),

  releaseUser: (userId, owner) => releaseLease(table, userKey(userId), owner),

  changeUser: ({ user, was, removing, due, audit }) =>
    transact(table, [
      was === undefined ? newUser(user) : changedUser(user, was, removing),
      ...dueWrites(due),
      ...auditWrites(audit),
    ]),

  confirmUser: async ({ userId, groups, disabled, groupsAsOf }) => {
    const members = [...new Set(groups)];
    const { outcome } = await updateItem(table, {
      Key: userKey(userId),
      UpdateExpression: 'SET groupsAsOf = :groupsAsOf',
      // Groups have no order.
      ConditionExpression: [
        'groupsAsOf < :groupsAsOf',
        'size(#groups) = :count',
        ...members.map((_, index) => `contains(#groups, :g${index})`),
        ...(disabled === undefined ? [] : ['disabled = :disabled']),
      ].join(' AND '),
      ExpressionAttributeNames: { '#groups': 'groups' },
      ExpressionAttributeValues: {
        ':groupsAsOf': groupsAsOf,
        ':count': members.length,
        ...Object.fromEntries(members.map((group, index) => [`:g${index}`, group])),
        ...(disabled !== undefined && { ':disabled': disabled }),
      },
    });
    return outcome === 'stored' ? 'stored' : 'conflict';
  },

  findUserOf: async (identityId) => {
    const { client, tableName: TableName, abortSignal } = table;
    const { Items = [] } = await client.send(
      new QueryCommand({
        TableName,
        IndexName: 'byIdentity',
        KeyConditionExpression: 'identityId = :identityId',
        ExpressionAttributeValues: { ':identityId': identityId },
      }),
      { abortSignal },
    );
    return Items.map(({ pk }) => parseUserId(String(pk).slice('user#'.length)))[0];
  },
});

const newUser = (user: UserContent): TableWrite => ({
  Put: {
    Item: {
      ...userKey(user.userId),
      ...listed('user', user.userId),
      ...user,
      devices: {},
      generation: 1,
      appliedGeneration: 0,
      attached: [],
      effectiveBy: 0,
    },
    ConditionExpression: 'attribute_not_exists(pk)',
  },
});

/** The content alone, and the states of devices: leases, and what was last applied, stay as they are. */
const changedUser = (user: UserContent, was: number, removing: readonly DeviceId[]): TableWrite => {
  const { userId, ...content } = user;
  const members = Object.entries(content);
  const devices = removing.map((_, index) => `devices.#device${index}.#state = :removing`);
  const sets = [...members.map(([name]) => `#${name} = :${name}`), 'generation = :next', ...devices];
  return {
    Update: {
      Key: userKey(userId),
      UpdateExpression: `SET ${sets.join(', ')}`,
      ConditionExpression: [
        'generation = :was',
        // Somebody may have confirmed the groups since they were read: that is not taken back.
        '#groupsAsOf <= :groupsAsOf',
        ...removing.map((_, index) => `attribute_exists(devices.#device${index})`),
      ].join(' AND '),
      ExpressionAttributeNames: {
        ...Object.fromEntries(members.map(([name]) => [`#${name}`, name])),
        ...Object.fromEntries(removing.map((deviceId, index) => [`#device${index}`, deviceKey(deviceId)])),
        ...(removing.length > 0 && { '#state': 'state' }),
      },
      ExpressionAttributeValues: {
        ':was': was,
        ':next': was + 1,
        ...Object.fromEntries(members.map(([name, value]) => [`:${name}`, value])),
        ...(removing.length > 0 && { ':removing': 'removing' }),
      },
    },
  };
};
