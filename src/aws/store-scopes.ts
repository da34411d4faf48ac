import type { ScopeStore } from '../provisioning/ports.ts';
import { readScope } from '../schema/stored.ts';
import { scopeKey } from './store-keys.ts';
import { recordApplied, releaseLease, takeLease } from './store-lease.ts';
import type { Table } from './table.ts';

export const scopeStore = (table: Table): ScopeStore => ({
  leaseScope: (subject, lease) => takeLease(table, scopeKey(subject), lease, readScope),

  recordScope: ({ subject, ...applied }) => recordApplied(table, scopeKey(subject), applied),

  releaseScope: (subject, owner) => releaseLease(table, scopeKey(subject), owner),
});
