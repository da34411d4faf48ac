import { useState } from 'preact/hooks';
import type { Grant } from '../../shared/api-paths.ts';
import { Confirm, type Confirmed } from '../../shared/confirm.tsx';
import { Failure } from '../../shared/failure.tsx';
import { codeOf } from '../../shared/request-failed.ts';
import { useLoaded } from '../../shared/use-loaded.ts';
import { useService } from '../service.ts';
import { previewRevocation, revokeGrant } from './grant-requests.ts';
import { grantInWords } from './grant-words.ts';
import { PreviewOfPolicies } from './preview-panel.tsx';

export const RevokeGrant = ({
  grant,
  onRevoked,
  onStale,
}: {
  readonly grant: Grant;
  readonly onRevoked: (grant: Grant) => void;
  /** It is not the version that was seen: nothing has been revoked. */
  readonly onStale: () => void;
}) => {
  const { api } = useService();
  const revoke = async ({ reason, options }: Confirmed) => {
    try {
      onRevoked(await revokeGrant(api, grant, { disconnect: options['disconnect'] ?? false, reason }));
    } catch (error) {
      if (codeOf(error) === 'precondition-failed') onStale();
      throw error;
    }
  };
  return (
    <Confirm
      label="Revoke …"
      title="Revoke this grant?"
      action="Revoke"
      asksReason
      options={grant.effect === 'allow' ? { disconnect: disconnectMeans(grant.subject) } : {}}
      onConfirm={revoke}
    >
      <p>
        <strong>{grantInWords(grant)}</strong> (version {grant.version})
      </p>
      <p>
        AWS takes 6 to 8 minutes until it is effective everywhere. To have it again, it must be granted anew.
      </p>
      <WhatRemains key={grant.version} grantId={grant.grantId} />
    </Confirm>
  );
};

const disconnectMeans = (subject: string): string => {
  if (subject.startsWith('user/')) return 'Drop live sessions now';
  const whose = subject === 'everyone' ? 'all users' : 'the members';
  return `Drop live sessions of ${whose} now, one after another`;
};

/** Asked for when it is opened. */
const WhatRemains = ({ grantId }: { readonly grantId: string }) => {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>What remains in the policies</summary>
      {isOpen && <Remainder grantId={grantId} />}
    </details>
  );
};

const Remainder = ({ grantId }: { readonly grantId: string }) => {
  const { api } = useService();
  const { value, error, reload } = useLoaded((signal) => previewRevocation(api, grantId, signal), [grantId]);
  if (error !== undefined) return <Failure error={error} retry={reload} />;
  return value ? <PreviewOfPolicies preview={value} /> : <p role="status">Asking …</p>;
};
