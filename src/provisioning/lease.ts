// One loop for whatever is applied: lease, apply, record – until nothing moved meanwhile.
import type { Lease, Leased, NotLeased, Stored } from './ports.ts';

/** `held`: somebody else is applying it. `missing`: there is nothing to apply. */
export type Applied = 'applied' | 'held' | 'missing';

/** Longer than any function's time-out (25 s) and a request time-out after it: whoever held it is gone by then. */
const leaseMs = 40_000;

/**
 * A function that fails gives its lease back, so that the next need not wait; one that is killed holds it to its end.
 * Either way the item stays marked as unrecorded, and the next reads what AWS has.
 */
export const applyUnderLease = async <Item>({
  owner,
  clock,
  take,
  apply,
  release,
}: {
  readonly owner: string;
  readonly clock: () => number;
  readonly take: (lease: Lease) => Promise<Leased<Item> | NotLeased>;
  /** Reads, plans, executes and records; `conflict` when the generation moved meanwhile. */
  readonly apply: (leased: Leased<Item>) => Promise<Stored>;
  readonly release: () => Promise<void>;
}): Promise<Applied> => {
  try {
    for (;;) {
      const now = clock();
      const lease = await take({ owner, now, until: now + leaseMs });
      if ('refused' in lease) return lease.refused;
      if ((await apply(lease)) === 'stored') return 'applied';
    }
  } catch (error) {
    // Without an answer the lease ends by itself; the first failure is the one to tell.
    await release().catch(() => undefined);
    throw error;
  }
};
