// What a grant does otherwise than its filter reads, with an example.
import type { GrantNote } from '../../shared/api-paths.ts';

const meanings = { 'literal-only': 'this text only', wider: 'wider' } as const;

export const GrantNotes = ({ notes }: { readonly notes: readonly GrantNote[] | undefined }) =>
  notes && notes.length > 0 ? (
    <ul class="notes">
      {notes.map(({ action, code, example }) => (
        <li key={`${action} ${code}`}>
          <span class="badge pending">{meanings[code]}</span> {action}: {example}
        </li>
      ))}
    </ul>
  ) : null;
