// From grants to policies: the documents of one scope, as a pure and canonical function of its grants.
import { type DraftDocument, draftBytes, writeDraft } from './draft-document.ts';
import { unusedDocument } from './fixed-policies.ts';
import type { GrantRule } from './grant.ts';
import { packDocuments, totalBytes } from './pack-documents.ts';
import {
  denialsExceeded,
  documentsExceeded,
  maximumDocumentBytes,
  type PolicyBudgetExceeded,
} from './policy-budget.ts';
import type { PolicyDocument } from './policy-document.ts';
import type { PolicyEntry } from './policy-entry.ts';
import { type PolicyName, scopePolicyNames } from './policy-name.ts';
import type { PolicySpace } from './policy-space.ts';
import { ok, type Result, refuse } from './result.ts';
import { scopeEntries } from './scope-entries.ts';
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
  const drafts = fitDocuments(subject, scopeEntries(input.rules, space), documents);
  if (!drafts.ok) return drafts;
  const written = drafts.value.map(writeDraft);
  while (subject.kind !== 'user' && written.length < documents) written.push(unusedDocument(space));
  const names = scopePolicyNames(space, subject, written.length);
  return ok(names.flatMap((name, index) => compiledDocument(name, written[index])));
};

/** As few documents as hold the entries, or the refusal when there are not so many. */
export const fitDocuments = (
  subject: Subject,
  entries: readonly PolicyEntry[],
  documents: number,
): Result<readonly DraftDocument[], PolicyBudgetExceeded> => {
  const drafts = packDocuments(entries, documents);
  const first = drafts[0] ? draftBytes(drafts[0]) : 0;
  if (first > maximumDocumentBytes) return refuse(denialsExceeded(subject, first));
  return drafts.length > documents
    ? refuse(documentsExceeded(subject, documents, totalBytes(drafts), drafts.length))
    : ok(drafts);
};

const compiledDocument = (name: PolicyName, document: PolicyDocument | undefined): CompiledDocument[] => {
  if (!document) return [];
  const text = JSON.stringify(document);
  return [{ name, size: utf8Length(text), document, text }];
};
