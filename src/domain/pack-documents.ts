// Which document says what: as few documents as possible, then as few bytes, Denies in the first.
import { addEntries, type DraftDocument, draftBytes, emptyDraft, tryAddEntry } from './draft-document.ts';
import { maximumDocumentBytes } from './policy-budget.ts';
import { entryKind, type PolicyEntry } from './policy-entry.ts';

/**
 * Fills documents with the entries, which come in a canonical order. The answer may have more than `documents`: so
 * many would be needed. Only the first may be larger than a document can be: then the Denies alone are.
 */
export const packDocuments = (
  entries: readonly PolicyEntry[],
  documents: number,
): readonly DraftDocument[] => {
  if (entries.length === 0) return [];
  const whole = emptyDraft();
  addEntries(whole, entries);
  if (draftBytes(whole) <= maximumDocumentBytes) return [whole];
  const attempts = orders.map((order) => fillDocuments(entries, order, documents));
  return attempts.reduce((least, attempt) => (isBetter(attempt, least) ? attempt : least));
};

export const totalBytes = (drafts: readonly DraftDocument[]): number =>
  drafts.reduce((sum, draft) => sum + draftBytes(draft), 0);

/** First fit: each entry goes into the first document that has room for it. */
const fillDocuments = (
  entries: readonly PolicyEntry[],
  order: EntryOrder,
  documents: number,
): readonly DraftDocument[] => {
  const first = emptyDraft();
  addEntries(
    first,
    entries.filter((entry) => entry.effect === 'Deny'),
  );
  const drafts = [first];
  for (const entry of entries.filter(({ effect }) => effect === 'Allow').sort(order)) {
    // Beyond the documents there are, only the last is tried: that tells how many more, and stays quick.
    const open = drafts.filter((_, index) => index < documents || index === drafts.length - 1);
    if (open.some((draft) => tryAddEntry(draft, entry))) continue;
    const draft = emptyDraft();
    addEntries(draft, [entry]);
    drafts.push(draft);
  }
  return drafts;
};

type EntryOrder = (one: PolicyEntry, other: PolicyEntry) => number;

/** Those together that can share statements, or the largest first; sorting is stable. */
const orders: readonly EntryOrder[] = [
  (one, other) => entryKind(other) - entryKind(one),
  (one, other) => entryKind(one) - entryKind(other),
  (one, other) => entryKind(one) - entryKind(other) || other.bytes - one.bytes,
  (one, other) => other.bytes - one.bytes,
];

const isBetter = (one: readonly DraftDocument[], other: readonly DraftDocument[]): boolean =>
  one.length < other.length || (one.length === other.length && totalBytes(one) < totalBytes(other));
