// One MQTT connection, and what the broker lets it do: AWS's limits first, then the policies.
import type { IdentityId } from '../../src/domain/identifiers.ts';
import type { Authorizer } from './authorizer.ts';
import { mqtt } from './limits.ts';
import { clientIdFault, filterFault, payloadFault, qosFault, topicFault } from './mqtt-rules.ts';

export type MqttSession = {
  readonly identityId: IdentityId;
  /** Known from CONNECT on. */
  clientId: string;
  readonly filters: Set<string>;
  /** DeleteConnection may ask that the Will stays unsent. */
  willWithheld: boolean;
};

export type Message = {
  readonly topic: string;
  readonly payload: string | Buffer;
  readonly qos: number;
  readonly retain: boolean;
};

/** Why something is refused; nothing when it is not. */
export type Refusal = string | undefined;

/** MQTT 3.1.1 §3.2.2.3: the return code of CONNACK. */
export type ConnectRefusal = { readonly returnCode: 2 | 5; readonly reason: string };

export const refuseConnect = (
  authorizer: Authorizer,
  session: MqttSession,
  will: Message | undefined,
): ConnectRefusal | undefined => {
  const fault = clientIdFault(session.clientId);
  if (fault) return { returnCode: 2, reason: fault };
  if (!authorizer.connect(session)) return { returnCode: 5, reason: 'iot:Connect is not allowed' };
  const willRefusal = will && refusePublish(authorizer, session, will);
  return willRefusal === undefined ? undefined : { returnCode: 5, reason: `the Will: ${willRefusal}` };
};

export const refusePublish = (authorizer: Authorizer, session: MqttSession, message: Message): Refusal =>
  topicFault(message.topic) ??
  qosFault(message.qos) ??
  payloadFault(message.payload) ??
  (authorizer.publish(session, message) ? undefined : 'publishing is not allowed');

export type WantedFilter = { readonly topic: string; readonly qos: number };

/** One SUBSCRIBE packet is taken or refused whole. */
export const refuseSubscribe = (
  authorizer: Authorizer,
  session: MqttSession,
  wanted: readonly WantedFilter[],
): Refusal => {
  if (wanted.length > mqtt.filtersPerSubscribe) return `more than ${mqtt.filtersPerSubscribe} filters`;
  const all = new Set([...session.filters, ...wanted.map(({ topic }) => topic)]);
  if (all.size > mqtt.subscriptionsPerConnection)
    return `more than ${mqtt.subscriptionsPerConnection} subscriptions`;
  for (const { topic, qos } of wanted) {
    const fault = filterFault(topic) ?? qosFault(qos);
    if (fault) return fault;
    if (!authorizer.subscribe(session, topic)) return 'subscribing is not allowed';
  }
  return undefined;
};
