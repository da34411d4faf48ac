// What a grant does otherwise than its filter reads.
import type { Grant, GrantNote } from '../../shared/api-paths.ts';

export const GrantNotes = ({ of: { notes = [] } }: { readonly of: Pick<Grant, 'notes'> }) => (
  <>
    {notes.map((note) => (
      <span key={`${note.action} ${note.filter} ${note.code}`} class="hint">
        {meaning[note.code]} ({note.action}): {note.example}
      </span>
    ))}
  </>
);

const meaning = {
  'literal-only': 'This filter text alone',
  wider: 'Wider than it reads',
} as const satisfies Record<GrantNote['code'], string>;
