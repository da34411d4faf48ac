// What arrives, newest first: a bounded list that is drawn a few times a second, however much comes.
import type { Message } from 'iot-attache/client';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export type Received = Message & { readonly number: number; readonly at: string };

export type Messages = {
  readonly received: readonly Received[];
  /** All that came, kept or not. */
  readonly count: number;
  readonly add: (message: Message) => void;
  readonly clear: () => void;
};

export const mostMessages = 100;
/** Milliseconds. */
const pause = 100;

export const useMessages = (): Messages => {
  const [shown, setShown] = useState<{ received: readonly Received[]; count: number }>(nothing);
  const live = useRef(nothing);
  const last = useRef<Message | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const add = useCallback((message: Message) => {
    // Subscriptions that overlap get the same message, each of them.
    if (message === last.current) return;
    last.current = message;
    const { received, count } = live.current;
    const one = { ...message, number: count + 1, at: new Date().toISOString() };
    live.current = { received: [one, ...received.slice(0, mostMessages - 1)], count: count + 1 };
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setShown(live.current);
    }, pause);
  }, []);

  const clear = useCallback(() => {
    live.current = { ...nothing, count: live.current.count };
    setShown(live.current);
  }, []);
  return { ...shown, add, clear };
};

const nothing: { readonly received: readonly Received[]; readonly count: number } = {
  received: [],
  count: 0,
};
