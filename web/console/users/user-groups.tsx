import { addressOf } from '../addresses.ts';

export const UserGroups = ({ groups }: { readonly groups: readonly string[] }) =>
  groups.length === 0 ? (
    <span class="quiet">none</span>
  ) : (
    <ul class="inline">
      {groups.map((group) => (
        <li key={group}>
          <a href={addressOf.subject(`group/${group}`)}>{group}</a>
        </li>
      ))}
    </ul>
  );
