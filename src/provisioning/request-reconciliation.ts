// POST /reconciliations: the sweeper compares what AWS has with what is wanted, in its next minute.
import type { Subject } from '../domain/subject.ts';
import type { DueStore } from './ports.ts';

/** Of everything, when there is no subject. One that is under way begins anew. */
export type RequestReconciliation = (subject: Subject | undefined, now: number) => Promise<void>;

type Dependencies = { readonly store: Pick<DueStore, 'saveDue'>; readonly newId: () => string };

export const requestReconciliation =
  ({ store, newId }: Dependencies): RequestReconciliation =>
  (subject, now) =>
    store.saveDue({
      work: { task: 'reconcile', ...(subject && { subject }) },
      dueAt: now,
      failures: 0,
      stamp: newId(),
    });
