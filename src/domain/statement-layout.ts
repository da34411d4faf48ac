// The cheapest statements for what one document says with one effect. A statement may hold `topic` and `topicfilter`
// resources together: an action only ever meets its own kind.
import { attachedThing } from './fixed-policies.ts';
import { permit } from './grant-resources.ts';
import type { PolicyStatement } from './policy-document.ts';
import { entryKind, type PolicyEffect, type PolicyEntry, placesOf } from './policy-entry.ts';

/** Bytes of the entries of each kind: all that the cost of a layout depends on. */
export type EntryBytes = ReadonlyMap<number, number>;

export type Layout = {
  /** One statement for each set of `permit` bits. */
  readonly statements: readonly number[];
  /** UTF-8 bytes of the statements in minified JSON, each with a comma. */
  readonly bytes: number;
};

/** The cheapest layout; of equally cheap ones the first in a fixed order. */
export const cheapestLayout = (effect: PolicyEffect, entries: EntryBytes): Layout => {
  const subscribes = entries.has(filterKind);
  let cheapest: Layout = { statements: [], bytes: entries.size === 0 ? 0 : Number.POSITIVE_INFINITY };
  if (entries.size === 0) return cheapest;
  for (const statements of subscribes ? layoutsWithSubscribe : layouts) {
    const bytes = layoutBytes(effect, statements, entries);
    if (bytes < cheapest.bytes) cheapest = { statements, bytes };
  }
  return cheapest;
};

/** The statements of a layout with the resources that belong in each. */
export const layStatements = (
  effect: PolicyEffect,
  layout: Layout,
  entries: readonly PolicyEntry[],
): PolicyStatement[] =>
  layout.statements.map((actions) => {
    const inside = entries.filter((entry) =>
      placesOf(entryKind(entry), layout.statements)?.includes(actions),
    );
    return statementOf(effect, actions, inside.map((entry) => entry.resource).sort());
  });

const layoutBytes = (effect: PolicyEffect, statements: readonly number[], entries: EntryBytes): number => {
  let bytes = 0;
  for (const actions of statements) bytes += frameBytes[effect][actions] ?? 0;
  for (const [kind, size] of entries) {
    bytes += size * (placesOf(kind, statements)?.length ?? Number.POSITIVE_INFINITY);
  }
  return bytes;
};

const statementOf = (
  effect: PolicyEffect,
  actions: number,
  resources: readonly string[],
): PolicyStatement => ({
  Effect: effect,
  Action: actionNames.filter(([, bit]) => actions & bit).map(([name]) => name),
  Resource: resources,
  ...(effect === 'Allow' && { Condition: attachedThing }),
});

/** Retaining is no action of its own: whoever may publish may retain where the role allows it. */
const actionNames = [
  ['iot:Publish', permit.publish],
  ['iot:Receive', permit.receive],
  ['iot:RetainPublish', permit.publish],
  ['iot:Subscribe', permit.subscribe],
] as const;

const filterKind = permit.subscribe | (permit.subscribe << 3);

/** Which statements about topics a document may have: Publish, Receive, both at once. */
const layouts: readonly (readonly number[])[] = [[3], [2], [1], [3, 2], [3, 1], [2, 1], [3, 2, 1]];

/** Subscribe joins a statement that is there anyway, Receive's if there is one. */
const layoutsWithSubscribe = [
  [permit.subscribe],
  ...layouts.map((statements) => {
    const host = [2, 3, 1].find((actions) => statements.includes(actions));
    return statements.map((actions) => (actions === host ? actions | permit.subscribe : actions));
  }),
];

/** Bytes of a statement without resources; their commas and those between statements even out. */
const frames = (effect: PolicyEffect): readonly number[] =>
  Array.from({ length: 8 }, (_, actions) => JSON.stringify(statementOf(effect, actions, [])).length);

const frameBytes = { Allow: frames('Allow'), Deny: frames('Deny') };
