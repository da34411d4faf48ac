// A token bucket per operation: AWS refuses what exceeds an operation's own quota.
import { callsPerSecond } from './limits.ts';

/** Takes one call of the operation; `false` when its quota is used up. */
export type Throttle = { readonly admits: (operation: string, now: number) => boolean };

export const noThrottle: Throttle = { admits: () => true };

/** Each bucket holds one second's calls and fills at the quota's pace. */
export const createThrottle = (quotas: Readonly<Record<string, number>> = callsPerSecond): Throttle => {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    admits: (operation, now) => {
      const quota = quotas[operation];
      if (quota === undefined) return true;
      const bucket = buckets.get(operation) ?? { tokens: quota, at: now };
      const tokens = Math.min(quota, bucket.tokens + ((now - bucket.at) * quota) / 1000);
      buckets.set(operation, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
      return tokens >= 1;
    },
  };
};
