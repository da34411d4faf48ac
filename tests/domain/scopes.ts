import type { Scope, StandingGrant } from '../../src/domain/scope.ts';
import { everyone, type Subject } from '../../src/domain/subject.ts';
import { ruleOf } from './rules.ts';

export const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'attache-dev' };

/** A grant in a word, as `ruleOf` reads it; without an end unless one is given. */
export const grantOf = (
  grantId: string,
  words: string,
  { subject = everyone, expiresAt }: { subject?: Subject; expiresAt?: number } = {},
): StandingGrant => ({
  grantId,
  rule: ruleOf(words, subject),
  ...(expiresAt === undefined ? {} : { expiresAt }),
});

export const scopeOf = (changes: Partial<Scope> = {}): Scope => ({
  subject: everyone,
  state: 'active',
  documents: 1,
  grants: [],
  expired: [],
  generation: 4,
  appliedGeneration: 4,
  applied: [],
  effectiveBy: 0,
  ...changes,
});

/** So many grants on places of their own, `a/00/xxx…`; about 23 of them fill a document. */
export const placesOf = (count: number, subject: Subject, prefix = 'p'): readonly StandingGrant[] =>
  Array.from({ length: count }, (_, n) =>
    grantOf(`${prefix}${`${n}`.padStart(3, '0')}`, `allow publish a/${n}/${'x'.repeat(32)}`, { subject }),
  );
