// Something that a person starts, once at a time: a request, with what came of it.
import { useEffect, useRef, useState } from 'preact/hooks';

export type Task<Args extends readonly unknown[], Value> = {
  /** While it is under way, a second start does nothing. */
  readonly run: (...args: Args) => void;
  readonly isRunning: boolean;
  readonly value?: Value;
  readonly error?: unknown;
  readonly reset: () => void;
};

export const useTask = <Args extends readonly unknown[], Value>(
  perform: (...args: Args) => Promise<Value>,
): Task<Args, Value> => {
  const [state, setState] = useState<{ isRunning: boolean; value?: Value; error?: unknown }>({
    isRunning: false,
  });
  const isRunning = useRef(false);
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);

  const settle = (end: { value?: Value; error?: unknown }) => {
    isRunning.current = false;
    if (!isGone.current) setState({ isRunning: false, ...end });
  };
  const run = (...args: Args): void => {
    if (isRunning.current) return;
    isRunning.current = true;
    setState({ isRunning: true });
    perform(...args).then(
      (value) => settle({ value }),
      (error: unknown) => settle({ error }),
    );
  };
  return { ...state, run, reset: () => setState({ isRunning: false }) };
};
