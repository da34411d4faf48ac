// MQTT topic filters as the client needs them: who gets a message, and what is granted beyond doubt.
import type { Permissions } from './wire.ts';

export type TopicAction = 'publish' | 'subscribe' | 'retain';

/** Whether a subscription to `filter` receives messages on `topic` (MQTT 5 §4.7). */
export const matchesTopic = (filter: string, topic: string): boolean => {
  // [MQTT-4.7.2-1]: a leading wildcard does not match topics beginning with `$`.
  if (topic.startsWith('$') && /^[+#]/.test(filter)) return false;
  const [expected, levels] = [filter.split('/'), topic.split('/')];
  for (const [index, level] of expected.entries()) {
    // [MQTT-4.7.1-1]: `#` "includes the parent level".
    if (level === '#') return true;
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false;
  }
  return expected.length === levels.length;
};

/**
 * Whether the permissions allow it beyond doubt. What is in doubt – a literal `+`, which allows that filter text
 * alone; anything near a denial; a grant made since – is for the service to tell.
 */
export const isSurelyGranted = (permissions: Permissions, action: TopicAction, topic: string): boolean => {
  const denied = permissions.deny[action === 'retain' ? 'publish' : action];
  if (denied.some((filter) => overlap(filter, topic))) return false;
  return permissions[action].some((filter) => filter === topic || isBelow(filter, topic));
};

/** What AWS IoT takes of nobody, and drops the connection for: said before it is sent. */
export const topicFault = (action: TopicAction, topic: string): string | undefined => {
  if (topic === '') return 'It is empty.';
  if (action !== 'subscribe' && /[+#]/.test(topic)) return 'One cannot publish to a topic with + or # in it.';
  if (!isWellFormed(topic)) return '+ and # must be whole levels, # the last.';
  if (new TextEncoder().encode(topic).length > 256) return 'It has more than 256 bytes.';
  return topic.split('/').length > 8 ? 'It has more than 8 levels.' : undefined;
};

/** [MQTT-4.7.1-1], [MQTT-4.7.1-2]. */
const isWellFormed = (filter: string): boolean =>
  filter
    .split('/')
    .every((level, index, { length }) =>
      level === '#' ? index === length - 1 : level === '+' || !/[+#]/.test(level),
    );

/** Without a `+` in the granted filter: on AWS a granted `+` is a letter like others. */
const isBelow = (filter: string, topic: string): boolean =>
  filter.endsWith('/#') && !filter.includes('+') && `${topic}/`.startsWith(filter.slice(0, -1));

const overlap = (one: string, other: string): boolean => {
  const [left, right] = [one.split('/'), other.split('/')];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [mine, theirs] = [left[index], right[index]];
    if (mine === '#' || theirs === '#') return true;
    if (mine === undefined || theirs === undefined) return false;
    if (mine !== theirs && mine !== '+' && theirs !== '+') return false;
  }
  return true;
};
