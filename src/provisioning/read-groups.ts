// Managed groups as administrators see them.
import type { Fault } from '../domain/fault.ts';
import type { GroupName } from '../domain/identifiers.ts';
import { type PolicyName, scopePolicyNames } from '../domain/policy-name.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { Scope } from '../domain/scope.ts';
import type { DueStore, GrantStore, MemberStore, Page, PageRequest } from './ports.ts';

export type ManagedGroup = {
  readonly group: GroupName;
  readonly description?: string | undefined;
  readonly documents: number;
  /** Known members, counted up to `countedMembers`. */
  readonly members: number;
  readonly policies: readonly PolicyName[];
  /** `pending`: grants or attachments are still to be applied. */
  readonly state: 'applied' | 'pending' | 'deleting';
  /** Epoch milliseconds by when what was last applied is effective everywhere. */
  readonly effectiveBy: number;
};

export type ReadGroup = (group: GroupName) => Promise<Result<ManagedGroup, Fault>>;
/** In order of the groups' names. */
export type ListGroups = (page: PageRequest) => Promise<Page<ManagedGroup>>;

/** No group is counted further. */
const countedMembers = 10_000;

type Dependencies = {
  readonly store: Pick<GrantStore, 'readScopes' | 'listGroups'> &
    Pick<MemberStore, 'countMembers'> &
    Pick<DueStore, 'isDue'>;
  readonly space: PolicySpace;
};

export const readGroup =
  (deps: Dependencies): ReadGroup =>
  async (group) => {
    const [scope] = await deps.store.readScopes([{ kind: 'group', group }]);
    return scope ? ok(await groupOf(deps, group, scope)) : refuse({ kind: 'group-not-found', group });
  };

export const listGroups =
  (deps: Dependencies): ListGroups =>
  async (request) => {
    const { items, ...page } = await deps.store.listGroups(request);
    const groups = items.flatMap((scope) =>
      scope.subject.kind === 'group' ? [groupOf(deps, scope.subject.group, scope)] : [],
    );
    return { ...page, items: await Promise.all(groups) };
  };

const groupOf = async (
  { store, space }: Dependencies,
  group: GroupName,
  { subject, description, documents, state, generation, appliedGeneration, effectiveBy }: Scope,
): Promise<ManagedGroup> => {
  const [members, isAttaching] = await Promise.all([
    store.countMembers(group, countedMembers),
    store.isDue({ task: 'apply-members', group, round: 1 }),
  ]);
  // Where nobody is known to be in it, nobody waits.
  const isPending = generation !== appliedGeneration || (isAttaching && members > 0);
  return {
    group,
    ...(description !== undefined && { description }),
    documents,
    members,
    policies: scopePolicyNames(space, subject, documents),
    state: state === 'deleting' ? 'deleting' : isPending ? 'pending' : 'applied',
    effectiveBy,
  };
};
