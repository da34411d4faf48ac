// The everyone scope starts once with the default grants; from then on it is the administrators'.
import type { GrantRule } from '../domain/grant.ts';
import type { Scope } from '../domain/scope.ts';
import { everyone } from '../domain/subject.ts';
import { auditedGrant } from './audited-grant.ts';
import type { GrantStore, Stored } from './ports.ts';

/** When its documents are due to be written, should whoever founded it not have done it. */
const dueAfterMs = 60_000;

/** By conditional put: of several at once one makes it, and one that exists stays as it is. */
export type FoundEveryone = (request: {
  readonly requestId: string;
  readonly now: number;
}) => Promise<Stored>;

/** The number of documents and the grants that it starts with. */
export type EveryoneStart = { readonly documents: number; readonly rules: readonly GrantRule[] };

type Dependencies = {
  readonly store: Pick<GrantStore, 'changeScopes'>;
  readonly newId: () => string;
  readonly everyone: EveryoneStart;
};

export const foundEveryone =
  ({ store, newId, everyone: start }: Dependencies): FoundEveryone =>
  ({ requestId, now }) => {
    const { appliedGeneration: _, applied: __, effectiveBy: ___, ...scope } = startOf(start, newId);
    const { grants, generation } = scope;
    return store.changeScopes({
      scopes: [{ scope }],
      puts: grants.map((grant) => ({
        grant: { ...grant, createdBy: 'system', createdAt: now, version: 1, generation },
      })),
      removals: [],
      users: [],
      due: [
        {
          work: { task: 'apply-scope', subject: everyone },
          dueAt: now + dueAfterMs,
          failures: 0,
          stamp: newId(),
        },
      ],
      audit: {
        auditId: newId(),
        at: now,
        actor: 'system',
        subjects: ['everyone'],
        action: 'scope-founded',
        requestId,
        after: grants.map(auditedGrant),
      },
    });
  };

/** The scope as it is founded. */
export const startOf = ({ documents, rules }: EveryoneStart, newId: () => string): Scope => ({
  subject: everyone,
  state: 'active',
  documents,
  grants: rules.map((rule) => ({ grantId: newId(), rule })),
  expired: [],
  generation: 1,
  appliedGeneration: 0,
  applied: [],
  effectiveBy: 0,
});
