// Which SUBSCRIBE packet a subscription came in. Aedes asks for each filter alone, and asks again for the filters
// of a persistent session when it is resumed, where AWS does not: those came in no packet of this connection.
import { EventEmitter } from 'node:events';
import type { Client } from 'aedes';
import * as z from 'zod/mini';

export type WireSubscriptions = {
  readonly watch: (client: Client) => void;
  /** All filters of the packet; `undefined` for a resumed subscription. */
  readonly packetOf: (subscription: object) => readonly SubscribedFilter[] | undefined;
};

const SubscribedFilter = z.object({ topic: z.string(), qos: z.number() });
type SubscribedFilter = z.output<typeof SubscribedFilter>;

export const createWireSubscriptions = (): WireSubscriptions => {
  const packets = new WeakMap<object, readonly SubscribedFilter[]>();
  const note = (packet: unknown): void => {
    const subscribe = SubscribePacket.safeParse(packet);
    if (!subscribe.success) return;
    const { subscriptions } = subscribe.data;
    const filters = z.array(SubscribedFilter).parse(subscriptions);
    for (const subscription of subscriptions) packets.set(subscription, filters);
  };
  return {
    watch: (client) => parserOf(client).prependListener('packet', note),
    packetOf: (subscription) => packets.get(subscription),
  };
};

/** The very objects that aedes hands on, hence `custom`. */
const Identical = z.custom<object>((value) => typeof value === 'object' && value !== null);
const SubscribePacket = z.object({ cmd: z.literal('subscribe'), subscriptions: z.array(Identical) });

const parserOf = (client: Client): EventEmitter => {
  const parser: unknown = Reflect.get(client, '_parser');
  if (!(parser instanceof EventEmitter)) throw new Error('aedes keeps its parser elsewhere now');
  return parser;
};
