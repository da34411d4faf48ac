// A policy document being filled, which knows its size before it is written.

import { maximumDocumentBytes } from './policy-budget.ts';
import type { PolicyDocument } from './policy-document.ts';
import { entryKind, type PolicyEffect, type PolicyEntry } from './policy-entry.ts';
import { cheapestLayout, layStatements } from './statement-layout.ts';

export type DraftDocument = {
  readonly Deny: DraftEffect;
  readonly Allow: DraftEffect;
};

type DraftEffect = {
  readonly entries: PolicyEntry[];
  readonly bytesOfKind: Map<number, number>;
  statementBytes: number;
};

export const emptyDraft = (): DraftDocument => ({ Deny: emptyEffect(), Allow: emptyEffect() });

/** Adds entries of any number, whether they fit or not. */
export const addEntries = (draft: DraftDocument, entries: readonly PolicyEntry[]): void => {
  for (const entry of entries) {
    const side = draft[entry.effect];
    side.entries.push(entry);
    side.bytesOfKind.set(entryKind(entry), (side.bytesOfKind.get(entryKind(entry)) ?? 0) + entry.bytes);
  }
  for (const effect of effects) draft[effect].statementBytes = layoutOf(draft, effect).bytes;
};

/** Adds the entry if the document then is no larger than a document can be. */
export const tryAddEntry = (draft: DraftDocument, entry: PolicyEntry): boolean => {
  const side = draft[entry.effect];
  const kind = entryKind(entry);
  const before = side.bytesOfKind.get(kind);
  side.bytesOfKind.set(kind, (before ?? 0) + entry.bytes);
  const { bytes } = layoutOf(draft, entry.effect);
  if (draftBytes(draft) - side.statementBytes + bytes <= maximumDocumentBytes) {
    side.statementBytes = bytes;
    side.entries.push(entry);
    return true;
  }
  if (before === undefined) side.bytesOfKind.delete(kind);
  else side.bytesOfKind.set(kind, before);
  return false;
};

/** UTF-8 bytes of the minified document. */
export const draftBytes = (draft: DraftDocument): number =>
  frameBytes + draft.Deny.statementBytes + draft.Allow.statementBytes;

export const writeDraft = (draft: DraftDocument): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: effects.flatMap((effect) =>
    layStatements(effect, layoutOf(draft, effect), draft[effect].entries),
  ),
});

const layoutOf = (draft: DraftDocument, effect: PolicyEffect) =>
  cheapestLayout(effect, draft[effect].bytesOfKind);

const effects: readonly PolicyEffect[] = ['Deny', 'Allow'];

const emptyEffect = (): DraftEffect => ({ entries: [], bytesOfKind: new Map(), statementBytes: 0 });

/** Without the comma that the last statement has not. */
const frameBytes = JSON.stringify({ Version: '2012-10-17', Statement: [] }).length - 1;
