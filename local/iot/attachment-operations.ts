// Policies attached to identities (and other targets).
import * as z from 'zod/mini';
import { ok } from '../../src/domain/result.ts';
import { refused } from './aws-failure.ts';
import { type Attachment, arnOf, type IotState } from './iot-state.ts';
import { policiesPerPrincipal } from './limits.ts';
import { done, type Operation, type Outcome, operation, PolicyName, Principal } from './operation.ts';
import { PageSize, pageOf } from './paging.ts';
import { policyNamed } from './policy-operations.ts';

const PolicyAndTarget = z.object({ policyName: PolicyName, target: Principal });
const Page = z.object({ marker: z.optional(z.string()), pageSize: PageSize });
const OfTarget = z.extend(Page, { target: Principal });
const OfPolicy = z.extend(Page, { policyName: PolicyName });

/** Repeating it is harmless. */
const attachPolicy = (state: IotState, { policyName, target }: z.output<typeof PolicyAndTarget>): Outcome => {
  const found = policyNamed(state, policyName);
  if (!found.ok) return found;
  const attached = attachmentsOf(state, target);
  if (attached.some((one) => one.policyName === policyName)) return done;
  if (attached.length >= policiesPerPrincipal) {
    return refused(
      'LimitExceededException',
      `${target} already has ${policiesPerPrincipal} policies attached`,
    );
  }
  setAttachments(state, target, [...attached, { policyName, attachedAt: state.now() }]);
  return done;
};

/** AWS leaves open whether detaching what is not attached is an error: here it is none. */
const detachPolicy = (state: IotState, { policyName, target }: z.output<typeof PolicyAndTarget>): Outcome => {
  const found = policyNamed(state, policyName);
  if (!found.ok) return found;
  const attached = attachmentsOf(state, target);
  const remaining = attached.filter((one) => one.policyName !== policyName);
  if (remaining.length === attached.length) return done;
  setAttachments(state, target, remaining);
  state.detachedAt.set(policyName, state.now());
  return done;
};

const listAttachedPolicies = (
  state: IotState,
  { target, marker, pageSize }: z.output<typeof OfTarget>,
): Outcome => {
  const visible = attachmentsOf(state, target).filter(
    ({ attachedAt }) => attachedAt + (state.lag.listAttachment ?? 0) <= state.now(),
  );
  const page = pageOf(visible, ({ policyName }) => policyName, { marker, size: pageSize });
  if (!page.ok) return page;
  return ok({
    policies: page.value.entries.map(({ policyName }) => ({
      policyName,
      policyArn: arnOf(state, 'policy', policyName),
    })),
    nextMarker: page.value.next,
  });
};

const listTargetsForPolicy = (
  state: IotState,
  { policyName, marker, pageSize }: z.output<typeof OfPolicy>,
): Outcome => {
  const found = policyNamed(state, policyName);
  if (!found.ok) return found;
  const targets = [...state.attachments].flatMap(([target, attached]) =>
    attached.some((one) => one.policyName === policyName) ? [target] : [],
  );
  const page = pageOf(targets, (target) => target, { marker, size: pageSize });
  return page.ok ? ok({ targets: page.value.entries, nextMarker: page.value.next }) : page;
};

export const attachmentOperations: readonly Operation[] = [
  operation('AttachPolicy', 'PUT /target-policies/{policyName}', PolicyAndTarget, attachPolicy),
  operation('DetachPolicy', 'POST /target-policies/{policyName}', PolicyAndTarget, detachPolicy),
  operation('ListAttachedPolicies', 'POST /attached-policies/{target}', OfTarget, listAttachedPolicies),
  operation('ListTargetsForPolicy', 'POST /policy-targets/{policyName}', OfPolicy, listTargetsForPolicy),
];

const attachmentsOf = (state: IotState, target: string): readonly Attachment[] =>
  state.attachments.get(target) ?? [];

const setAttachments = (state: IotState, target: string, attached: readonly Attachment[]): void => {
  state.attachments.set(target, attached);
  state.effective.attachmentsChanged(
    target,
    attached.map(({ policyName }) => policyName),
    state.now(),
  );
};
