// What a literal or wider grant does otherwise than its filter reads, with an example, wherever it is shown.
import { type Action, type GrantRule, isLiteral } from './grant.ts';
import { type Level, maximumFilterLevels } from './topic-filter.ts';
import { levelText } from './topic-filter-variable.ts';

export type GrantNote = {
  readonly action: Action;
  /** The filter as the grant has it. */
  readonly filter: string;
  /** `literal-only`: this very filter text, no narrower one. `wider`: `+` may be several levels. */
  readonly code: 'literal-only' | 'wider';
  readonly example: string;
};

/** Nothing for a grant that says what it reads. */
export const notesOf = (rule: GrantRule): readonly GrantNote[] => {
  const { topicFilter, effect } = rule;
  const filter = topicFilter.text;
  const wider = widerExample(topicFilter.levels);
  const example = `also ${effect === 'allow' ? 'allows' : 'denies'} ${wider}`;
  if (rule.allowWider) {
    return wider ? rule.actions.map((action) => ({ action, filter, code: 'wider', example })) : [];
  }
  if (!isLiteral(rule)) return [];
  const narrower = `does not allow subscribing to ${narrowerExample(topicFilter.levels)}`;
  const literal: GrantNote = { action: 'subscribe', filter, code: 'literal-only', example: narrower };
  return wider ? [literal, { action: 'receive', filter, code: 'wider', example }] : [literal];
};

/** The filter with a text in the place of its first `+`. */
const narrowerExample = (levels: readonly Level[]): string => {
  const [word] = unusedWords(levels);
  const first = levels.findIndex((level) => level.kind === 'single');
  return levels.map((level, index) => (index === first ? word : levelText(level))).join('/');
};

/** A topic that `*` matches in the place of a `+` and `+` does not; none where eight levels leave no room. */
const widerExample = (levels: readonly Level[]): string | undefined => {
  const [word = '', other = ''] = unusedWords(levels);
  // Before a final `#`, `+` and `*` are the same: both are followed by anything.
  const open = levels.findLastIndex((level, index) => {
    const next = levels[index + 1]?.kind;
    return level.kind === 'single' && next !== 'single' && next !== 'multi';
  });
  const topic = levels.flatMap((level, index) => {
    if (level.kind === 'multi') return [];
    if (level.kind !== 'single') return [levelText(level)];
    return index === open ? [word, other] : [word];
  });
  return open >= 0 && topic.length <= maximumFilterLevels ? topic.join('/') : undefined;
};

/** Words that are no level of the filter, so that they match its `+` only. */
const unusedWords = (levels: readonly Level[]): readonly string[] => {
  const used = new Set(levels.map(levelText));
  return [...'xyzuvwpqrs'].filter((word) => !used.has(word));
};
