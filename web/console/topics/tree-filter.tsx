// Whose grants, and of which action.

import { useEffect, useId, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Grant } from '../../shared/api-paths.ts';
import { type Faults, FieldNote, noted } from '../grants/field-note.tsx';
import { type TreeQuestion, treeActions, treeAddress } from './tree-question.ts';

export const TreeFilter = ({
  asked,
  grants,
  faults,
}: {
  readonly asked: TreeQuestion;
  /** Whose subjects are offered. */
  readonly grants: readonly Grant[];
  /** What the service says of the subject that was asked for. */
  readonly faults: Faults;
}) => {
  const { route } = useLocation();
  const listId = useId();
  const noteId = useId();
  const [subject, setSubject] = useState(asked.subject ?? '');
  useEffect(() => setSubject(asked.subject ?? ''), [asked.subject]);
  const show = (part: Partial<TreeQuestion>) => route(treeAddress({ ...asked, at: undefined, ...part }));
  const subjects = [...new Set(grants.map((grant) => grant.subject))].sort();

  return (
    <form
      class="card row"
      onSubmit={(event) => {
        event.preventDefault();
        show({ subject: subject.trim() || undefined });
      }}
    >
      <label>
        Subject
        <input
          value={subject}
          list={listId}
          placeholder="all"
          spellcheck={false}
          autocapitalize="none"
          onInput={({ currentTarget }) => setSubject(currentTarget.value)}
          {...noted(noteId, faults)}
        />
        <datalist id={listId}>
          {subjects.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      </label>
      <label>
        Action
        <select
          value={asked.action ?? ''}
          onChange={({ currentTarget }) =>
            show({ action: treeActions.find((action) => action === currentTarget.value) })
          }
        >
          <option value="">all</option>
          {treeActions.map((action) => (
            <option key={action}>{action}</option>
          ))}
        </select>
      </label>
      <button type="submit">Show</button>
      {(asked.subject ?? asked.action) !== undefined && (
        <button type="button" onClick={() => show({ subject: undefined, action: undefined })}>
          Show all
        </button>
      )}
      <div class="whole" role="alert">
        <FieldNote id={noteId} faults={faults} />
      </div>
    </form>
  );
};
