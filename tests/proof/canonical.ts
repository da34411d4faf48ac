// Properties of compiling itself, for any compiler that is handed in.
import { isWithin } from './bits.ts';
import { type CompiledScopes, type CompileGrants, compileGrants } from './compile-grants.ts';
import { allowedBy } from './document-model.ts';
import { shuffled } from './generate.ts';
import { isFor, type PlainGrant } from './grant-model.ts';
import type { Random } from './random.ts';
import { alice } from './universe.ts';

export const canonicalFaults = (
  grants: readonly PlainGrant[],
  random: Random,
  compile: CompileGrants = compileGrants,
): string[] => {
  const texts = textsOf(compile(grants));
  const twice = [...grants, ...grants.filter(() => random.chance(0.5))];
  const variants = {
    'compiled again': grants,
    'in another order': shuffled(random, grants),
    'some twice, in another order': shuffled(random, twice),
    'with grants that others cover': shuffled(random, [...grants, ...grants.flatMap(covered)]),
  };
  return Object.entries(variants)
    .filter(([, variant]) => textsOf(compile(variant)) !== texts)
    .map(([name, variant]) => `${name}: ${JSON.stringify(variant)}`);
};

export const monotoneFaults = (
  grants: readonly PlainGrant[],
  added: PlainGrant,
  compile: CompileGrants = compileGrants,
): string[] => {
  const before = allowed(compile(grants));
  const after = allowed(compile([...grants, added]));
  const [small, large] = added.effect === 'allow' ? [before, after] : [after, before];
  return (['publishable', 'retainable', 'subscribable', 'receivable', 'directable'] as const)
    .filter((name) => !isWithin(small[name], large[name]))
    .map((name) => `${name} by ${JSON.stringify(added)} to ${JSON.stringify(grants)}`);
};

const textsOf = (scopes: CompiledScopes): string =>
  [...scopes]
    .map(([subject, documents]) => `${subject} ${documents.map(({ name, text }) => name + text).join(' ')}`)
    .sort()
    .join('\n');

const allowed = (scopes: CompiledScopes) =>
  allowedBy(
    [...scopes]
      .filter(([subject]) => isFor({ subject } as PlainGrant, alice))
      .flatMap(([, documents]) => documents.map(({ document }) => document)),
    alice,
    'device',
  );

/** Narrower grants beside a grant of a whole tree. */
const covered = (grant: PlainGrant): PlainGrant[] =>
  grant.topicFilter.endsWith('/#') &&
  grant.topicFilter.split('/').length < 7 &&
  !grant.topicFilter.includes('+')
    ? ['', '/b', '/b/#', '/c/b'].map((rest) => ({
        ...grant,
        actions: grant.actions.slice(0, 1),
        topicFilter: grant.topicFilter.replace(/\/#$/, rest),
      }))
    : [];
