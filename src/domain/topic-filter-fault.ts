// Why a text is no topic filter of a grant: a stable code, the place, and a sentence a person can act on.

export type TopicFilterCode =
  | 'empty-filter'
  | 'empty-level'
  | 'leading-wildcard'
  | 'misplaced-wildcard'
  | 'reserved-character'
  | 'control-character'
  | 'invalid-utf8'
  | 'unknown-variable'
  | 'variable-not-whole-level'
  | 'shared-subscription'
  | 'reserved-topic'
  | 'too-many-levels'
  | 'filter-too-long';

export type TopicFilterFault = {
  readonly code: TopicFilterCode;
  /** The text of the offending level; absent when the whole filter is meant. */
  readonly level?: string;
  /** Which level it is, counted from 1. */
  readonly position?: number;
  readonly detail: string;
};

/** A fault of one level; `sentence` goes on after "Level 2 ("a b") ". */
export const levelFault = (
  code: TopicFilterCode,
  levels: readonly string[],
  index: number,
  sentence: string,
): TopicFilterFault => {
  const level = levels[index] ?? '';
  return { code, level, position: index + 1, detail: `Level ${index + 1} (${quoted(level)}) ${sentence}` };
};

/** As a JSON string, so that control characters and lone surrogates are seen; long texts are cut. */
const quoted = (text: string): string => JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text);
