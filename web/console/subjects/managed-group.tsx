// A managed group on its page: how it stands, how to change it, and how to end it.

import { answerOf } from '../../shared/api.ts';
import type { Group } from '../../shared/api-paths.ts';
import { Failure } from '../../shared/failure.tsx';
import { addressOf } from '../addresses.ts';
import { useService } from '../service.ts';
import { DeleteGroup, memberCount } from './delete-group.tsx';
import { GroupForm } from './group-form.tsx';
import { GroupState } from './group-state.tsx';
import { useFollowedGroup } from './use-followed-group.ts';

export const ManagedGroup = ({
  initial,
  onChanged,
}: {
  readonly initial: Group;
  /** It was changed or deleted here. */
  readonly onChanged: () => void;
}) => {
  const { api } = useService();
  const { value: group, error, setValue } = useFollowedGroup(initial);
  if (group === 'gone') {
    return (
      <p role="status" class="notice">
        The group <code>{initial.group}</code> is deleted.
      </p>
    );
  }
  const path = { group: group.group };
  const show = (changed: Group) => {
    setValue(changed);
    onChanged();
  };
  return (
    <>
      <dl class="facts">
        <dt>Description</dt>
        <dd>{group.description ?? 'none'}</dd>
        <dt>Members</dt>
        <dd>
          <a href={addressOf.users({ group: group.group })}>{memberCount(group.members)}</a> known
        </dd>
        <dt>Policies</dt>
        <dd>
          {group.policies.map((policy) => (
            <div key={policy}>
              <code>{policy}</code>
            </div>
          ))}
        </dd>
        <dt>State</dt>
        <dd>
          <span role="status">
            <GroupState of={group} />
          </span>
        </dd>
      </dl>
      {error !== undefined && <Failure error={error} />}
      {group.state === 'deleting' ? (
        <p class="notice warning">
          Its grants have ended. Its policies are being detached from its members, and deleted some minutes
          after the last of them. Managing the group again stops that.
        </p>
      ) : (
        <details>
          <summary>Change the group</summary>
          <GroupForm
            key={`${group.description} ${group.documents}`}
            initial={{ description: group.description ?? '', documents: group.documents }}
            action="Save"
            onSave={async (body) =>
              show(await answerOf(api.PUT('/groups/{group}', { params: { path }, body })))
            }
          />
          <h3>Delete the group</h3>
          <DeleteGroup group={group} onDeleted={show} />
        </details>
      )}
    </>
  );
};
