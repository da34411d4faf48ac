// Something that is asked for when a component appears, and again when a key of it changes.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export type Loaded<Value> = {
  /** The last answer; it stays while it is asked for again. */
  readonly value?: Value;
  readonly error?: unknown;
  readonly isLoading: boolean;
  readonly reload: () => void;
};

/** @param keys what `load` depends on: of an answer that comes after they have changed, nothing is seen. */
export const useLoaded = <Value>(
  load: (signal: AbortSignal) => Promise<Value>,
  keys: readonly (string | number | boolean | undefined)[],
): Loaded<Value> => {
  const [state, setState] = useState<{ key: string; value?: Value; error?: unknown; isLoading: boolean }>({
    key: '',
    isLoading: true,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  const key = JSON.stringify(keys);

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setState((before) => (before.key === key ? { ...before, isLoading: true } : { key, isLoading: true }));
    latest.current(signal).then(
      (value) => {
        if (!signal.aborted) setState({ key, value, isLoading: false });
      },
      (error: unknown) => {
        if (!signal.aborted) setState((before) => ({ ...before, error, isLoading: false }));
      },
    );
    return () => controller.abort();
  }, [key, round]);

  const reload = useCallback(() => setRound((count) => count + 1), []);
  const { key: _, ...loaded } = state.key === key ? state : { key, isLoading: true };
  return { ...loaded, reload };
};
