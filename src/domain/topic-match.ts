/**
 * Whether a subscription to `filterText` receives messages on `topic` by MQTT 5 §4.7. Both are plain texts with
 * their variables put in; neither is checked for being well formed.
 */
export const matchesTopic = (filterText: string, topic: string): boolean => {
  // [MQTT-4.7.2-1]: a leading wildcard does not match topics beginning with `$`.
  if (topic.startsWith('$') && /^[+#]/.test(filterText)) return false;
  const filter = filterText.split('/');
  const levels = topic.split('/');
  for (const [index, expected] of filter.entries()) {
    // [MQTT-4.7.1-1]: `#` "includes the parent level" – index may be one past the topic's end here, never more.
    if (expected === '#') return true;
    const level = levels[index];
    // [MQTT-4.7.1-2]: `+` matches one level, an empty one too.
    if (level === undefined || (expected !== '+' && expected !== level)) return false;
  }
  return filter.length === levels.length;
};
