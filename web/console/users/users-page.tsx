// Everybody who is known, or who is found in the user pool.
import { useLocation } from 'preact-iso';
import { answerOf } from '../../shared/api.ts';
import { Pages } from '../../shared/pages.tsx';
import { usePaged } from '../../shared/use-paged.ts';
import { Page } from '../page.tsx';
import { useService } from '../service.ts';
import { ReconcileAll } from './reconcile-all.tsx';
import { SearchForm } from './search-form.tsx';
import { nobodyFound, searchOf } from './user-search.ts';
import { UsersTable } from './users-table.tsx';
import './users.css';

export const UsersPage = () => {
  const { api } = useService();
  const { query } = useLocation();
  const search = searchOf(query);
  const users = usePaged(
    (cursor, signal) =>
      answerOf(
        api.GET('/users', {
          params: { query: { ...(search && { [search.key]: search.text }), cursor } },
          signal,
        }),
      ),
    [search?.key, search?.text],
  );

  return (
    <Page title="Users">
      <SearchForm key={`${search?.key} ${search?.text}`} search={search} />
      {users.items.length > 0 && <UsersTable users={users.items} />}
      <Pages of={users}>{nobodyFound(search)}</Pages>
      {!search && (
        <p class="quiet">
          Names are the user pool’s: find somebody by email address or user name, even who never registered.
        </p>
      )}
      <ReconcileAll />
    </Page>
  );
};
