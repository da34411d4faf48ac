// A world is prepared once and gone on from often: the same stores, users and time again, for each case of many.
import { type MemoryIot, memoryIot } from '../fakes/memory-iot.ts';
import { type MemoryStore, memoryStore } from '../fakes/memory-store.ts';
import { memoryUserPool } from '../fakes/memory-user-pool.ts';
import { userId } from '../fakes/samples.ts';
import { openWorld, type World } from './world.ts';

export const copyWorld = async ({ store, iot, pool, identities, time, ids }: World): Promise<World> => {
  const copiedPool = memoryUserPool();
  for (const [name, user] of pool.users) copiedPool.users.set(name, user);
  for (const [group, names] of pool.members) copiedPool.members.set(group, new Set(names));
  for (const name of pool.signedIn) copiedPool.signedIn.add(name);
  return openWorld({
    store: await copyStore(store),
    iot: copyIot(iot),
    pool: copiedPool,
    identities: new Map(identities),
    time: { ...time },
    ids: { ...ids },
  });
};

export const copyStore = async (store: MemoryStore): Promise<MemoryStore> => {
  const copy = memoryStore();
  for (const [key, user] of store.users) copy.users.set(key, { ...user });
  for (const [key, scope] of store.scopes) copy.scopes.set(key, { ...scope });
  for (const [key, grant] of store.grants) copy.grants.set(key, grant);
  for (const [key, users] of store.members) copy.members.set(key, new Set(users));
  for (const [key, due] of store.due) copy.due.set(key, due);
  copy.audit.push(...store.audit);
  const { endpoint } = await store.readProvisioning({ userId: userId('nobody'), groups: [] });
  if (endpoint !== undefined) await copy.saveEndpoint(endpoint);
  return copy;
};

export const copyIot = (iot: MemoryIot): MemoryIot => {
  const copy = memoryIot();
  for (const [name, { versions, next }] of iot.policies)
    copy.policies.set(name, { versions: [...versions], next });
  for (const [identityId, names] of iot.attached) copy.attached.set(identityId, new Set(names));
  for (const [thing, identityIds] of iot.things) copy.things.set(thing, new Set(identityIds));
  copy.dropped.push(...iot.dropped);
  return copy;
};
