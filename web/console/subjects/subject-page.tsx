// What a group or everyone may do, from which grants, and how much room there is for more.

import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { addressOf } from '../addresses.ts';
import { Page } from '../page.tsx';
import { CapacityOfSubject } from './capacity-of-subject.tsx';
import { GrantsOfSubject } from './grants-of-subject.tsx';
import { GroupOfSubject } from './group-of-subject.tsx';
import { SubjectLink } from './subject-link.tsx';

export const SubjectPage = () => {
  const { query } = useLocation();
  const { subject } = query;
  if (!subject) return <ChooseSubject />;
  if (subject.startsWith('user/')) {
    return (
      <Page title="Subject">
        <p>
          A user has a page of its own: <SubjectLink subject={subject} />.
        </p>
      </Page>
    );
  }
  const group = subject.startsWith('group/') ? subject.slice('group/'.length) : undefined;
  return (
    <Page key={subject} title={subject}>
      {group === undefined ? (
        <p>Every registered user of the user pool, beside what its groups and its own grants say.</p>
      ) : (
        <section class="card">
          <h2>Group</h2>
          <GroupOfSubject group={group} />
        </section>
      )}
      <section class="card">
        <h2>What it may do</h2>
        <GrantsOfSubject subject={subject} />
      </section>
      <section class="card">
        <h2>Room for grants</h2>
        <CapacityOfSubject subject={subject} />
      </section>
      <p>
        <a href={addressOf.audit({ subject })}>Who changed what: the audit trail of {subject}</a>
      </p>
    </Page>
  );
};

const ChooseSubject = () => {
  const { route } = useLocation();
  const [group, setGroup] = useState('');
  return (
    <Page title="Subject">
      <p>
        What <a href={addressOf.subject('everyone')}>everyone</a> may do, or a group – one of the{' '}
        <a href="/console/groups">managed groups</a> or:
      </p>
      <form
        class="card row"
        onSubmit={(event) => {
          event.preventDefault();
          route(addressOf.subject(`group/${group.trim()}`));
        }}
      >
        <label>
          Group
          <input
            required
            value={group}
            maxLength={128}
            onInput={({ currentTarget }) => setGroup(currentTarget.value)}
          />
        </label>
        <button type="submit" class="primary">
          Show
        </button>
      </form>
    </Page>
  );
};
