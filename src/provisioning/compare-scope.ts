// Whether a scope's policies are what was last written of them; only reads.
import { policyDrift } from '../domain/drift.ts';
import type { Scope } from '../domain/scope.ts';
import type { DueStore, PolicyControl } from './ports.ts';

export type CompareScope = {
  readonly store: Pick<DueStore, 'isDue'>;
  readonly policies: Pick<PolicyControl, 'readPolicy'>;
};

/** One that is being deleted, or that somebody is to apply anyway, is left to them. */
export const scopeDiffers = async ({ store, policies }: CompareScope, scope: Scope): Promise<boolean> => {
  const { subject, state, applied, generation, appliedGeneration } = scope;
  if (state === 'deleting') return false;
  if (generation !== appliedGeneration) return !(await store.isDue({ task: 'apply-scope', subject }));
  const actual = await Promise.all(applied.map(({ name }) => policies.readPolicy(name)));
  return (
    policyDrift(
      scope,
      actual.filter((policy) => policy !== undefined),
    ) !== undefined
  );
};
