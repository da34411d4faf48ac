// From the documents of a scope's policies to those that its grants compile to, as steps that are safe in this order.
import type { CompiledDocument } from './compile-scope.ts';
import {
  changeOf,
  type DocumentChange,
  type Entries,
  entriesOf,
  isWithin,
  noEntries,
  withoutAllows,
} from './document-change.ts';
import { unusedDocument } from './fixed-policies.ts';
import { parsePolicyDocument } from './parse-policy-document.ts';
import type { PolicyDocument } from './policy-document.ts';
import type { PolicyName } from './policy-name.ts';
import type { PolicySpace } from './policy-space.ts';
import { type PolicyVersion, policyWriter, type WriteStep } from './policy-writer.ts';

export type ActualPolicy = {
  readonly name: PolicyName;
  /** What the default version says; absent when it is not known. */
  readonly document?: PolicyDocument | string | undefined;
  readonly versions: readonly PolicyVersion[];
};

export type ScopeStep = WriteStep;

/**
 * Documents that gain a Deny first, then those that gain an Allow, then those that lose an Allow, then those that
 * lose a Deny; whatever differs is replaced, one call each, and one more where a version must make room. A policy
 * of the scope that is not wanted any more is emptied: it may be attached for a while yet.
 *
 * A Deny ends only when every Allow that ends too has ended in the other documents. Where the document that loses
 * one gains another, and so must come first, those Allows are taken out before: one call more. All this holds for
 * documents as they are compiled, every Deny in the first.
 */
export const planScope = (input: {
  readonly space: PolicySpace;
  /** The policies that exist under the scope's names. */
  readonly actual: readonly ActualPolicy[];
  readonly wanted: readonly CompiledDocument[];
}): readonly ScopeStep[] => {
  const { space, wanted } = input;
  const changes = changesOf(space, input.actual, wanted);
  const lasting = new Set(wanted.flatMap(({ document }) => [...entriesOf(document, space).Allow]));
  const ending = changes.filter(({ before }) => !before || !isWithin(before.Allow, lasting));
  const early = ending.filter((change) =>
    changes.some((other) => other !== change && other.gainsDeny && other.losesDeny),
  );
  const ordered = [0, 1, 2, 3, 4].flatMap((rank) =>
    changes.filter((change) => rankOf(change, ending) === rank),
  );
  return [
    ...early.flatMap((change) => change.write(withdrawn(change, lasting, space))),
    ...ordered.flatMap((change) => change.write(change.text)),
  ];
};

type Change = DocumentChange & {
  readonly text: string;
  /** Absent when it cannot be read: then everything may be in it. */
  readonly document: PolicyDocument | undefined;
  readonly before: Entries | undefined;
  readonly write: (text: string) => readonly WriteStep[];
};

const changesOf = (
  space: PolicySpace,
  actual: readonly ActualPolicy[],
  wanted: readonly CompiledDocument[],
): readonly Change[] => {
  const unused = unusedDocument(space);
  const leftOver = actual.filter(({ name }) => wanted.every((document) => document.name !== name));
  const targets = [
    ...wanted,
    ...leftOver.map(({ name }) => ({ name, document: unused, text: JSON.stringify(unused) })),
  ];
  return targets.map(({ name, document: after, text }) => {
    const policy = actual.find((each) => each.name === name);
    const document = policy && readDocument(policy);
    const known = document && entriesOf(document, space);
    const before = policy ? known : noEntries;
    const said = document && JSON.stringify(document);
    const write = policyWriter({ name, text: said, versions: policy?.versions ?? [] });
    return { ...changeOf(before, entriesOf(after, space)), text, document, before, write };
  });
};

const readDocument = ({ document }: ActualPolicy): PolicyDocument | undefined =>
  typeof document === 'string' ? parsePolicyDocument(document) : document;

const rankOf = (change: Change, ending: readonly Change[]): number => {
  if (change.gainsDeny) return 0;
  if (change.losesDeny && ending.some((other) => other !== change)) return 4;
  if (change.gainsAllow) return 1;
  return change.losesAllow ? 2 : 3;
};

/** What may stay of a document until the Denies are in place: nothing that ends, nothing that is new. */
const withdrawn = (change: Change, lasting: Entries['Allow'], space: PolicySpace): string =>
  change.gainsAllow || change.gainsDeny
    ? JSON.stringify(withoutAllows(change.document, lasting, space))
    : change.text;
