import type { UserPage } from '../../shared/api-paths.ts';
import { tableRoles } from '../../shared/table-roles.ts';

const actions = ['publish', 'subscribe', 'receive', 'retain'] as const;

/** By action, as the grants say; denies are not subtracted from what is allowed. */
export const UserPermissions = ({ user: { permissions, status } }: { readonly user: UserPage }) => (
  <section class="card" aria-labelledby="permissions">
    <h2 id="permissions">What it may do</h2>
    {status === 'suspended' && <p>Nothing while it is suspended. Afterwards:</p>}
    <table class="cards" {...tableRoles.table}>
      <thead {...tableRoles.group}>
        <tr {...tableRoles.row}>
          <th {...tableRoles.columnHeader}>Action</th>
          <th {...tableRoles.columnHeader}>Allowed</th>
          <th {...tableRoles.columnHeader}>Denied</th>
        </tr>
      </thead>
      <tbody {...tableRoles.group}>
        {actions.map((action) => (
          <tr {...tableRoles.row} key={action}>
            <th {...tableRoles.rowHeader}>{action}</th>
            <td {...tableRoles.cell} data-label="Allowed">
              <Filters filters={permissions[action]} />
            </td>
            <td {...tableRoles.cell} data-label="Denied">
              <Filters filters={action === 'retain' ? [] : permissions.deny[action]} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    {permissions.notes.length > 0 && (
      <ul class="notes">
        {permissions.notes.map((note) => (
          <li key={`${note.action} ${note.filter} ${note.code}`}>
            {note.action} <code>{note.filter}</code>: {notes[note.code]}, {note.example}
          </li>
        ))}
      </ul>
    )}
  </section>
);

const notes = {
  'literal-only': 'exactly this filter text, no narrower one',
  wider: '“+” is any text, “/” included',
} as const;

const Filters = ({ filters }: { readonly filters: readonly string[] }) =>
  filters.length === 0 ? (
    <span class="quiet">nothing</span>
  ) : (
    <ul class="permitted">
      {filters.map((filter) => (
        <li key={filter}>
          <code>{filter}</code>
        </li>
      ))}
    </ul>
  );
