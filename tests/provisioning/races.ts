// Pairs of functions that may run at once, of which one takes away what the other may be attaching.
import { groupRequest, revoke } from './administration.ts';
import { after, changes, type FaultyFlow, grantOf, inUse, registers, signsIn } from './fault-flows.ts';
import type { Run } from './interleave.ts';
import { by } from './user-life.ts';

export type Race = Pick<FaultyFlow, 'name' | 'prepare'> & { readonly runs: readonly [Run, Run] };

const first = registers('user-2', ['b', 'c']);
const another = registers('user-1', ['b'], 'web-2');
const suspends =
  (name: string): Run =>
  (flows, world) =>
    flows.suspendUser(by(world, name));
const leaves = (name: string) => signsIn(name, []);
const revokes = (filter: string): Run => changes((world) => revoke(grantOf(world, filter)));

export const races: readonly Race[] = [
  {
    name: 'a first registration and a suspension',
    prepare: () => after(inUse),
    runs: [first, suspends('user-2')],
  },
  {
    name: 'a registration of another device and a suspension',
    prepare: () => after(inUse),
    runs: [another, suspends('user-1')],
  },
  {
    name: 'a first registration and a revocation from a group',
    prepare: () => after(inUse),
    runs: [first, revokes('b/#')],
  },
  {
    name: 'a first registration and a revocation from the user',
    prepare: () => after(inUse),
    runs: [first, revokes('u/#')],
  },
  {
    name: 'a first registration and the end of a membership',
    prepare: () => after(inUse),
    runs: [first, leaves('user-2')],
  },
  {
    name: 'a registration of another device and the end of a membership',
    prepare: () => after(inUse),
    runs: [another, leaves('user-1')],
  },
  {
    name: 'a first registration and the deletion of a group',
    prepare: () => after(inUse),
    runs: [first, (flows, world) => flows.deleteGroup(groupRequest(world, 'b'))],
  },
  {
    name: 'a first registration and an offboarding',
    prepare: () => after(inUse),
    runs: [first, (flows, world) => flows.offboardUser(by(world, 'user-2'))],
  },
];
