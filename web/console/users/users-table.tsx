import type { User } from '../../shared/api-paths.ts';
import { EffectiveBy } from '../../shared/time.tsx';
import { addressOf } from '../addresses.ts';
import { devicesInWords } from './device-words.ts';
import { UserGroups } from './user-groups.tsx';
import { UserStatus } from './user-status.tsx';

export const UsersTable = ({ users }: { readonly users: readonly User[] }) => (
  <div class="card">
    <table class="cards">
      <thead>
        <tr>
          <th scope="col">User</th>
          <th scope="col">Status</th>
          <th scope="col">Groups</th>
          <th scope="col">Devices</th>
          <th scope="col">Last change</th>
        </tr>
      </thead>
      <tbody>
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
    <tr>
      <td data-label="User">
        <a href={addressOf.user(user.userId)}>{name ?? user.userId}</a>
        {name !== undefined && <span class="hint mono">{user.userId}</span>}
      </td>
      <td data-label="Status">
        <UserStatus status={user.status} />
      </td>
      <td data-label="Groups">
        <UserGroups groups={user.groups} />
      </td>
      <td data-label="Devices">{devicesInWords(user.devices)}</td>
      <td data-label="Last change">
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
