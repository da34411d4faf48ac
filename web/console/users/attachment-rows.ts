// Each policy that is attached to a user's identity, or should be, with how it stands.
import type { UserPage } from '../../shared/api-paths.ts';

type AttachmentState = 'attached' | 'missing' | 'surplus' | 'foreign' | 'unknown';

/** By name. Without AWS's answer nobody knows how what is wanted stands. */
export const attachmentRows = ({
  wanted,
  present,
  drift = [],
}: UserPage['attachments']): readonly { readonly policy: string; readonly state: AttachmentState }[] => {
  const drifted = new Map(drift.map(({ policy, kind }) => [policy, kind]));
  const policies = new Set([...wanted, ...(present ?? []), ...drifted.keys()]);
  return [...policies].sort().map((policy) => ({
    policy,
    state: drifted.get(policy) ?? (present === undefined ? 'unknown' : 'attached'),
  }));
};

export const attachmentInWords: Readonly<Record<AttachmentState, string>> = {
  attached: 'attached',
  missing: 'missing: will be attached',
  surplus: 'not wanted: will be detached',
  foreign: 'not this service’s: left alone',
  unknown: 'wanted',
};
