import { useLocation } from 'preact-iso';
import { addressOf } from '../addresses.ts';
import { Page } from '../page.tsx';
import { useService } from '../service.ts';
import { newDraft } from './grant-draft.ts';
import { GrantForm } from './grant-form.tsx';
import { createGrant, previewCreation } from './grant-requests.ts';
import { changeInWords } from './grant-words.ts';
import './grants.css';
import { sayNext } from './said.tsx';

export const NewGrantPage = () => {
  const { api } = useService();
  const { query, url, route } = useLocation();
  return (
    <Page title="New grant">
      <GrantForm
        key={url}
        initial={newDraft(query)}
        action="Grant"
        preview={(input, signal) => previewCreation(api, input, signal)}
        send={(input) => createGrant(api, input)}
        onDone={(grant) => {
          sayNext(changeInWords('Granted', grant));
          route(addressOf.grant(grant.grantId));
        }}
      >
        <a href={addressOf.grants()}>Cancel</a>
      </GrantForm>
    </Page>
  );
};
