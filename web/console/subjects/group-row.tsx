import type { Group } from '../../shared/api-paths.ts';
import { addressOf } from '../addresses.ts';
import { DeleteGroup } from './delete-group.tsx';
import { GroupState } from './group-state.tsx';
import { useFollowedGroup } from './use-followed-group.ts';

export const GroupRow = ({ listed }: { readonly listed: Group }) => {
  const { value: group, setValue } = useFollowedGroup(listed);
  const name = <a href={addressOf.subject(`group/${listed.group}`)}>{listed.group}</a>;
  if (group === 'gone') {
    return (
      <tr>
        <td data-label="Group">{name}</td>
        <td colSpan={4} data-label="State">
          <span role="status">deleted</span>
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <td data-label="Group">
        {name}
        {group.description && <span class="hint">{group.description}</span>}
      </td>
      <td data-label="Documents">{group.documents}</td>
      <td data-label="Members">{group.members >= 10_000 ? '10,000 or more' : group.members}</td>
      <td data-label="State">
        <GroupState of={group} />
      </td>
      <td>{group.state !== 'deleting' && <DeleteGroup group={group} onDeleted={setValue} />}</td>
    </tr>
  );
};
