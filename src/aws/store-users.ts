import type { UserStore } from '../provisioning/ports.ts';
import { readUser } from '../schema/stored.ts';
import { userKey } from './store-keys.ts';
import { recordApplied, releaseLease, takeLease } from './store-lease.ts';
import { type Table, updateItem } from './table.ts';

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

  storeGroups: async ({ userId, groups, groupsAsOf }) => {
    const { outcome } = await updateItem(table, {
      Key: userKey(userId),
      UpdateExpression: 'SET groups = :groups, groupsAsOf = :asOf, generation = generation + :one',
      // A token from before a change does not undo it.
      ConditionExpression: 'groupsAsOf < :asOf',
      ExpressionAttributeValues: { ':groups': groups, ':asOf': groupsAsOf, ':one': 1 },
    });
    return outcome === 'stored' ? 'stored' : 'conflict';
  },
});
