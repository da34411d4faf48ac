import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { addressOf } from '../addresses.ts';
import { Page } from '../page.tsx';

/** The subject page where its address names none. */
export const ChooseSubject = () => {
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
            autocapitalize="none"
            spellcheck={false}
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
