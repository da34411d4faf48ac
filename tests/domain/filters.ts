import { parseTopicFilter, type TopicFilter } from '../../src/domain/topic-filter.ts';

/** The parsed filter of a test's text, which must be one. */
export const filterOf = (text: string): TopicFilter => {
  const filter = parseTopicFilter(text);
  if (!filter.ok) throw new Error(filter.fault.detail);
  return filter.value;
};
