// What the app wants to receive: kept over reconnects, as far as it is still granted.
import { AttacheError, withCode } from './attache-error.ts';
import type { Connection } from './connection.ts';
import type { Insist } from './insist.ts';
import type { Message } from './open-session.ts';
import { matchesTopic } from './topic-filter.ts';

export type Subscription = { readonly unsubscribe: () => Promise<void> };

export type Listener = (message: Message) => void;

type Wanted = {
  readonly qos: 0 | 1;
  readonly listeners: Set<Listener>;
  /** Settles when the broker has taken or refused it, on the connection of now. */
  established: Promise<void>;
  isUnderWay: boolean;
};

/** Of one connection (AWS IoT Core, protocol limits). */
const most = 50;

export const createSubscriptions = (deps: {
  readonly insist: Insist;
  readonly connection: () => Connection;
  /** A subscription that stood is gone: it is no longer granted. */
  readonly onLost: (filter: string, error: AttacheError) => void;
}) => {
  const { insist, connection, onLost } = deps;
  const wanted = new Map<string, Wanted>();

  const establish = (filter: string, want: Wanted): Promise<void> => {
    want.isUnderWay = true;
    want.established = insist(connection(), { actions: ['subscribe'], topic: filter }, ({ client }) =>
      client.subscribeAsync(filter, { qos: want.qos }),
    ).finally(() => {
      want.isUnderWay = false;
    });
    return want.established;
  };

  const drop = (filter: string, want: Wanted): void => {
    if (wanted.get(filter) === want) wanted.delete(filter);
  };

  const remove = async (filter: string, listener: Listener): Promise<void> => {
    const want = wanted.get(filter);
    if (!want?.listeners.delete(listener) || want.listeners.size > 0) return;
    wanted.delete(filter);
    if (connection().signal.aborted) return;
    const { client, whileOpen } = await connection().session();
    await whileOpen(client.unsubscribeAsync(filter));
  };

  return {
    add: async (filter: string, listener: Listener, qos: 0 | 1): Promise<Subscription> => {
      const known = wanted.get(filter);
      if (!known && wanted.size >= most) {
        throw new AttacheError('message-invalid', `A connection may have ${most} subscriptions.`);
      }
      const want = known ?? { qos, listeners: new Set(), established: Promise.resolve(), isUnderWay: false };
      wanted.set(filter, want);
      want.listeners.add(listener);
      try {
        await (known ? known.established : establish(filter, want));
      } catch (cause) {
        drop(filter, want);
        throw cause;
      }
      return { unsubscribe: () => remove(filter, listener) };
    },
    /** On a new connection: what the app has subscribed to before. */
    restore: (): void => {
      const { signal } = connection();
      for (const [filter, want] of wanted) {
        if (want.isUnderWay) continue;
        establish(filter, want).catch((cause: unknown) => {
          if (signal.aborted) return; // The status has told; the next connect() subscribes again.
          drop(filter, want);
          onLost(filter, withCode(cause, 'connection-lost', `The subscription to ${filter} is lost.`));
        });
      }
    },
    deliver: (message: Message): void => {
      for (const [filter, { listeners }] of wanted) {
        if (matchesTopic(filter, message.topic)) for (const listener of listeners) listener(message);
      }
    },
    forget: (): void => wanted.clear(),
  };
};
