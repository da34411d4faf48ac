// The topic filters of grants: MQTT 5 §4.7, narrowed to what an IoT policy can say exactly.
import type { Brand } from './brand.ts';
import type { UserId } from './identifiers.ts';
import { ok, type Result, refuse } from './result.ts';
import { levelFault, type TopicFilterFault } from './topic-filter-fault.ts';
import { checkReserved, isBrokerLevel } from './topic-filter-reserved.ts';
import { longestLength, parseVariable, type Variable } from './topic-filter-variable.ts';

export type Level =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly variable: Variable }
  /** `+`: exactly one level. */
  | { readonly kind: 'single' }
  /** A final `#`: the parent level and everything below it. */
  | { readonly kind: 'multi' };

/** A filter that a grant may have: at least one level, the first no wildcard, `#` only at the end. */
export type TopicFilter = Brand<{ readonly text: string; readonly levels: readonly Level[] }, 'TopicFilter'>;

/** "Topic or filter: 256 bytes UTF-8, at most 7 `/`" (AWS IoT Core quotas). */
export const maximumFilterBytes = 256;
export const maximumFilterLevels = 8;

/**
 * Reads a grant's topic filter. Limits hold after the longest possible substitution; `${userId}` is put in when
 * compiled, so that of the grant's own user counts when it is known, and nothing but its one byte when it is not.
 */
export const parseTopicFilter = (text: string, userId?: UserId): Result<TopicFilter, TopicFilterFault> => {
  if (text === '') return refuse({ code: 'empty-filter', detail: 'The topic filter is empty.' });
  const texts = text.split('/');
  const reserved = checkReserved(texts);
  if (reserved) return refuse(reserved);
  const levels: Level[] = [];
  for (let index = 0; index < texts.length; index += 1) {
    const level = parseLevel(texts, index);
    if (!level.ok) return level;
    levels.push(level.value);
  }
  if (levels.length > maximumFilterLevels) {
    const sentence = `is one too many: AWS IoT Core takes at most ${maximumFilterLevels} levels.`;
    return refuse(levelFault('too-many-levels', texts, maximumFilterLevels, sentence));
  }
  const bytes = longestLength(levels, userId);
  if (bytes > maximumFilterBytes) {
    const detail = `The filter may become ${bytes} bytes long when its variables are put in; AWS IoT Core takes at most ${maximumFilterBytes}.`;
    return refuse({ code: 'filter-too-long', detail });
  }
  return ok({ text, levels } as unknown as TopicFilter);
};

const parseLevel = (texts: readonly string[], index: number): Result<Level, TopicFilterFault> => {
  const text = texts[index] ?? '';
  if (text === '') {
    return refuse(
      levelFault('empty-level', texts, index, 'is empty: write no leading, trailing or double "/".'),
    );
  }
  if (text === '+' || text === '#') return parseWildcard(texts, index);
  // [MQTT-4.7.1-1], [MQTT-4.7.1-2]: a wildcard occupies an entire level.
  if (/[+#]/.test(text)) {
    return refuse(
      levelFault(
        'misplaced-wildcard',
        texts,
        index,
        'mixes a wildcard with text: "+" and "#" stand alone in their level.',
      ),
    );
  }
  if (text.startsWith('${') && text.indexOf('}') === text.length - 1) return parseVariableLevel(texts, index);
  const fault = checkText(texts, index);
  return fault ? refuse(fault) : ok({ kind: 'text', text });
};

const parseWildcard = (texts: readonly string[], index: number): Result<Level, TopicFilterFault> => {
  if (index === 0) {
    const sentence =
      'is a wildcard: the first level must be a text or a variable, or the grant would reach into every tree.';
    return refuse(levelFault('leading-wildcard', texts, index, sentence));
  }
  if (texts[index] === '+') return ok({ kind: 'single' });
  // [MQTT-4.7.1-1]: "the last character specified in the Topic Filter".
  return index === texts.length - 1
    ? ok({ kind: 'multi' })
    : refuse(levelFault('misplaced-wildcard', texts, index, 'must be the last level.'));
};

const parseVariableLevel = (texts: readonly string[], index: number): Result<Level, TopicFilterFault> => {
  const variable = parseVariable(texts[index] ?? '');
  if (variable) return ok({ kind: 'variable', variable });
  const sentence = 'is no variable known here: use ${identityId}, ${thingName} or ${userId}.';
  return refuse(levelFault('unknown-variable', texts, index, sentence));
};

/** Literal text enters a policy as it is: what a policy could read as more than text is refused, never escaped. */
const checkText = (texts: readonly string[], index: number): TopicFilterFault | undefined => {
  const text = texts[index] ?? '';
  // [MQTT-1.5.4-1]; U+FFFD is what a decoder leaves where bytes were no UTF-8.
  if (!text.isWellFormed() || text.includes('\ufffd')) {
    return levelFault('invalid-utf8', texts, index, 'holds text that is no valid UTF-8.');
  }
  // [MQTT-1.5.4-2] for NUL; the other control characters are refused with it.
  if (/\p{Cc}/u.test(text))
    return levelFault('control-character', texts, index, 'holds a control character.');
  if (text.includes('${')) {
    return levelFault(
      'variable-not-whole-level',
      texts,
      index,
      'mixes a variable with text: a variable is a whole level.',
    );
  }
  if (/[*?${}]/.test(text) && !isBrokerLevel(texts, index)) {
    const sentence =
      'holds one of * ? $ { }, which a policy reads as a wildcard or a variable: use "+" or "#" for a wildcard, ${identityId}, ${thingName} or ${userId} for a variable.';
    return levelFault('reserved-character', texts, index, sentence);
  }
  return undefined;
};
