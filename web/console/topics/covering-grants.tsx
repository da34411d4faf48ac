// The grants that say something about an action on a topic: those that allow it, and those that deny it.
import type { Grant, GrantNote } from '../../shared/api-paths.ts';
import { Pages } from '../../shared/pages.tsx';
import type { Paged } from '../../shared/use-paged.ts';
import { GrantTable } from '../grants/grant-table.tsx';
import type { TopicAction } from './topic-action.ts';

export const CoveringGrants = ({
  grants,
  action,
}: {
  readonly grants: Paged<Grant>;
  readonly action: TopicAction;
}) => {
  const denies = grants.items.filter(({ effect }) => effect === 'deny');
  const allows = grants.items.filter(({ effect }) => effect === 'allow');
  return (
    <>
      {denies.length > 0 && (
        <>
          <h3>Denying it</h3>
          <p class="hint">A deny beats every allow.</p>
          <GrantTable caption="Grants that deny it" grants={denies} />
        </>
      )}
      {allows.length > 0 && (
        <>
          <h3>Allowing it</h3>
          <GrantTable caption="Grants that allow it" grants={allows} />
        </>
      )}
      <Pages of={grants}>No grant covers this topic for this action: nobody is allowed.</Pages>
      {hintsOn(action, grants.items).map((hint) => (
        <p key={hint} class="hint">
          {hint}
        </p>
      ))}
    </>
  );
};

const hintsOn = (action: TopicAction, grants: readonly Grant[]): readonly string[] => [
  ...(grants.some(({ topicFilter }) => topicFilter.includes('${'))
    ? [
        'A variable stands for the name of each user or device: such a grant covers the topic for one of them.',
      ]
    : []),
  ...(action === 'subscribe' && grants.some(({ notes = [] }) => notes.some(isLiteral))
    ? ['A literal + covers what is delivered here, and lets nobody subscribe to this very topic.']
    : []),
  ...(action === 'receive' ? ['Whoever may subscribe may receive as well.'] : []),
  ...(action === 'retain'
    ? [
        'Whoever may publish may retain, but only on the RETAINED_TOPICS of the stack: no grant is of retaining.',
      ]
    : []),
];

const isLiteral = ({ code }: GrantNote): boolean => code === 'literal-only';
