// One grant: what it says, how it stands, and the ways to change or end it.

import { useRef, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import { Failure } from '../../shared/failure.tsx';
import { codeOf } from '../../shared/request-failed.ts';
import { useFollow } from '../../shared/use-follow.ts';
import { useLoaded } from '../../shared/use-loaded.ts';
import { addressOf } from '../addresses.ts';
import { Page } from '../page.tsx';
import { useService } from '../service.ts';
import { EditGrant } from './edit-grant.tsx';
import { GrantFacts } from './grant-facts.tsx';
import { readGrant } from './grant-requests.ts';
import { changeInWords } from './grant-words.ts';
import './grants.css';
import { RevokeGrant } from './revoke-grant.tsx';
import { Said, sayNext, useSaid } from './said.tsx';

export const GrantPage = () => {
  const { grantId = '' } = useRoute().params;
  return <TheGrant key={grantId} grantId={grantId} />;
};

const TheGrant = ({ grantId }: { readonly grantId: string }) => {
  const { api } = useService();
  const { route } = useLocation();
  const [isEditing, setIsEditing] = useState(false);
  const [said, say] = useSaid();
  const edit = useRef<HTMLButtonElement>(null);
  const { value: grant, error, reload } = useLoaded((signal) => readGrant(api, grantId, signal), [grantId]);
  const stopEditing = () => {
    setIsEditing(false);
    // The button from which it began is there again when this has been shown.
    setTimeout(() => edit.current?.focus());
  };
  useFollow(grant?.status.state === 'pending', reload);

  return (
    <Page title={grant ? `Grant on ${grant.topicFilter}` : 'Grant'}>
      <Said text={said} />
      {error !== undefined && (
        <Failure error={error} retry={reload}>
          {codeOf(error) === 'grant-not-found' && (
            <p>
              It may have been revoked. See <a href={addressOf.grants()}>all grants</a>, or{' '}
              <a href={addressOf.audit()}>the audit trail</a>.
            </p>
          )}
        </Failure>
      )}
      {!grant && error === undefined && <p role="status">Loading …</p>}
      {grant && !isEditing && (
        <>
          <GrantFacts grant={grant} />
          <div class="row">
            <button
              ref={edit}
              type="button"
              onClick={() => {
                say('');
                setIsEditing(true);
              }}
            >
              Edit
            </button>
            <RevokeGrant
              grant={grant}
              onRevoked={(revoked) => {
                sayNext(changeInWords('Revoked', revoked));
                route(addressOf.grants());
              }}
              onStale={reload}
            />
          </div>
        </>
      )}
      {grant && isEditing && (
        <EditGrant
          grant={grant}
          onCancel={stopEditing}
          onDone={(changed) => {
            say(
              changed.version === grant.version ? 'Nothing was changed.' : changeInWords('Changed', changed),
            );
            stopEditing();
            reload();
          }}
        />
      )}
    </Page>
  );
};
