// Topics and filters as a client sends them, within AWS IoT Core's limits.
import { type Level, maximumFilterBytes, maximumFilterLevels } from './topic-filter.ts';
import { utf8Length } from './utf8-length.ts';

/** [MQTT-3.3.2-2]: a topic that is published to has no wildcards. */
export const isTopicName = (text: string): boolean => isWithinLimits(text) && !/[+#]/.test(text);

/** [MQTT-4.7.1-1], [MQTT-4.7.1-2]: a wildcard is a whole level, `#` the last. */
export const isTopicFilter = (text: string): boolean =>
  isWithinLimits(text) &&
  text
    .split('/')
    .every(
      (level, index, { length }) =>
        !/[+#]/.test(level) || level === '+' || (level === '#' && index === length - 1),
    );

/** [MQTT-4.7.3-1], [MQTT-4.7.3-2]: at least one character, no NUL. */
const isWithinLimits = (text: string): boolean =>
  text !== '' &&
  !text.includes('\0') &&
  utf8Length(text) <= maximumFilterBytes &&
  text.split('/').length <= maximumFilterLevels;

/** A topic – or a filter, taken as a text – by its levels. */
export const textLevels = (text: string): readonly Level[] =>
  text.split('/').map((level) => ({ kind: 'text', text: level }));

/** A filter by its levels, wildcards read as such. */
export const filterLevels = (filter: string): readonly Level[] =>
  filter.split('/').map((text) => {
    if (text === '+') return { kind: 'single' };
    return text === '#' ? { kind: 'multi' } : { kind: 'text', text };
  });
