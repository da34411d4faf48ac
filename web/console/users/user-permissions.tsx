import type { UserPage } from '../../shared/api-paths.ts';

const actions = ['publish', 'subscribe', 'receive', 'retain'] as const;

/** By action, as the grants say; denies are not subtracted from what is allowed. */
export const UserPermissions = ({ user: { permissions, status } }: { readonly user: UserPage }) => (
  <section class="card" aria-labelledby="permissions">
    <h2 id="permissions">What it may do</h2>
    {status === 'suspended' && <p>Nothing while it is suspended. Afterwards:</p>}
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">Action</th>
          <th scope="col">Allowed</th>
          <th scope="col">Denied</th>
        </tr>
      </thead>
      <tbody>
        {actions.map((action) => (
          <tr key={action}>
            <th scope="row">{action}</th>
            <td data-label="Allowed">
              <Filters filters={permissions[action]} />
            </td>
            <td data-label="Denied">
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
    <ul class="filters">
      {filters.map((filter) => (
        <li key={filter}>
          <code>{filter}</code>
        </li>
      ))}
    </ul>
  );
