// Follows what is still under way: asks again, less and less often, until it is done; not while nobody looks.
import { useEffect, useRef } from 'preact/hooks';

/** @param isLoading no question is asked before the last one is answered. */
export const useFollow = ({
  isPending,
  isLoading,
  reload,
}: {
  readonly isPending: boolean;
  readonly isLoading: boolean;
  readonly reload: () => void;
}): void => {
  const attempt = useRef(0);

  useEffect(() => {
    if (!isPending) attempt.current = 0;
    if (!isPending || isLoading) return;
    const ask = () => {
      if (document.hidden) return;
      attempt.current++;
      reload();
    };
    const timer = setTimeout(ask, delayOf(attempt.current));
    document.addEventListener('visibilitychange', ask);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [isPending, isLoading, reload]);
};

/** Milliseconds before another question: from two seconds, half as much again each time, to twenty. */
export const delayOf = (attempt: number): number => Math.min(2000 * 1.5 ** attempt, 20_000);
