// One thing of a list, asked for again by itself while it is still being changed.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useFollow } from './use-follow.ts';

export type Followed<Value> = {
  readonly value: Value;
  /** Why the last question has no answer. */
  readonly error?: unknown;
  /** In place of the value: what a change has just answered. */
  readonly setValue: (value: Value) => void;
};

/** @param initial as a list or a change has answered it; a later one is not heeded. */
export const useFollowed = <Value>(
  initial: Value,
  isPending: (value: Value) => boolean,
  load: (signal: AbortSignal) => Promise<Value>,
): Followed<Value> => {
  const [state, setState] = useState<{ value: Value; error?: unknown }>({ value: initial });
  const asking = useRef(new AbortController());
  useEffect(() => () => asking.current.abort(), []);

  const anew = (): AbortSignal => {
    asking.current.abort();
    asking.current = new AbortController();
    return asking.current.signal;
  };
  useFollow(isPending(state.value), () => {
    const signal = anew();
    load(signal).then(
      (value) => {
        if (!signal.aborted) setState({ value });
      },
      (error: unknown) => {
        if (!signal.aborted) setState((before) => ({ ...before, error }));
      },
    );
  });

  return {
    ...state,
    setValue: (value) => {
      anew();
      setState({ value });
    },
  };
};
