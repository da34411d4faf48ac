// What arrives, drawn a few times a second, however much comes.
import type { Message } from 'iot-attache/client';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type MessageList, noMessages, withMessage } from './message-list.ts';

export type Messages = MessageList & {
  readonly add: (message: Message) => void;
  readonly clear: () => void;
};

/** Milliseconds. */
const pause = 100;

export const useMessages = (): Messages => {
  const [shown, setShown] = useState(noMessages);
  const live = useRef(noMessages);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const add = useCallback((message: Message) => {
    live.current = withMessage(live.current, message, new Date().toISOString());
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setShown(live.current);
    }, pause);
  }, []);
  const clear = useCallback(() => {
    live.current = { ...live.current, received: [] };
    setShown(live.current);
  }, []);
  return { ...shown, add, clear };
};
