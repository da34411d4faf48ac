import { answerOf } from '../../shared/api.ts';
import type { Group } from '../../shared/api-paths.ts';
import { Confirm } from '../../shared/confirm.tsx';
import { useService } from '../service.ts';

/** Asks, and manages the group no more. */
export const DeleteGroup = ({
  group: { group, members },
  onDeleted,
}: {
  readonly group: Group;
  /** With the group as it is then: it takes minutes until it is gone. */
  readonly onDeleted: (group: Group) => void;
}) => {
  const { api } = useService();
  const remove = async () =>
    onDeleted(await answerOf(api.DELETE('/groups/{group}', { params: { path: { group } } })));
  return (
    <Confirm
      label={
        <>
          Delete<span class="visually-hidden"> {group}</span>
        </>
      }
      title={`Delete ${group}?`}
      action="Delete the group"
      onConfirm={remove}
    >
      <p>
        All grants to <code>group/{group}</code> end at once, up to 80 of them; with more, some have to be
        revoked first. Its policies are then detached from {memberCount(members)}, one after another, and
        deleted some minutes later.
      </p>
      <p>The group in the user pool stays, and who is in it.</p>
    </Confirm>
  );
};

/** No group is counted further than 10,000. */
export const memberCount = (members: number): string => {
  if (members >= 10_000) return '10,000 members or more';
  return members === 1 ? '1 member' : `${new Intl.NumberFormat('en').format(members)} members`;
};
