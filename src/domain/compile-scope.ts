// From grants to policies: the documents of one scope, as a pure and canonical function of its grants.
import { type DraftDocument, draftBytes, writeDraft } from './draft-document.ts';
import { unusedDocument } from './fixed-policies.ts';
import type { GrantRule } from './grant.ts';
import { type GrantResource, resourcesOf } from './grant-resources.ts';
import { packDocuments, totalBytes } from './pack-documents.ts';
import {
  denialsExceeded,
  documentsExceeded,
  maximumDocumentBytes,
  type PolicyBudgetExceeded,
} from './policy-budget.ts';
import type { PolicyDocument } from './policy-document.ts';
import { type PolicyEntry, policyEntry } from './policy-entry.ts';
import { type PolicyName, scopePolicyNames } from './policy-name.ts';
import { iotArn, type PolicySpace } from './policy-space.ts';
import { addName, type CoverTree, coveringPermits, emptyCoverTree, ownPermits } from './resource-cover.ts';
import { ok, type Result, refuse } from './result.ts';
import type { Subject } from './subject.ts';
import { utf8Length } from './utf8-length.ts';

export type CompiledDocument = {
  readonly name: PolicyName;
  /** UTF-8 bytes of `text`. */
  readonly size: number;
  readonly document: PolicyDocument;
  /** The document as canonical, minified JSON: what is sent, compared and counted. */
  readonly text: string;
};

export type ScopeInput = {
  readonly space: PolicySpace;
  readonly subject: Subject;
  /** The subject's own grants, in any order. */
  readonly rules: readonly GrantRule[];
  /** Everyone and groups: how many documents there are, 1–3. A user: how many there may be, 0–2. */
  readonly documents: number;
};

export const compileScope = (
  input: ScopeInput,
): Result<readonly CompiledDocument[], PolicyBudgetExceeded> => {
  const { space, subject, documents } = input;
  const drafts = packDocuments(entriesOf(input.rules, space), documents);
  const fault = budgetFault(subject, drafts, documents);
  if (fault) return refuse(fault);
  const written = drafts.map(writeDraft);
  while (subject.kind !== 'user' && written.length < documents) written.push(unusedDocument(space));
  const names = scopePolicyNames(space, subject, written.length);
  return ok(names.flatMap((name, index) => compiledDocument(name, written[index])));
};

const budgetFault = (
  subject: Subject,
  drafts: readonly DraftDocument[],
  documents: number,
): PolicyBudgetExceeded | undefined => {
  const first = drafts[0] ? draftBytes(drafts[0]) : 0;
  if (first > maximumDocumentBytes) return denialsExceeded(subject, first);
  return drafts.length > documents
    ? documentsExceeded(subject, documents, totalBytes(drafts), drafts.length)
    : undefined;
};

/** What the documents must say, sorted: nothing twice, and nothing that another resource says already. */
const entriesOf = (rules: readonly GrantRule[], space: PolicySpace): readonly PolicyEntry[] => {
  const trees = { topic: emptyCoverTree(), topicfilter: emptyCoverTree() };
  const names: GrantResource[] = [];
  for (const rule of rules) {
    const shift = rule.effect === 'allow' ? 0 : denyShift;
    for (const name of resourcesOf(rule)) {
      if (addName(trees[name.type], name.levels, name.permits << shift)) names.push(name);
    }
  }
  return names
    .flatMap((name) => neededEntries(name, trees[name.type], space))
    .sort((one, other) => (one.resource < other.resource ? -1 : Number(one.resource > other.resource)));
};

const neededEntries = (name: GrantResource, tree: CoverTree, space: PolicySpace): PolicyEntry[] => {
  const own = ownPermits(tree, name.levels);
  const covered = coveringPermits(tree, name.levels);
  const needed = own & ~covered;
  if (needed === 0) return [];
  const possible = own | covered;
  const resource = iotArn(space, name.type, name.levels.join('/'));
  return sides.flatMap(({ effect, shift }) => {
    const said = (needed >> shift) & 7;
    return said ? [policyEntry(effect, resource, said, (possible >> shift) & 7)] : [];
  });
};

/** In one number: the `permit` bits of Allows, and above them those of Denies. */
const denyShift = 3;

const sides = [
  { effect: 'Deny', shift: denyShift },
  { effect: 'Allow', shift: 0 },
] as const;

const compiledDocument = (name: PolicyName, document: PolicyDocument | undefined): CompiledDocument[] => {
  if (!document) return [];
  const text = JSON.stringify(document);
  return [{ name, size: utf8Length(text), document, text }];
};
