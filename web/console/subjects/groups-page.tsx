// The groups of the user pool that have grants, or are to have some.
import { answerOf } from '../../shared/api.ts';
import { Pages } from '../../shared/pages.tsx';
import { tableRoles } from '../../shared/table-roles.ts';
import { usePaged } from '../../shared/use-paged.ts';
import { Page } from '../page.tsx';
import { useService } from '../service.ts';
import { GroupRow } from './group-row.tsx';
import { ManageGroup } from './manage-group.tsx';

export const GroupsPage = () => {
  const { api } = useService();
  const groups = usePaged(
    (cursor, signal) => answerOf(api.GET('/groups', { params: { query: { cursor } }, signal })),
    [],
  );
  return (
    <Page title="Groups">
      <p>
        Groups of the user pool whose members get policies from here. Who is in a group, the user pool says.
      </p>
      {groups.items.length > 0 && (
        <table class="cards" {...tableRoles.table}>
          <caption class="visually-hidden">Managed groups</caption>
          <thead {...tableRoles.group}>
            <tr {...tableRoles.row}>
              <th {...tableRoles.columnHeader}>Group</th>
              <th {...tableRoles.columnHeader}>Documents</th>
              <th {...tableRoles.columnHeader}>Members</th>
              <th {...tableRoles.columnHeader}>State</th>
              <th {...tableRoles.columnHeader}>
                <span class="visually-hidden">Delete</span>
              </th>
            </tr>
          </thead>
          <tbody {...tableRoles.group}>
            {groups.items.map((group) => (
              <GroupRow key={group.group} listed={group} />
            ))}
          </tbody>
        </table>
      )}
      <Pages of={groups}>No group is managed yet.</Pages>
      <ManageGroup />
    </Page>
  );
};
