// One user: who it is, what it has, what it may do, and what administrators can decide about it.
import { useState } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { answerOf } from '../../shared/api.ts';
import type { UserPage as ShownUser } from '../../shared/api-paths.ts';
import { Failure } from '../../shared/failure.tsx';
import { useFollow } from '../../shared/use-follow.ts';
import { useLoaded } from '../../shared/use-loaded.ts';
import { addressOf } from '../addresses.ts';
import { Page } from '../page.tsx';
import { useService } from '../service.ts';
import { CapacityOfSubject } from '../subjects/capacity-of-subject.tsx';
import { GrantsOfSubject } from '../subjects/grants-of-subject.tsx';
import { said } from './decision-words.ts';
import { Outcome } from './outcome.tsx';
import { Unavailable } from './unavailable.tsx';
import { UserActions } from './user-actions.tsx';
import { UserAttachments } from './user-attachments.tsx';
import { UserDevices } from './user-devices.tsx';
import { UserFacts } from './user-facts.tsx';
import { UserPermissions } from './user-permissions.tsx';
import './users.css';

export const UserPage = () => {
  const { userId = '' } = useRoute().params;
  return <OneUser key={userId} userId={userId} />;
};

const OneUser = ({ userId }: { readonly userId: string }) => {
  const { api } = useService();
  const [outcome, setOutcome] = useState<{ readonly text: string }>();
  const { value, error, isLoading, reload } = useLoaded(
    (signal) => answerOf(api.GET('/users/{userId}', { params: { path: { userId } }, signal })),
    [userId],
  );
  const isMending = outcome?.text === said.reconciled && isDrifted(value?.attachments);
  const isPending = value?.pending === true || isMending;
  useFollow(isPending, reload);
  const done = (what: string) => {
    setOutcome({ text: what });
    reload();
  };

  return (
    <Page title={value?.email ?? value?.username ?? 'User'}>
      <Outcome said={outcome} isPending={isPending} effectiveBy={value?.effectiveBy} />
      {error !== undefined && (
        <Failure error={error} retry={reload}>
          <p>
            See <a href={addressOf.users()}>all users</a>.
          </p>
        </Failure>
      )}
      {!value && isLoading && <p role="status">Loading …</p>}
      {value && (
        <>
          <Unavailable parts={value.unavailable} />
          <UserActions user={value} onDone={done} />
          <div class="columns">
            <UserFacts user={value} />
            <UserAttachments user={value} />
          </div>
          <UserDevices user={value} onDone={done} />
          <UserPermissions user={value} />
          <OwnGrants subject={`user/${userId}`} />
        </>
      )}
    </Page>
  );
};

/** What is not this service's stays. */
const isDrifted = (attachments: ShownUser['attachments'] | undefined): boolean =>
  attachments?.drift?.some(({ kind }) => kind !== 'foreign') === true;

const OwnGrants = ({ subject }: { readonly subject: string }) => (
  <section class="card" aria-labelledby="grants">
    <h2 id="grants">Grants of its own</h2>
    <p class="quiet">Beside them it has those of its groups and of everyone.</p>
    <GrantsOfSubject subject={subject} />
    <h3>Room for more</h3>
    <CapacityOfSubject subject={subject} />
  </section>
);
