import type { Lease } from './ports.ts';

/** Longer than any function's time-out (25 s) and a request time-out after it: whoever held it is gone by then. */
const leaseMs = 40_000;

export const newLease = (owner: string, now: number): Lease => ({ owner, now, until: now + leaseMs });
