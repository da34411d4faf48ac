import { formatSubject } from '../domain/subject.ts';
import type { ScopeStore } from '../provisioning/ports.ts';
import { readScope, writeGrant } from '../schema/stored.ts';
import { auditWrite } from './store-audit.ts';
import { scopeKey } from './store-keys.ts';
import { recordApplied, releaseLease, takeLease } from './store-lease.ts';
import { type Table, transact } from './table.ts';

export const scopeStore = (table: Table): ScopeStore => ({
  foundScope: ({ subject, grants, ...scope }, audit) =>
    transact(table, [
      {
        Put: {
          Item: {
            ...scopeKey(subject),
            ...scope,
            subject: formatSubject(subject),
            grants: grants.map(writeGrant),
          },
          ConditionExpression: 'attribute_not_exists(pk)',
        },
      },
      auditWrite(audit),
    ]),

  leaseScope: (subject, lease) => takeLease(table, scopeKey(subject), lease, readScope),

  recordScope: ({ subject, ...applied }) => recordApplied(table, scopeKey(subject), applied),

  releaseScope: (subject, owner) => releaseLease(table, scopeKey(subject), owner),
});
