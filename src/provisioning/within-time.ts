import { setTimeout } from 'node:timers/promises';

/** Resolves after `ms` milliseconds; gives up when `signal` is aborted. */
export type Timer = (ms: number, signal: AbortSignal) => Promise<void>;

const systemTimer: Timer = (ms, signal) => setTimeout(Math.max(0, ms), undefined, { signal });

/**
 * What `work` comes to, if it comes in time. After `ms` milliseconds, or when `signal` is aborted before, the signal
 * that `work` was given is aborted and this throws, whether `work` heeds it or not: what it still does is nobody's.
 * @throws a `TimeoutError` when the time is over, the reason of `signal`, or what `work` throws.
 */
export const withinTime = async <Value>(
  ms: number,
  work: (signal: AbortSignal) => Promise<Value>,
  signal: AbortSignal,
  timer: Timer = systemTimer,
): Promise<Value> => {
  signal.throwIfAborted();
  const limit = new AbortController();
  const ended = new AbortController();
  const bounded = AbortSignal.any([signal, limit.signal]);
  const givenUp = new Promise<never>((_resolve, reject) => {
    bounded.addEventListener('abort', () => reject(bounded.reason), { once: true });
  });
  timer(ms, ended.signal).then(
    () => limit.abort(new DOMException(`It took longer than ${ms} ms.`, 'TimeoutError')),
    () => undefined,
  );
  try {
    // In a function of its own, so that what is thrown before any promise is raced as well.
    return await Promise.race([(async () => work(bounded))(), givenUp]);
  } finally {
    ended.abort();
  }
};
