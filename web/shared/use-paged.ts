// A list that comes in pages: the first when a component appears, each further one when asked for.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export type Paged<Item> = {
  readonly items: readonly Item[];
  readonly isLoading: boolean;
  readonly error?: unknown;
  /** Whether there is more; a filtered page may be short, or empty. */
  readonly hasMore: boolean;
  readonly more: () => void;
  /** From the first page on. */
  readonly reload: () => void;
};

type State<Item> = {
  readonly key: string;
  readonly items: readonly Item[];
  readonly cursor?: string | undefined;
  readonly isLoading: boolean;
  readonly error?: unknown;
};

export const usePaged = <Item>(
  loadPage: (
    cursor: string | undefined,
    signal: AbortSignal,
  ) => Promise<{ readonly items: readonly Item[]; readonly cursor?: string }>,
  keys: readonly (string | number | boolean | undefined)[],
): Paged<Item> => {
  const key = JSON.stringify(keys);
  const [state, setState] = useState<State<Item>>({ key, items: [], isLoading: true });
  const latest = useRef({ loadPage, controller: new AbortController() });
  latest.current.loadPage = loadPage;

  const load = useCallback((ofKey: string, before: readonly Item[], cursor?: string) => {
    latest.current.controller.abort();
    const controller = new AbortController();
    latest.current.controller = controller;
    setState({ key: ofKey, items: before, cursor, isLoading: true });
    latest.current.loadPage(cursor, controller.signal).then(
      (page) => {
        if (controller.signal.aborted) return;
        setState({ key: ofKey, items: [...before, ...page.items], cursor: page.cursor, isLoading: false });
      },
      (error: unknown) => {
        if (controller.signal.aborted) return;
        setState({ key: ofKey, items: before, cursor, isLoading: false, error });
      },
    );
  }, []);

  useEffect(() => {
    load(key, []);
    return () => latest.current.controller.abort();
  }, [key, load]);

  const current: State<Item> = state.key === key ? state : { key, items: [], isLoading: true };
  return {
    items: current.items,
    isLoading: current.isLoading,
    error: current.error,
    hasMore: current.cursor !== undefined,
    more: () => load(key, current.items, current.cursor),
    reload: () => load(key, []),
  };
};
