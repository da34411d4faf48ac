// What the documents of a scope must say, as a pure and canonical function of its grants.
import type { GrantRule } from './grant.ts';
import { type GrantResource, resourcesOf } from './grant-resources.ts';
import { type PolicyEntry, policyEntry } from './policy-entry.ts';
import { iotArn, type PolicySpace } from './policy-space.ts';
import { addName, type CoverTree, coveringPermits, emptyCoverTree, ownPermits } from './resource-cover.ts';

/** Sorted: nothing twice, and nothing that another resource says already. */
export const scopeEntries = (rules: readonly GrantRule[], space: PolicySpace): readonly PolicyEntry[] => {
  const trees = { topic: emptyCoverTree(), topicfilter: emptyCoverTree() };
  const names: GrantResource[] = [];
  for (const rule of rules) {
    const shift = rule.effect === 'allow' ? 0 : denyShift;
    for (const name of resourcesOf(rule)) {
      if (addName(trees[name.type], name.levels, name.permits << shift)) names.push(name);
    }
  }
  return names
    .flatMap((name) => neededEntries(name, trees[name.type], space))
    .sort((one, other) => (one.resource < other.resource ? -1 : Number(one.resource > other.resource)));
};

const neededEntries = (name: GrantResource, tree: CoverTree, space: PolicySpace): PolicyEntry[] => {
  const own = ownPermits(tree, name.levels);
  const covered = coveringPermits(tree, name.levels);
  const needed = own & ~covered;
  if (needed === 0) return [];
  const possible = own | covered;
  const resource = iotArn(space, name.type, name.levels.join('/'));
  return sides.flatMap(({ effect, shift }) => {
    const said = (needed >> shift) & 7;
    return said ? [policyEntry(effect, resource, said, (possible >> shift) & 7)] : [];
  });
};

/** In one number: the `permit` bits of Allows, and above them those of Denies. */
const denyShift = 3;

const sides = [
  { effect: 'Deny', shift: denyShift },
  { effect: 'Allow', shift: 0 },
] as const;
