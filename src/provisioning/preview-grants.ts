// What a change of grants would make of the documents: judged like the change itself, and nothing is stored.
import type { CompiledDocument } from '../domain/compile-scope.ts';
import type { Fault } from '../domain/fault.ts';
import { type GrantNote, notesOf } from '../domain/grant-notes.ts';
import type { PolicySpace } from '../domain/policy-space.ts';
import { ok, type Result } from '../domain/result.ts';
import { formatSubject } from '../domain/subject.ts';
import type { GrantOperation } from './change-grants.ts';
import type { EveryoneStart } from './found-everyone.ts';
import { judgeGrants } from './judge-grants.ts';
import type { GrantStore } from './ports.ts';
import { readOperands, withEveryone } from './read-operands.ts';
import { scopeDocuments } from './scope-documents.ts';

export type PreviewGrants = (request: {
  readonly operations: readonly GrantOperation[];
  /** Epoch milliseconds. */
  readonly now: number;
}) => Promise<Result<GrantsPreview, Fault>>;

type GrantsPreview = {
  /** The documents of every scope that would change, as they are and as they would be. */
  readonly before: readonly CompiledDocument[];
  readonly after: readonly CompiledDocument[];
  /** What the grants that would be made or changed do otherwise than their filters read. */
  readonly notes: readonly GrantNote[];
};

type Dependencies = {
  readonly store: Pick<GrantStore, 'readGrants' | 'readScopes' | 'readUsers'>;
  readonly space: PolicySpace;
  readonly newId: () => string;
  readonly everyone: EveryoneStart;
};

export const previewGrants =
  ({ store, space, newId, everyone }: Dependencies): PreviewGrants =>
  async ({ operations, now }) => {
    const read = await readOperands(store, operations);
    const found = withEveryone(read, everyone, newId);
    const grantIds = operations.map((operation) => (operation.op === 'create' ? newId() : operation.grantId));
    const judged = judgeGrants({ space, operations, grantIds, found, actor: 'system', now });
    if (!judged.ok) return judged;
    const { scopes, after } = judged.value;
    return ok({
      before: scopes.flatMap(({ scope }) => {
        const was = read.scopes.get(formatSubject(scope.subject));
        return was ? scopeDocuments(was, space, now) : [];
      }),
      after: scopes.flatMap(({ scope }) => scopeDocuments(scope, space, now)),
      notes: after.flatMap(({ rule }) => notesOf(rule)),
    });
  };
