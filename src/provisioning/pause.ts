import { setTimeout } from 'node:timers/promises';

const firstMs = 100;
const longestMs = 1600;

/** Waits before another attempt: exponential with full jitter, so that those who collided once do not meet again. */
export const pauseWithJitter =
  (signal: AbortSignal, random: () => number = Math.random) =>
  (attempt: number): Promise<void> =>
    setTimeout(random() * Math.min(longestMs, firstMs * 2 ** attempt), undefined, { signal });
