// How two topic filters stand to each other, as sets of topics.
import type { Level, TopicFilter } from './topic-filter.ts';
import { canBecome } from './topic-filter-variable.ts';

/** Whether every topic that `narrow` matches is matched by `wide`, whatever the variables stand for. */
export const covers = (wide: TopicFilter, narrow: TopicFilter): boolean => {
  for (const [index, level] of wide.levels.entries()) {
    // [MQTT-4.7.1-1]: `#` stands for the parent and any number of child levels.
    if (level.kind === 'multi') return true;
    const other = narrow.levels[index];
    if (other === undefined || !coversLevel(level, other)) return false;
  }
  return wide.levels.length === narrow.levels.length;
};

/** Whether some topic can be matched by both; a variable meets a text that it can become. */
export const overlaps = (one: TopicFilter, other: TopicFilter): boolean => {
  const length = Math.max(one.levels.length, other.levels.length);
  for (let index = 0; index < length; index += 1) {
    const left = one.levels[index];
    const right = other.levels[index];
    if (left?.kind === 'multi' || right?.kind === 'multi') return true;
    if (left === undefined || right === undefined || !levelsMeet(left, right)) return false;
  }
  return true;
};

const coversLevel = (wide: Level, narrow: Level): boolean => {
  switch (wide.kind) {
    case 'multi':
      return true;
    // [MQTT-4.7.1-2]: `+` stands for one level, whatever is in it.
    case 'single':
      return narrow.kind !== 'multi';
    case 'variable':
      return narrow.kind === 'variable' && narrow.variable === wide.variable;
    case 'text':
      return narrow.kind === 'text' && narrow.text === wide.text;
  }
};

const levelsMeet = (left: Level, right: Level): boolean => {
  if (left.kind === 'single' || right.kind === 'single') return true;
  if (left.kind === 'variable' && right.kind === 'text') return canBecome(left.variable, right.text);
  if (left.kind === 'text' && right.kind === 'variable') return canBecome(right.variable, left.text);
  return coversLevel(left, right);
};
