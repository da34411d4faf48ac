// What a group or everyone may do, from which grants, and how much room there is for more.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { addressOf } from '../addresses.ts';
import { Page } from '../page.tsx';
import { CapacityOfSubject } from './capacity-of-subject.tsx';
import { ChooseSubject } from './choose-subject.tsx';
import { GrantsOfSubject } from './grants-of-subject.tsx';
import { GroupOfSubject } from './group-of-subject.tsx';
import { SubjectLink } from './subject-link.tsx';

export const SubjectPage = () => {
  const { subject } = useLocation().query;
  if (!subject) return <ChooseSubject />;
  return (
    <Page key={subject} title={subject}>
      {subject.startsWith('user/') ? (
        <p>
          A user has a page of its own: <SubjectLink subject={subject} />.
        </p>
      ) : (
        <OneSubject subject={subject} />
      )}
    </Page>
  );
};

const OneSubject = ({ subject }: { readonly subject: string }) => {
  // What a change of the group leaves of its grants and documents is asked for anew.
  const [round, setRound] = useState(0);
  const group = subject.startsWith('group/') ? subject.slice('group/'.length) : undefined;
  // Of anything else, the service says what is wrong with it.
  const isSubject = group !== undefined || subject === 'everyone';
  return (
    <>
      {subject === 'everyone' && (
        <p>What every registered user may do, beside what its groups and its own grants say.</p>
      )}
      {group !== undefined && (
        <section class="card">
          <h2>Group</h2>
          <GroupOfSubject group={group} onChanged={() => setRound(round + 1)} />
        </section>
      )}
      <section class="card">
        <h2>What it may do</h2>
        <GrantsOfSubject key={round} subject={subject} />
      </section>
      {isSubject && (
        <section class="card">
          <h2>Room for grants</h2>
          <CapacityOfSubject key={round} subject={subject} />
        </section>
      )}
      {isSubject && (
        <p>
          <a href={addressOf.audit({ subject })}>Who changed what: the audit trail of {subject}</a>
        </p>
      )}
    </>
  );
};
