// The calls that make a policy say something, with room made for the new version.
import type { PolicyName } from './policy-name.ts';

export type PolicyVersion = {
  /** "1", "2", … in the order they were made. */
  readonly versionId: string;
  readonly isDefault: boolean;
};

export type WriteStep =
  | { readonly kind: 'create-policy'; readonly name: PolicyName; readonly text: string }
  | { readonly kind: 'delete-version'; readonly name: PolicyName; readonly versionId: string }
  /** The new version is the default one. */
  | { readonly kind: 'create-version'; readonly name: PolicyName; readonly text: string };

/** "Versions of one policy: 5" (AWS IoT Core quotas). */
const maximumVersions = 5;

/** The writer knows what it has written: what the policy says already costs no call. */
export const policyWriter = (policy: {
  readonly name: PolicyName;
  /** What it says now; absent when that is not known. */
  readonly text?: string | undefined;
  /** None where the policy is still to be made. */
  readonly versions: readonly PolicyVersion[];
}): ((text: string) => readonly WriteStep[]) => {
  const { name, versions } = policy;
  let said = policy.text;
  let count = versions.length;
  // "The default version cannot be deleted"; it can once another is.
  const current = versions.filter(({ isDefault }) => isDefault);
  const old = versions.filter(({ isDefault }) => !isDefault).sort(byAge);
  return (text) => {
    if (text === said) return [];
    said = text;
    if (count === 0) {
      count = 1;
      return [{ kind: 'create-policy', name, text }];
    }
    const oldest = count < maximumVersions ? undefined : old.shift();
    if (!oldest) count += 1;
    old.push(...current.splice(0));
    const room: readonly WriteStep[] = oldest
      ? [{ kind: 'delete-version', name, versionId: oldest.versionId }]
      : [];
    return [...room, { kind: 'create-version', name, text }];
  };
};

/** "2" is older than "10". */
const byAge = (one: PolicyVersion, other: PolicyVersion): number =>
  Number(one.versionId) - Number(other.versionId);
