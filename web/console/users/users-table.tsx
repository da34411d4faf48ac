import type { User } from '../../shared/api-paths.ts';
import { tableRoles } from '../../shared/table-roles.ts';
import { EffectiveBy } from '../../shared/time.tsx';
import { addressOf } from '../addresses.ts';
import { devicesInWords } from './device-words.ts';
import { UserGroups } from './user-groups.tsx';
import { UserStatus } from './user-status.tsx';

export const UsersTable = ({ users }: { readonly users: readonly User[] }) => (
  <div class="card">
    <table class="cards" {...tableRoles.table}>
      <thead {...tableRoles.group}>
        <tr {...tableRoles.row}>
          <th {...tableRoles.columnHeader}>User</th>
          <th {...tableRoles.columnHeader}>Status</th>
          <th {...tableRoles.columnHeader}>Groups</th>
          <th {...tableRoles.columnHeader}>Devices</th>
          <th {...tableRoles.columnHeader}>Last change</th>
        </tr>
      </thead>
      <tbody {...tableRoles.group}>
        {users.map((user) => (
          <Row key={user.userId} user={user} />
        ))}
      </tbody>
    </table>
  </div>
);

const Row = ({ user }: { readonly user: User }) => {
  const name = user.email ?? user.username;
  return (
    <tr {...tableRoles.row}>
      <td {...tableRoles.cell} data-label="User">
        <a href={addressOf.user(user.userId)}>{name ?? user.userId}</a>
        {name !== undefined && <span class="hint mono">{user.userId}</span>}
      </td>
      <td {...tableRoles.cell} data-label="Status">
        <UserStatus status={user.status} />
      </td>
      <td {...tableRoles.cell} data-label="Groups">
        <UserGroups groups={user.groups} />
      </td>
      <td {...tableRoles.cell} data-label="Devices">
        {devicesInWords(user.devices)}
      </td>
      <td {...tableRoles.cell} data-label="Last change">
        <LastChange user={user} />
      </td>
    </tr>
  );
};

const LastChange = ({ user }: { readonly user: User }) => {
  if (user.pending) return <span class="badge pending">being applied</span>;
  if (user.effectiveBy === undefined) return <span class="quiet">none</span>;
  if (Date.parse(user.effectiveBy) > Date.now()) return <EffectiveBy at={user.effectiveBy} />;
  return <span class="quiet">effective everywhere</span>;
};
