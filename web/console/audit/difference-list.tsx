import type { Change } from './difference.ts';
import type { GrantChange } from './event-difference.ts';
import { valueInWords } from './event-words.ts';
import { GrantSentence } from './grant-sentence.tsx';

/** What was added, removed and changed: said in words, marked by sign and colour besides. */
export const DifferenceList = ({
  grants,
  members,
  reason,
}: {
  /** Of the event: what a grant says besides is told. */
  readonly reason: string | undefined;
  readonly grants: readonly GrantChange[];
  readonly members: readonly Change[];
}) =>
  grants.length + members.length === 0 ? null : (
    <ul class="difference">
      {grants.map((change) => (
        <li key={change.grant.grantId} class={classOf[change.kind]}>
          <span class="kind">{ofGrants[change.kind]}</span>{' '}
          <GrantSentence grant={change.grant} reason={reason} />
          {change.kind === 'changed' && (
            <ul>
              <Members changes={change.changes} />
            </ul>
          )}
        </li>
      ))}
      <Members changes={members} />
    </ul>
  );

const Members = ({ changes }: { readonly changes: readonly Change[] }) => (
  <>
    {changes.map((change, index) => (
      // A list may have lost and gained several: paths are not unique.
      <li key={`${index} ${change.path.join('/')}`} class={classOf[change.kind]}>
        <span class="kind">{change.kind}</span>{' '}
        {change.path.length > 0 && <code>{change.path.join('.')}</code>}{' '}
        {change.kind !== 'added' && <del>{valueInWords(change.before)}</del>}
        {change.kind === 'changed' && ' → '}
        {change.kind !== 'removed' && <ins>{valueInWords(change.after)}</ins>}
      </li>
    ))}
  </>
);

const ofGrants = { made: 'new', ended: 'ended', changed: 'now' } as const;

const classOf = { made: 'more', ended: 'less', added: 'more', removed: 'less', changed: 'other' } as const;
