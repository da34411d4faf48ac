// What stands below a list that comes in pages: progress, failure, "nothing there", and the way to more.
import type { ComponentChildren } from 'preact';
import { Failure } from './failure.tsx';
import type { Paged } from './use-paged.ts';

export const Pages = ({
  of,
  children,
}: {
  readonly of: Paged<unknown>;
  /** Said where the list is empty to its end. */
  readonly children: ComponentChildren;
}) => {
  const { items, isLoading, error, hasMore, more, reload } = of;
  if (error !== undefined) return <Failure error={error} retry={hasMore ? more : reload} />;
  return (
    <div class="pages">
      <p role="status" class="quiet">
        {isLoading ? 'Loading …' : countOf(items.length, hasMore)}
      </p>
      {!isLoading && items.length === 0 && !hasMore && <p>{children}</p>}
      {hasMore && (
        <button type="button" onClick={isLoading ? undefined : more} aria-busy={isLoading}>
          Load more
        </button>
      )}
    </div>
  );
};

const countOf = (count: number, hasMore: boolean): string => {
  if (hasMore) return `${count} so far`;
  if (count === 0) return '';
  return count === 1 ? '1 in all' : `${count} in all`;
};
