// The law of the product: what the documents allow is what the grants mean, no wider and no narrower.
import { type Bits, isEmpty, isWithin, membersOf, sameBits, without } from './bits.ts';
import { type CompiledScopes, compileGrants, lintScopes } from './compile-grants.ts';
import { type Allowed, allowedBy } from './document-model.ts';
import { isFor, type Meaning, meaningOf, mustBeRefused, type PlainGrant } from './grant-model.ts';
import { alice, filters, type Person, topics } from './universe.ts';

/** What is wrong, in words; nothing when the law holds for each scope and for the union of all a person has. */
export const violations = (
  grants: readonly PlainGrant[],
  scopes: CompiledScopes = compileGrants(grants.filter((grant) => !mustBeRefused(grant))),
  person: Person = alice,
): string[] => {
  const meant = grants.filter((grant) => !mustBeRefused(grant));
  const own = [...scopes].filter(([subject]) => isFor({ subject } as PlainGrant, person));
  const parts = own.map(([subject, documents]) => ({
    title: subject,
    grants: meant.filter((grant) => grant.subject === subject),
    documents: documents.map(({ document }) => document),
  }));
  const union = {
    title: `all of ${person.userId}`,
    grants: meant,
    documents: parts.flatMap((part) => part.documents),
  };
  const cases = parts.length === 1 ? parts : [...parts, union];
  return [
    ...cases.flatMap((part) =>
      compare(part.title, meaningOf(part.grants, person), allowedBy(part.documents, person, 'device')),
    ),
    ...withoutDevice(allowedBy(union.documents, person, 'no-device')),
    ...lintScopes(scopes),
  ];
};

const compare = (title: string, meaning: Meaning, allowed: Allowed): string[] => [
  ...difference(`${title}: publishable`, topics, meaning.publishable, allowed.publishable),
  ...difference(`${title}: retainable`, topics, meaning.publishable, allowed.retainable),
  ...difference(`${title}: subscribable`, filters, meaning.subscribable, allowed.subscribable),
  ...difference(`${title}: receivable`, topics, meaning.receivable, allowed.receivable),
  // Directable may exceed the grants, and only by the `*` of a literal `+`.
  ...difference(`${title}: directable`, topics, meaning.directable, allowed.directable),
  ...(isWithin(meaning.exactlyDirectable, allowed.directable)
    ? []
    : [`${title}: directable is narrower than granted`]),
  ...allowed.stray.map((target) => `${title}: reaches ${target}`),
];

const difference = (title: string, names: readonly string[], meant: Bits, allowed: Bits): string[] => {
  if (sameBits(meant, allowed)) return [];
  const wider = membersOf(names, without(allowed, meant)).slice(0, 3);
  const narrower = membersOf(names, without(meant, allowed)).slice(0, 3);
  return [
    `${title}: allowed but not granted ${JSON.stringify(wider)}, granted but not allowed ${JSON.stringify(narrower)}`,
  ];
};

const withoutDevice = (allowed: Allowed): string[] =>
  [allowed.publishable, allowed.retainable, allowed.subscribable, allowed.directable].every(isEmpty)
    ? []
    : ['something is allowed to a connection without a registered device'];

/** Fails with the smallest set of grants that breaks the law, and how to replay it. */
export const expectLaw = (grants: readonly PlainGrant[], replay: string): void => {
  if (violations(grants).length === 0) return;
  const smallest = shrunk(grants, (some) => violations(some).length > 0);
  throw new Error([replay, JSON.stringify(smallest), ...violations(smallest)].join('\n'));
};

/** The smallest set that still fails, made by leaving out one grant after the other. */
const shrunk = (
  grants: readonly PlainGrant[],
  fails: (grants: readonly PlainGrant[]) => boolean,
): readonly PlainGrant[] => {
  const smaller = grants.map((_, left) => grants.filter((_grant, index) => index !== left)).find(fails);
  return smaller ? shrunk(smaller, fails) : grants;
};
