// What an accepted subscription brings.
import { coversFilter, type Filter, filterText, reducedFilters } from './filter-list.ts';
import { meetsOf } from './filter-meet.ts';
import type { Effect, GrantRule } from './grant.ts';
import { reachOf } from './grant-reach.ts';
import { filterLevels } from './topic-name.ts';

/**
 * What the filter matches of what may be received, without what is denied altogether; narrower denials are not
 * subtracted, since filters cannot say so.
 */
export const deliverable = (filter: string, rules: readonly GrantRule[]): readonly string[] => {
  const received = (effect: Effect): readonly Filter[] =>
    rules
      .filter((rule) => rule.effect === effect)
      .map((rule) => reachOf(rule, 'receive'))
      .filter((reach) => reach !== undefined);
  const delivered = received('allow').flatMap((reach) => meetsOf(reach, filterLevels(filter)));
  const denied = received('deny');
  const left = delivered.filter((each) => !denied.some((other) => coversFilter(other, each)));
  return reducedFilters(left).map(filterText);
};
