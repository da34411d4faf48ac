// Where what an identity carries is not what it is to carry.
import { isOwnPolicy } from './own-policy.ts';
import type { PolicyName } from './policy-name.ts';
import type { PolicySpace } from './policy-space.ts';

export type AttachmentDifference = {
  readonly policy: PolicyName;
  /** `foreign`: somebody else's, never touched; `missing`: ours and wanted; `surplus`: ours and not wanted. */
  readonly kind: 'foreign' | 'missing' | 'surplus';
};

/** In order of names; the same for any order of what is compared. */
export const attachmentDifferences = (
  wanted: readonly PolicyName[],
  present: readonly PolicyName[],
  space: PolicySpace,
): readonly AttachmentDifference[] =>
  [
    ...wanted
      .filter((policy) => !present.includes(policy))
      .map((policy) => ({ policy, kind: 'missing' as const })),
    ...present
      .filter((policy) => !wanted.includes(policy))
      .map((policy) => ({
        policy,
        kind: isOwnPolicy(space, policy) ? ('surplus' as const) : ('foreign' as const),
      })),
  ].sort((one, other) => (one.policy < other.policy ? -1 : 1));
