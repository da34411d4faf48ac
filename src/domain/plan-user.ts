// From the policies that an identity carries to those it is to carry, as steps that are safe in this order.
import { isOwnPolicy } from './own-policy.ts';
import { type PolicyName, suspendedPolicyName } from './policy-name.ts';
import type { PolicySpace } from './policy-space.ts';

export type UserStep = { readonly kind: 'attach' | 'detach'; readonly policy: PolicyName };

export type UserPlan = {
  readonly steps: readonly UserStep[];
  /** Attached, but not of this stack: drift to be reported; never touched. */
  readonly foreign: readonly PolicyName[];
};

/** "Policies attached to one identity: 10" (AWS IoT Core quotas). */
export const maximumAttached = 10;

/**
 * Attaches what denies, detaches what is not wanted, attaches what is missing, detaches the denies that are no
 * longer wanted. So no denial ends while anything is attached that is not wanted. On a full identity one of our
 * Allows makes room for a Deny – one that goes anyway or else the last wanted, which comes back – and where
 * there are too few of them, `suspended` denies everything for the time of the changeover. When suspending, it
 * comes first.
 *
 * `wanted` is what `effectivePolicies` says for this many foreign policies: all of it fits.
 */
export const planUser = (input: {
  readonly space: PolicySpace;
  readonly attached: readonly PolicyName[];
  readonly wanted: readonly PolicyName[];
  /** Those of all names that deny something; `suspended` always does. */
  readonly denying: ReadonlySet<PolicyName>;
}): UserPlan => {
  const suspended = suspendedPolicyName(input.space);
  const denies = (policy: PolicyName): boolean => policy === suspended || input.denying.has(policy);
  const own = input.attached.filter((policy) => isOwnPolicy(input.space, policy));
  const foreign = input.attached.filter((policy) => !isOwnPolicy(input.space, policy));
  const unwanted = own.filter((policy) => !input.wanted.includes(policy));
  const missingDenies = input.wanted.filter((policy) => denies(policy) && !own.includes(policy));
  // connect, which everything else needs, is wanted first and so the last to go.
  const makesRoom = [...unwanted, ...input.wanted.filter((policy) => own.includes(policy)).reverse()].filter(
    (policy) => !denies(policy),
  );
  const draft = attachmentDraft(own, maximumAttached - foreign.length);

  if (input.wanted.includes(suspended) || missingDenies.length > draft.free() + makesRoom.length) {
    // While this is attached, everything is denied and the order of the rest is free.
    draft.attach(suspended, [...makesRoom, ...unwanted]);
    for (const policy of unwanted) if (policy !== suspended) draft.detach(policy);
  }
  for (const policy of missingDenies) draft.attach(policy, makesRoom);
  for (const policy of unwanted) if (!denies(policy)) draft.detach(policy);
  // From here on every Allow is wanted and every wanted Deny attached: the other Denies are free to go.
  for (const policy of input.wanted) draft.attach(policy, unwanted);
  for (const policy of [...unwanted, suspended]) if (!input.wanted.includes(policy)) draft.detach(policy);
  return { steps: draft.steps, foreign };
};

/** The attachments as they will be, with the steps to get there. */
const attachmentDraft = (attached: readonly PolicyName[], places: number) => {
  const present = new Set(attached);
  const steps: UserStep[] = [];
  const detach = (policy: PolicyName): void => {
    if (present.delete(policy)) steps.push({ kind: 'detach', policy });
  };
  return {
    steps,
    free: () => places - present.size,
    detach,
    /** When there is no place, the first present one of `makesRoom` goes. */
    attach: (policy: PolicyName, makesRoom: readonly PolicyName[]): void => {
      if (present.has(policy)) return;
      const victim = makesRoom.find((each) => present.has(each));
      if (present.size >= places && victim) detach(victim);
      present.add(policy);
      steps.push({ kind: 'attach', policy });
    },
  };
};
