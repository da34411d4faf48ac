// Makes what is attached to a user's identity what is wanted: lease, read, plan, execute, record.
import { attachmentDrift, type TellDrift } from '../domain/drift.ts';
import type { IdentityId, UserId } from '../domain/identifiers.ts';
import { planUser, type UserStep } from '../domain/plan-user.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { propagationMs } from '../domain/scope.ts';
import { isRegistered, type User } from '../domain/user.ts';
import { wantedPolicies } from '../domain/wanted-policies.ts';
import { type Applied, applyUnderLease } from './lease.ts';
import type { Meter } from './meter.ts';
import type {
  AttachmentControl,
  Leased,
  MemberStore,
  ProvisioningStore,
  Stored,
  UserStore,
} from './ports.ts';

/** `reading-attachments` distrusts the record: for whoever knows that something was attached beside it. */
export type ApplyUser = (userId: UserId, trust?: 'record' | 'reading-attachments') => Promise<Applied>;

type Dependencies = {
  readonly store: ProvisioningStore & UserStore & Pick<MemberStore, 'saveMemberships'>;
  readonly attachments: AttachmentControl;
  readonly space: PolicySpace;
  readonly clock: () => number;
  readonly newId: () => string;
  readonly meter?: Meter;
  /** Told of what others changed, when the attachments are read. */
  readonly tellDrift?: TellDrift;
};

/** Safe to repeat and to kill at any point: what was not recorded is read from IoT Core the next time. */
export const applyUser =
  (deps: Dependencies): ApplyUser =>
  (userId, trust = 'record') => {
    const { store, clock } = deps;
    const owner = deps.newId();
    return applyUnderLease({
      owner,
      clock,
      take: (lease) => store.leaseUser(userId, lease),
      apply: (leased) => applyLeased(deps, leased, owner, trust),
      release: () => store.releaseUser(userId, owner),
    });
  };

const applyLeased = async (
  { store, attachments, space, clock, meter, tellDrift }: Dependencies,
  { leased: user, certain }: Leased<User>,
  owner: string,
  trust: 'record' | 'reading-attachments',
): Promise<Stored> => {
  // Before its scopes are read: whoever begins to manage a group after that finds the user among its members.
  if (user.generation !== user.appliedGeneration && user.groups.length > 0) {
    await store.saveMemberships(user.userId, user.groups);
  }
  const { scopes } = await store.readProvisioning(user);
  const { wanted, withheld, denying } = wantedPolicies(user, scopes, space);
  if (withheld.length > 0) meter?.add('Withheld', 1);
  const isRecorded = (certain && trust === 'record') || !isRegistered(user);
  const attached = isRecorded ? user.attached : await attachments.listAttached(user.identityId);
  // What is not certain may be this service's own doing.
  const drift = certain ? attachmentDrift(space, user, attached) : undefined;
  if (drift) tellDrift?.(drift);
  const steps = isRegistered(user) ? planUser({ space, attached, wanted, denying }).steps : [];
  if (isRegistered(user))
    for (const step of steps) await changeAttachment(attachments, user.identityId, step);
  return store.recordUser({
    userId: user.userId,
    owner,
    generation: user.generation,
    attached: wanted,
    effectiveBy: steps.length > 0 ? clock() + propagationMs : user.effectiveBy,
  });
};

const changeAttachment = (attachments: AttachmentControl, identityId: IdentityId, step: UserStep) =>
  step.kind === 'attach'
    ? attachments.attachPolicy(step.policy, identityId)
    : attachments.detachPolicy(step.policy, identityId);
