// The everyone scope starts once with the default grants; from then on it is the administrators'.
import type { Due } from '../domain/due.ts';
import type { GrantRule } from '../domain/grant.ts';
import type { Scope } from '../domain/scope.ts';
import { everyone } from '../domain/subject.ts';
import { auditedGrant } from './audited-grant.ts';
import type { GrantStore } from './ports.ts';

/** After the function that founded it is gone. */
const dueAfterMs = 60_000;

/**
 * By conditional put: of several at once one makes it, and one that exists stays as it is. Its documents are due to be
 * written, should whoever founded it not have done it.
 */
export type FoundEveryone = (request: {
  readonly requestId: string;
  readonly now: number;
}) => Promise<Due | 'conflict'>;

/** The number of documents and the grants that it starts with. */
export type EveryoneStart = { readonly documents: number; readonly rules: readonly GrantRule[] };

type Dependencies = {
  readonly store: Pick<GrantStore, 'changeScopes'>;
  readonly newId: () => string;
  readonly everyone: EveryoneStart;
};

export const foundEveryone =
  ({ store, newId, everyone: start }: Dependencies): FoundEveryone =>
  async ({ requestId, now }) => {
    const due: Due = {
      work: { task: 'apply-scope', subject: everyone },
      dueAt: now + dueAfterMs,
      failures: 0,
      stamp: newId(),
    };
    const { appliedGeneration: _, applied: __, effectiveBy: ___, ...scope } = startOf(start, newId);
    const { grants, generation } = scope;
    const stored = await store.changeScopes({
      scopes: [{ scope }],
      puts: grants.map((grant) => ({
        grant: { ...grant, createdBy: 'system', createdAt: now, version: 1, generation },
      })),
      removals: [],
      users: [],
      due: [due],
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
    return stored === 'stored' ? due : stored;
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
