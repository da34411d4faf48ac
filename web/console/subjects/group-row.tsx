import type { Group } from '../../shared/api-paths.ts';
import { tableRoles } from '../../shared/table-roles.ts';
import { addressOf } from '../addresses.ts';
import { DeleteGroup } from './delete-group.tsx';
import { GroupState } from './group-state.tsx';
import { useFollowedGroup } from './use-followed-group.ts';

export const GroupRow = ({ listed }: { readonly listed: Group }) => {
  const { value: group, setValue } = useFollowedGroup(listed);
  const name = <a href={addressOf.subject(`group/${listed.group}`)}>{listed.group}</a>;
  if (group === 'gone') {
    return (
      <tr {...tableRoles.row}>
        <td {...tableRoles.cell} data-label="Group">
          {name}
        </td>
        <td {...tableRoles.cell} colSpan={4} data-label="State">
          <span role="status">deleted</span>
        </td>
      </tr>
    );
  }
  return (
    <tr {...tableRoles.row}>
      <td {...tableRoles.cell} data-label="Group">
        {name}
        {group.description && <span class="hint">{group.description}</span>}
      </td>
      <td {...tableRoles.cell} data-label="Documents">
        {group.documents}
      </td>
      <td {...tableRoles.cell} data-label="Members">
        {group.members >= 10_000 ? '10,000 or more' : group.members}
      </td>
      <td {...tableRoles.cell} data-label="State">
        <GroupState of={group} />
      </td>
      <td {...tableRoles.cell}>
        {group.state !== 'deleting' && <DeleteGroup group={group} onDeleted={setValue} />}
      </td>
    </tr>
  );
};
