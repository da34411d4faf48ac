// The group that a subject names, managed or not.
import { answerOf } from '../../shared/api.ts';
import { Failure } from '../../shared/failure.tsx';
import { codeOf } from '../../shared/request-failed.ts';
import { useLoaded } from '../../shared/use-loaded.ts';
import { useService } from '../service.ts';
import { GroupForm } from './group-form.tsx';
import { ManagedGroup } from './managed-group.tsx';

export const GroupOfSubject = ({
  group,
  onChanged,
}: {
  readonly group: string;
  /** It was managed, changed or deleted here. */
  readonly onChanged: () => void;
}) => {
  const { api } = useService();
  const params = { path: { group } };
  const { value, error, reload } = useLoaded(
    (signal) => answerOf(api.GET('/groups/{group}', { params, signal })),
    [group],
  );
  if (codeOf(error) === 'group-not-found') {
    return (
      <>
        <p>This group is not managed: it has no grants and no policies. A first grant manages it, as does:</p>
        <GroupForm
          initial={{ description: '', documents: 1 }}
          action="Manage the group"
          onSave={async (body) => {
            await answerOf(api.PUT('/groups/{group}', { params, body }));
            reload();
            onChanged();
          }}
        />
      </>
    );
  }
  if (error !== undefined) return <Failure error={error} retry={reload} />;
  if (value === undefined) return <p role="status">Loading …</p>;
  return <ManagedGroup initial={value} onChanged={onChanged} />;
};
