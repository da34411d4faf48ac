// Where a device may retain: whoever may publish inside the retained topics may retain there, nobody elsewhere.
import { type Filter, reducedFilters } from './filter-list.ts';
import { meetsOf } from './filter-meet.ts';
import type { TopicFilter } from './topic-filter.ts';
import { resolveVariables, type VariableValues } from './topic-filter-variable.ts';

/** What is publishable inside the retained topics. */
export const retainable = (
  publishable: readonly Filter[],
  device: VariableValues,
  retainedTopics: readonly TopicFilter[],
): readonly Filter[] => {
  const retained = retainedTopics.map((filter) => resolveVariables(filter, device).levels);
  return reducedFilters(publishable.flatMap((filter) => retained.flatMap((other) => meetsOf(filter, other))));
};
