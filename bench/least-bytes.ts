// The fewest bytes in which one document can say what grants mean, by trying all statements: for small sets only.
import type { GrantRule } from '../src/domain/grant.ts';
import { resourcesOf } from '../src/domain/grant-resources.ts';
import { iotArn, type PolicySpace } from '../src/domain/policy-space.ts';

/** A name, and the action sets (bits 1 publish, 2 receive, 4 subscribe) that are true of it. */
type Name = { readonly type: 'topic' | 'topicfilter'; readonly text: string; readonly meant: number };

export const leastBytes = (rules: readonly GrantRule[], space: PolicySpace): number => {
  const sides = (['deny', 'allow'] as const).map((effect) =>
    leastStatements(effect, namesOf(rules.filter((rule) => rule.effect === effect)), space),
  );
  const statements = sides.reduce((sum, side) => sum + side.bytes, 0);
  const count = sides.reduce((sum, side) => sum + side.count, 0);
  return '{"Version":"2012-10-17","Statement":[]}'.length + statements + Math.max(0, count - 1);
};

const namesOf = (rules: readonly GrantRule[]): Name[] => {
  const names = new Map<string, Name>();
  for (const { type, levels, permits } of rules.flatMap(resourcesOf)) {
    const text = levels.join('/');
    const key = `${type}/${text}`;
    names.set(key, { type, text, meant: permits | (names.get(key)?.meant ?? 0) });
  }
  return [...names.values()];
};

/** Every family of action sets, one statement each; each name goes where it costs least. */
const leastStatements = (effect: 'allow' | 'deny', names: readonly Name[], space: PolicySpace) => {
  const needs = names.map((name) => {
    const wider = names.filter(
      (other) => other !== name && other.type === name.type && covers(other.text, name.text),
    );
    const covered = wider.reduce((bits, other) => bits | other.meant, 0);
    return { ...name, needed: name.meant & ~covered, possible: name.meant | covered };
  });
  if (needs.every(({ needed }) => needed === 0)) return { bytes: 0, count: 0 };
  let least = { bytes: Number.POSITIVE_INFINITY, count: 0 };
  for (let family = 1; family < 2 ** 7; family += 1) {
    const sets = [1, 2, 3, 4, 5, 6, 7].filter((set) => family & (1 << (set - 1)));
    const placed = needs.map((name) => cheapestPlaces(name, sets));
    if (placed.some((places) => places === undefined)) continue;
    const statements = sets.map((set) => ({
      Effect: effect === 'allow' ? 'Allow' : 'Deny',
      Action: single(actionsOf(set)),
      Resource: single(
        needs.filter((_, at) => placed[at]?.includes(set)).map(({ type, text }) => iotArn(space, type, text)),
      ),
      ...(effect === 'allow' && { Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } } }),
    }));
    if (statements.some(({ Resource }) => Resource.length === 0)) continue;
    const bytes = statements.reduce(
      (sum, statement) => sum + Buffer.byteLength(JSON.stringify(statement)),
      0,
    );
    if (bytes + sets.length < least.bytes + least.count) least = { bytes, count: sets.length };
  }
  return least;
};

/** The smallest choice of statements that says what is needed and nothing that is not true. */
const cheapestPlaces = (
  name: Name & { needed: number; possible: number },
  sets: readonly number[],
): readonly number[] | undefined => {
  const own = name.type === 'topic' ? 3 : 4;
  const usable = sets.filter((set) => (set & own & ~name.possible) === 0);
  const choices = Array.from({ length: 2 ** usable.length }, (_, choice) =>
    usable.filter((_, at) => choice & (1 << at)),
  );
  return choices
    .filter((choice) => (choice.reduce((said, set) => said | set, 0) & name.needed) === name.needed)
    .reduce<readonly number[] | undefined>(
      (best, choice) => (best && best.length <= choice.length ? best : choice),
      undefined,
    );
};

const actionsOf = (set: number): string[] => [
  ...(set & 1 ? ['iot:Publish'] : []),
  ...(set & 2 ? ['iot:Receive'] : []),
  ...(set & 1 ? ['iot:RetainPublish'] : []),
  ...(set & 4 ? ['iot:Subscribe'] : []),
];

/** A list of one may stand without its brackets. */
const single = (texts: readonly string[]): string | readonly string[] =>
  texts.length === 1 ? (texts[0] ?? '') : texts;

/** "`*` is any run of characters"; a `*` in the other name is met by a `*` alone. */
const covers = (wide: string, narrow: string): boolean =>
  new RegExp(
    `^${wide
      .split('*')
      .map((part) => part.replaceAll(/[.+$]/g, '\\$&'))
      .join('.*')}$`,
  ).test(narrow);
