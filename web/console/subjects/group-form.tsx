// How a group is managed: what it is for, and the number of its documents.
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { GroupInput } from '../../shared/api-paths.ts';
import { Failure } from '../../shared/failure.tsx';
import { useTask } from '../../shared/use-task.ts';
import { FieldNote, noted } from '../grants/field-note.tsx';
import { faultsAt } from '../topics/faults-at.ts';
import { documentBytes } from './capacity.ts';
import './subjects.css';

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
  const id = useId();
  const [description, setDescription] = useState(initial.description);
  const [documents, setDocuments] = useState(initial.documents);
  const { run, isRunning, error } = useTask(() => onSave({ description, documents }));
  return (
    <form
      class="group"
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
          {...noted(`${id}-description`, undefined)}
        />
      </label>
      <FieldNote id={`${id}-description`} faults={undefined}>
        What the group is for; optional.
      </FieldNote>
      <label>
        Policy documents
        <select
          value={documents}
          onChange={({ currentTarget }) => setDocuments(Number(currentTarget.value))}
          {...noted(`${id}-documents`, faultsAt(error, '/documents'))}
        >
          {[1, 2, 3].map((count) => (
            <option key={count} value={count}>
              {count} ({(count * documentBytes).toLocaleString('en')} bytes)
            </option>
          ))}
        </select>
      </label>
      <FieldNote id={`${id}-documents`} faults={faultsAt(error, '/documents')}>
        Each holds 2,048 bytes of grants and takes one of the 9 places that every member has for policies.
        Another number is background work: it is attached to, or detached from, one member after another.
      </FieldNote>
      {error !== undefined && <Failure error={error} />}
      <button type="submit" class="primary" aria-busy={isRunning}>
        {isRunning ? `${action} …` : action}
      </button>
    </form>
  );
};
