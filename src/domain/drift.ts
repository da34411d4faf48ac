// What AWS has otherwise than this service left it: somebody else's doing.
import { type AttachmentDifference, attachmentDifferences } from './attachment-differences.ts';
import type { DeviceId, UserId } from './identifiers.ts';
import { parsePolicyDocument } from './parse-policy-document.ts';
import type { ActualPolicy } from './plan-scope.ts';
import type { PolicyName } from './policy-name.ts';
import type { PolicySpace } from './policy-space.ts';
import type { AppliedDocument, Scope } from './scope.ts';
import type { Subject } from './subject.ts';
import type { User } from './user.ts';

export type AttachmentDrift = {
  readonly of: 'attachments';
  readonly userId: UserId;
  readonly missing: readonly PolicyName[];
  readonly surplus: readonly PolicyName[];
  /** Not of this stack: told, and left alone. */
  readonly foreign: readonly PolicyName[];
};

export type PolicyDrift = {
  readonly of: 'policies';
  readonly subject: Subject;
  /** Deleted, or with another document. */
  readonly policies: readonly PolicyName[];
};

export type ThingDrift = {
  readonly of: 'things';
  readonly userId: UserId;
  /** Of a registered device, and not attached. */
  readonly missing: readonly DeviceId[];
  /** Attached, and of no device. */
  readonly surplus: readonly DeviceId[];
};

export type Drift = AttachmentDrift | PolicyDrift | ThingDrift;

export type TellDrift = (drift: Drift) => void;

/** How many differences there are. */
export const driftSize = (drift: Drift): number =>
  drift.of === 'policies'
    ? drift.policies.length
    : drift.missing.length + drift.surplus.length + (drift.of === 'attachments' ? drift.foreign.length : 0);

export const attachmentDrift = (
  space: PolicySpace,
  { userId, attached: recorded }: Pick<User, 'userId' | 'attached'>,
  attached: readonly PolicyName[],
): AttachmentDrift | undefined => {
  const differences = attachmentDifferences(recorded, attached, space);
  const those = (kind: AttachmentDifference['kind']) =>
    differences.filter((difference) => difference.kind === kind).map(({ policy }) => policy);
  return unlessNone({
    of: 'attachments',
    userId,
    missing: those('missing'),
    surplus: those('surplus'),
    foreign: those('foreign'),
  });
};

/** `actual`: those that exist of the policies that were applied. */
export const policyDrift = (
  { subject, applied }: Pick<Scope, 'subject' | 'applied'>,
  actual: readonly ActualPolicy[],
): PolicyDrift | undefined =>
  unlessNone({
    of: 'policies',
    subject,
    policies: applied.filter((document) => !actual.some(saysThe(document))).map(({ name }) => name),
  });

/** Only what is settled is compared: a device that is coming or going has its thing in between. */
export const thingDrift = (
  { userId, devices }: Pick<User, 'userId' | 'devices'>,
  attached: readonly DeviceId[],
): ThingDrift | undefined => {
  const settled = devices.filter(({ state }) => state === 'registered');
  return unlessNone({
    of: 'things',
    userId,
    missing: settled.map(({ deviceId }) => deviceId).filter((deviceId) => !attached.includes(deviceId)),
    surplus: attached.filter((thing) => devices.every(({ deviceId }) => deviceId !== thing)),
  });
};

const unlessNone = <Found extends Drift>(drift: Found): Found | undefined =>
  driftSize(drift) > 0 ? drift : undefined;

/** The same text but for blanks and the like. */
const saysThe =
  ({ name, text }: AppliedDocument) =>
  (actual: ActualPolicy): boolean => {
    const { document } = actual;
    if (actual.name !== name) return false;
    if (document === text) return true;
    const parsed = typeof document === 'string' ? parsePolicyDocument(document) : document;
    return parsed !== undefined && JSON.stringify(parsed) === text;
  };
