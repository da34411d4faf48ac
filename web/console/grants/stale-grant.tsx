// Somebody else has changed the grant meanwhile: how it is now, and whose words are to go on.

import type { Grant } from '../../shared/api-paths.ts';
import { Failure } from '../../shared/failure.tsx';
import { useLoaded } from '../../shared/use-loaded.ts';
import { useService } from '../service.ts';
import { Ends } from './grant-badges.tsx';
import { draftOf, type GrantDraft } from './grant-draft.ts';
import { readGrant } from './grant-requests.ts';
import { grantInWords } from './grant-words.ts';

export const StaleGrant = ({
  error,
  seen,
  draft,
  onTake,
}: {
  /** What the service said. */
  readonly error: unknown;
  readonly seen: Grant;
  readonly draft: GrantDraft;
  readonly onTake: (current: Grant, draft: GrantDraft) => void;
}) => {
  const { api } = useService();
  const {
    value: current,
    error: unread,
    reload,
  } = useLoaded((signal) => readGrant(api, seen.grantId, signal), [seen.grantId, seen.version]);
  if (unread !== undefined) return <Failure error={unread} retry={reload} />;
  return (
    <Failure error={error}>
      <p>Somebody else has changed this grant since you opened it. What you typed is still here.</p>
      {current && (
        <>
          <p>
            Version {current.version} says: <strong>{grantInWords(current)}</strong>
            {current.allowWider && ', wider'}; ends: <Ends expiresAt={current.expiresAt} />
            {current.reason && `; reason: ${current.reason}`}.
          </p>
          <div class="row">
            <button type="button" onClick={() => onTake(current, draft)}>
              Keep what I typed
            </button>
            <button type="button" onClick={() => onTake(current, draftOf(current))}>
              Take version {current.version}
            </button>
          </div>
        </>
      )}
    </Failure>
  );
};
