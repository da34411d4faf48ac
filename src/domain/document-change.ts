// What a policy's new document says that the old one did not, and the other way round.
import { unusedDocument } from './fixed-policies.ts';
import type { PolicyDocument, PolicyStatement } from './policy-document.ts';
import type { PolicySpace } from './policy-space.ts';

/** Effect, condition, action and resource of one permission, as a text to be compared. */
export type Entry = string;

export type Entries = { readonly Allow: ReadonlySet<Entry>; readonly Deny: ReadonlySet<Entry> };

export type DocumentChange = {
  readonly gainsDeny: boolean;
  readonly gainsAllow: boolean;
  readonly losesAllow: boolean;
  readonly losesDeny: boolean;
};

/** The permissions of a document; connecting with the bare identity ID, which an unused one says, is none. */
export const entriesOf = (document: PolicyDocument, space: PolicySpace): Entries => {
  const entries = { Allow: new Set<Entry>(), Deny: new Set<Entry>() };
  for (const statement of document.Statement)
    for (const entry of statementEntries(statement)) entries[statement.Effect].add(entry);
  for (const statement of unusedDocument(space).Statement)
    for (const entry of statementEntries(statement)) entries.Allow.delete(entry);
  return entries;
};

export const noEntries: Entries = { Allow: new Set(), Deny: new Set() };

/** Of a document that cannot be read everything may be lost. */
export const changeOf = (before: Entries | undefined, after: Entries): DocumentChange => {
  const known = before ?? noEntries;
  return {
    gainsDeny: !isWithin(after.Deny, known.Deny),
    gainsAllow: !isWithin(after.Allow, known.Allow),
    losesAllow: !before || !isWithin(before.Allow, after.Allow),
    losesDeny: !before || !isWithin(before.Deny, after.Deny),
  };
};

export const isWithin = (some: ReadonlySet<Entry>, all: ReadonlySet<Entry>): boolean =>
  [...some].every((entry) => all.has(entry));

/** The document without the Allows that are not to stay: never longer, so that it always fits. */
export const withoutAllows = (
  document: PolicyDocument | undefined,
  staying: ReadonlySet<Entry>,
  space: PolicySpace,
): PolicyDocument => {
  const statements = (document?.Statement ?? []).flatMap((statement) => reduced(statement, staying));
  return document && statements.length > 0 ? { ...document, Statement: statements } : unusedDocument(space);
};

const reduced = (statement: PolicyStatement, staying: ReadonlySet<Entry>): readonly PolicyStatement[] => {
  if (statement.Effect === 'Deny') return [statement];
  const resources = listed(statement.Resource).filter((resource) =>
    statementEntries({ ...statement, Resource: resource }).every((entry) => staying.has(entry)),
  );
  return resources.length === 0 ? [] : [{ ...statement, Resource: resources }];
};

const statementEntries = (statement: PolicyStatement): readonly Entry[] => {
  const resources = [
    ...listed(statement.Resource),
    ...listed(statement.NotResource).map((resource) => `not ${resource}`),
  ];
  return listed(statement.Action).flatMap((action) =>
    resources
      .filter((resource) => meets(action, resource))
      .map((resource) => JSON.stringify([statement.Condition ?? {}, action, resource])),
  );
};

/** An action only ever meets resources of its own kind; a statement may hold others beside. */
const meets = (action: string, resource: string): boolean => {
  const kind = kinds.get(action);
  const type = /^arn:[^:]*:iot:[^:]*:[^:]*:(client|topic|topicfilter)\//.exec(resource)?.[1];
  return kind === undefined || type === undefined || kind === type;
};

const kinds: ReadonlyMap<string, string> = new Map([
  ['iot:Connect', 'client'],
  ['iot:Publish', 'topic'],
  ['iot:RetainPublish', 'topic'],
  ['iot:Receive', 'topic'],
  ['iot:Subscribe', 'topicfilter'],
]);

const listed = (texts: string | readonly string[] | undefined): readonly string[] =>
  texts === undefined ? [] : [texts].flat();
