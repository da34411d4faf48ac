// What is still being changed is asked for again, until it is not: the service finishes it within minutes.
import { useEffect, useState } from 'preact/hooks';
import { pauseBefore } from './pause-before.ts';

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
  const [state, setState] = useState<{ value: Value; error?: unknown; asked: number }>({
    value: initial,
    asked: 0,
  });

  useEffect(() => {
    const { value, asked } = state;
    if (!isPending(value)) return;
    const controller = new AbortController();
    const { signal } = controller;
    const ask = async () => {
      // Nobody looks: later.
      if (document.hidden) return setState({ ...state });
      const end = await load(signal).then(
        (next) => ({ value: next }),
        (error: unknown) => ({ value, error }),
      );
      if (!signal.aborted) setState({ ...end, asked: asked + 1 });
    };
    const timer = setTimeout(ask, pauseBefore(asked));
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [state]);

  return { value: state.value, error: state.error, setValue: (value) => setState({ value, asked: 0 }) };
};
