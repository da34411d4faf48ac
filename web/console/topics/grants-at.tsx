// The grants that cover a place of the tree.
import { useEffect, useRef } from 'preact/hooks';
import type { Grant } from '../../shared/api-paths.ts';
import { addressOf } from '../addresses.ts';
import { GrantTable } from '../grants/grant-table.tsx';
import { coversPath } from './covers-path.ts';
import type { TreeAction } from './standing.ts';

export const GrantsAt = ({
  at,
  action,
  grants,
}: {
  readonly at: string;
  /** Absent: any. */
  readonly action: TreeAction | undefined;
  readonly grants: readonly Grant[];
}) => {
  const heading = useRef<HTMLHeadingElement>(null);
  // It stands below what was clicked.
  useEffect(() => heading.current?.focus(), [at]);
  const named = action ? grants.filter(({ actions }) => actions.includes(action)) : grants;
  const covering = named.filter((grant) => coversPath(grant, at));
  return (
    <section class="card">
      <h2 ref={heading} tabIndex={-1}>
        Grants that cover <code>{at}</code>
      </h2>
      {covering.length === 0 ? (
        <p>None of those shown.</p>
      ) : (
        <GrantTable key={at} caption={`Grants that cover ${at}`} grants={covering} />
      )}
      <p>
        <a class="button" href={addressOf.newGrant({ topicFilter: at })}>
          New grant for this filter
        </a>
      </p>
    </section>
  );
};
