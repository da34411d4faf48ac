// A grant as administrators see it: what it says, and since when, by whom and why.
import type { StandingGrant } from './scope.ts';

export type RecordedGrant = StandingGrant & {
  readonly reason?: string;
  /** The `sub` of who made it, or `system`. */
  readonly createdBy: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Counts its changes, from 1. */
  readonly version: number;
  /** The generation of its scope with which it was last changed: applied when that is. */
  readonly generation: number;
};
