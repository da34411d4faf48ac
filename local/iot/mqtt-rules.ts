// What AWS IoT's broker refuses whatever the policies say; each answers with the reason, or nothing.
import { mqtt } from './limits.ts';

type Fault = string | undefined;

/** "The client ID: 128 bytes of UTF-8", not starting with `$`; an empty one is not supported. */
export const clientIdFault = (clientId: string): Fault => {
  if (clientId === '') return 'the client ID is empty';
  if (clientId.startsWith('$')) return 'the client ID starts with $';
  return Buffer.byteLength(clientId) > mqtt.clientIdBytes ? 'the client ID is too long' : undefined;
};

export const topicFault = (topic: string): Fault => {
  if (/[+#]/.test(topic)) return 'the topic holds a wildcard';
  return nameFault(topic, 'topic');
};

export const filterFault = (filter: string): Fault => {
  const levels = filter.split('/');
  // [MQTT-4.7.1-2] [MQTT-4.7.1-3] wildcards stand alone in their level, `#` in the last one
  const misplaced = levels.some(
    (level, index) =>
      (/[+#]/.test(level) && level.length > 1) || (level === '#' && index < levels.length - 1),
  );
  return misplaced ? 'the filter has a misplaced wildcard' : nameFault(filter, 'filter');
};

/**
 * `$share/…` falls under what is reserved: shared subscriptions are not modelled, and the role withholds them.
 * Topics of Basic Ingest have three levels that do not count.
 */
const nameFault = (name: string, kind: 'topic' | 'filter'): Fault => {
  if (name === '') return `the ${kind} is empty`;
  if (name.includes('\0')) return `the ${kind} holds NUL`;
  if (name.startsWith('$') && !name.startsWith('$aws/')) return `the ${kind} is reserved`;
  if (Buffer.byteLength(name) > mqtt.topicBytes) return `the ${kind} is longer than ${mqtt.topicBytes} bytes`;
  const slashes = name.split('/').length - 1 - (name.startsWith('$aws/rules/') ? 3 : 0);
  return slashes > mqtt.topicSlashes ? `the ${kind} has more than ${mqtt.topicSlashes} slashes` : undefined;
};

export const payloadFault = (payload: string | Buffer): Fault =>
  Buffer.byteLength(payload) > mqtt.payloadBytes
    ? `the payload is larger than ${mqtt.payloadBytes} bytes`
    : undefined;

/** "AWS IoT doesn't support publishing and subscribing with QoS level 2." */
export const qosFault = (qos: number): Fault => (qos > 1 ? 'QoS 2 is not supported' : undefined);
