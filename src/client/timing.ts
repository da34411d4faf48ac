// Time and chance, as arguments: tests have their own.

export type Timing = {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Resolves after that many milliseconds, or at once when `signal` is aborted. */
  readonly wait: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** From 0 to 1, 1 excluded. */
  readonly random: () => number;
};

export const systemTiming: Timing = {
  now: () => Date.now(),
  wait: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal?.addEventListener('abort', done);
    }),
  random: () => Math.random(),
};

const first = 1000;
const most = 60_000;

/**
 * Milliseconds to wait before an attempt, the first being 1: doubling to a minute, half of it by chance, so that
 * thousands of clients that were dropped together do not come back together.
 */
export const backoff = (attempt: number, { random }: Pick<Timing, 'random'>): number => {
  const whole = Math.min(most, first * 2 ** Math.min(attempt - 1, 16));
  return whole / 2 + (random() * whole) / 2;
};
