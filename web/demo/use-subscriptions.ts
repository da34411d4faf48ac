// What the page listens to, with what became of each: the library subscribes again after a reconnect, and tells what is lost.
import type { Attache, Message } from 'iot-attache/client';
import { useCallback, useRef, useState } from 'preact/hooks';

export type Listening = {
  readonly filter: string;
  readonly state: 'asked' | 'active' | 'lost';
  readonly error?: unknown;
};

export type Subscriptions = {
  readonly list: readonly Listening[];
  readonly subscribe: (attache: Attache, filter: string) => Promise<void>;
  readonly unsubscribe: (filter: string) => Promise<void>;
  readonly lose: (filter: string, error: unknown) => void;
};

export const useSubscriptions = (onMessage: (message: Message) => void): Subscriptions => {
  const [list, setList] = useState<readonly Listening[]>([]);
  const ends = useRef(new Map<string, () => Promise<void>>());

  const put = useCallback((one: Listening) => {
    setList((before) =>
      before.some(({ filter }) => filter === one.filter)
        ? before.map((other) => (other.filter === one.filter ? one : other))
        : [...before, one],
    );
  }, []);
  const drop = useCallback((filter: string) => {
    ends.current.delete(filter);
    setList((before) => before.filter((one) => one.filter !== filter));
  }, []);

  const subscribe = useCallback(
    async (attache: Attache, filter: string) => {
      if (ends.current.has(filter)) return;
      put({ filter, state: 'asked' });
      try {
        const { unsubscribe } = await attache.subscribe(filter, onMessage);
        ends.current.set(filter, unsubscribe);
        put({ filter, state: 'active' });
      } catch (error) {
        drop(filter);
        throw error;
      }
    },
    [onMessage, put, drop],
  );
  const unsubscribe = useCallback(
    async (filter: string) => {
      const end = ends.current.get(filter);
      drop(filter);
      await end?.();
    },
    [drop],
  );
  const lose = useCallback(
    (filter: string, error: unknown) => {
      ends.current.delete(filter);
      put({ filter, state: 'lost', error });
    },
    [put],
  );
  return { list, subscribe, unsubscribe, lose };
};
