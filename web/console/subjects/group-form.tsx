// How a group is managed: what it is for, and the number of its documents.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { GroupInput } from '../../shared/api-paths.ts';
import { Failure } from '../../shared/failure.tsx';
import { useTask } from '../../shared/use-task.ts';

export const GroupForm = ({
  initial,
  action,
  onSave,
  children,
}: {
  readonly initial: Required<GroupInput>;
  /** On the button. */
  readonly action: string;
  readonly onSave: (input: Required<GroupInput>) => Promise<unknown>;
  /** Fields before these. */
  readonly children?: ComponentChildren;
}) => {
  const [description, setDescription] = useState(initial.description);
  const [documents, setDocuments] = useState(initial.documents);
  const { run, isRunning, error } = useTask(() => onSave({ description, documents }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      {children}
      <label>
        Description
        <input
          value={description}
          maxLength={256}
          onInput={({ currentTarget }) => setDescription(currentTarget.value)}
        />
        <span class="hint">What the group is for; optional.</span>
      </label>
      <label>
        Policy documents
        <select value={documents} onChange={({ currentTarget }) => setDocuments(Number(currentTarget.value))}>
          {[1, 2, 3].map((count) => (
            <option key={count} value={count}>
              {count} ({count * 2048} bytes)
            </option>
          ))}
        </select>
        <span class="hint">
          Each holds 2,048 bytes of grants and takes one of the 9 places that every member has for policies.
          Another number is background work: it is attached to, or detached from, one member after another.
        </span>
      </label>
      {error !== undefined && <Failure error={error} />}
      <button type="submit" class="primary" disabled={isRunning}>
        {isRunning ? `${action} …` : action}
      </button>
    </form>
  );
};
