// All grants, or those that a filter leaves; the filter is in the address.
import { useLocation } from 'preact-iso';
import { answerOf } from '../../shared/api.ts';
import type { Grant } from '../../shared/api-paths.ts';
import { Pages } from '../../shared/pages.tsx';
import { usePaged } from '../../shared/use-paged.ts';
import { addressOf } from '../addresses.ts';
import { Page } from '../page.tsx';
import { useService } from '../service.ts';
import { firstFilledPage } from './first-filled-page.ts';
import { GrantFilterForm } from './grant-filter-form.tsx';
import { grantListQuery } from './grant-list-query.ts';
import './grants.css';
import { GrantTable } from './grant-table.tsx';
import { Said, useSaid } from './said.tsx';

export const GrantsPage = () => {
  const { api } = useService();
  const [said] = useSaid();
  const { query: address, route } = useLocation();
  const query = grantListQuery(address);
  const isFiltered = Object.keys(query).length > 0;
  const grants = usePaged<Grant>(
    (cursor, signal) =>
      firstFilledPage(
        (from) => answerOf(api.GET('/grants', { params: { query: { ...query, cursor: from } }, signal })),
        cursor,
      ),
    [JSON.stringify(query)],
  );

  return (
    <Page title="Grants">
      <Said text={said} />
      <p class="row middle apart">
        <span>Who may – or may not – do what on which topics, and until when.</span>
        <a
          class="button primary"
          href={addressOf.newGrant({ subject: query.subject, topicFilter: query.topic })}
        >
          New grant
        </a>
      </p>
      <GrantFilterForm filter={query} onFilter={(filter) => route(addressOf.grants(filter))} />
      {grants.items.length > 0 && <GrantTable caption="Grants" grants={grants.items} />}
      <Pages of={grants}>
        {isFiltered ? (
          <>
            No grant matches. <a href={addressOf.grants()}>Show all</a>
          </>
        ) : (
          'There is no grant: nobody may use any topic.'
        )}
      </Pages>
    </Page>
  );
};
