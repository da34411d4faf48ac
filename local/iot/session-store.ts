// A client's persistent session in aedes' memory: its subscriptions and the messages waiting for it.
import type { Aedes } from 'aedes';
import * as z from 'zod/mini';

type ClientKey = { readonly id: string };

/** What aedes' persistence offers of sessions; its types do not show it. */
type SessionStore = {
  readonly subscriptionsByClient: (client: ClientKey) => Promise<readonly unknown[]>;
  readonly cleanSubscriptions: (client: ClientKey) => Promise<void>;
  readonly outgoingStream: (client: ClientKey) => AsyncIterable<unknown>;
  readonly outgoingClearMessageId: (client: ClientKey, packet: unknown) => Promise<unknown>;
};

/** `false` when there was none. */
export const forgetSession = async (aedes: Aedes, clientId: string): Promise<boolean> => {
  const store = SessionStore.parse(Reflect.get(aedes, 'persistence'));
  const client = { id: clientId };
  const subscriptions = await store.subscriptionsByClient(client);
  await store.cleanSubscriptions(client);
  for await (const packet of store.outgoingStream(client)) await store.outgoingClearMessageId(client, packet);
  return subscriptions.length > 0;
};

const methods = ['subscriptionsByClient', 'cleanSubscriptions', 'outgoingStream', 'outgoingClearMessageId'];

const SessionStore = z.custom<SessionStore>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    methods.every((method) => typeof Reflect.get(value, method) === 'function'),
  'aedes keeps its sessions elsewhere now',
);
