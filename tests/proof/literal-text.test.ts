// Nothing in literal text can become a wildcard or a variable, in whatever grant it stands.
import { describe, expect, test } from 'vitest';
import { matchesTopic } from '../../src/domain/topic-match.ts';
import { type CompiledScopes, compileGrants, lintScopes, ruleOf } from './compile-grants.ts';
import type { PlainGrant } from './grant-model.ts';
import { proofSets, type Random, replaySeed, someRandom } from './random.ts';

const grantOf = (topicFilter: string, subject = 'everyone'): PlainGrant => ({
  subject,
  effect: 'allow',
  actions: ['publish', 'subscribe'],
  topicFilter,
  allowWider: false,
});

const hostile: readonly [string, ...string[]] = [
  ...[
    '*',
    '?',
    '$',
    '{',
    '}',
    '${',
    '${*}',
    '${?}',
    '${$}',
    '$(*)',
    '$(?)',
    '${aws:username}',
    '${iot:ClientId}',
  ],
  ...[
    '${identityId}',
    '${thingName}',
    '${userId}',
    '${IdentityId}',
    '${ identityId }',
    '${identityId',
    'identityId}',
  ],
  ...[
    '"',
    '\\',
    '\\"',
    "'",
    '`',
    '","Resource":"*',
    '"]}',
    '\\u002a',
    '%2A',
    '&#42;',
    'arn:aws:iot:us-east-1:123456789012:topic/x',
  ],
  ...['\r', '\n', '\r\n', '\t', '\0', '\x1b', '\x7f', '\x85', ' ', '\u00a0', '\u2028', '\ufeff', '\u200b'],
  ...[
    '\u0301',
    'e\u0301',
    '\u202e',
    '\u2066',
    '\u0600',
    'ﬁ',
    '＊',
    '＃',
    '＋',
    '＄',
    '∗',
    '⁎',
    '🚀',
    '\ud83d',
    '\ude80',
    '\ufffd',
    '\uffff',
  ],
  ...['+', '#', '++', '/', '//', ':', ',', '.', '..', '@', 'a', 'b', 'é'],
] as [string, ...string[]];

const someText = (random: Random): string =>
  Array.from({ length: 1 + random.below(4) }, () => random.pick(hostile)).join('');

const namesOf = (scopes: CompiledScopes): string[] => {
  const written: { Statement: { Resource: string[] }[] }[] = [...scopes.values()]
    .flat()
    .map(({ text }) => JSON.parse(text));
  return written
    .flatMap((document) => document.Statement.flatMap((statement) => statement.Resource))
    .map(
      (resource) => /^arn:aws:iot:us-east-1:123456789012:(.*)$/s.exec(resource)?.[1] ?? `no ARN: ${resource}`,
    )
    .filter((name) => !name.startsWith('client/'));
};

describe('hostile text in a topic filter', () => {
  test('is refused, or stands in the policy as it is and nothing else', () => {
    const wrong: string[] = [];
    let accepted = 0;
    for (let set = 0; set < proofSets(1 / 2); set += 1) {
      const random = someRandom(set);
      const filter = `r/${someText(random)}${random.chance(0.3) ? `/${someText(random)}` : ''}`;
      const grant = grantOf(filter);
      if (!ruleOf(grant) || filter.includes('${') || filter.endsWith('/#') || filter.includes('+')) continue;
      accepted += 1;
      const scopes = compileGrants([grant]);
      const names = namesOf(scopes);
      const plain =
        names.length === 2 && names[0] === `topic/${filter}` && names[1] === `topicfilter/${filter}`;
      if (
        !plain ||
        /[*?${}\p{Cc}]/u.test(filter) ||
        !filter.isWellFormed() ||
        lintScopes(scopes).length > 0
      ) {
        wrong.push(`${replaySeed(set)} ${JSON.stringify(filter)} ${JSON.stringify(names)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(accepted).toBeGreaterThan(0);
  }, 3_600_000);

  test('becomes a wildcard or a variable only where a whole level is one', () => {
    const wrong: string[] = [];
    for (let set = 0; set < proofSets(1 / 2); set += 1) {
      const random = someRandom(set);
      const levels = [
        'r',
        someText(random),
        random.pick(['+', '${identityId}', 'x']),
        someText(random),
        random.pick(['#', 'y']),
      ];
      const rule = ruleOf({ ...grantOf(levels.join('/')), actions: ['subscribe'] });
      if (!rule) continue;
      const names = namesOf(compileGrants([{ ...grantOf(levels.join('/')), actions: ['subscribe'] }]));
      const stars = names
        .flatMap((name) => name.split('/').slice(1))
        .filter((level) => /[*?]|\$\{/.test(level));
      if (
        stars.some(
          (level) =>
            level !== '*' &&
            level !== '${cognito-identity.amazonaws.com:sub}' &&
            level !== '${iot:Connection.Thing.ThingName}',
        )
      ) {
        wrong.push(`${replaySeed(set)} ${JSON.stringify(levels)} ${JSON.stringify(names)}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 3_600_000);

  test.each(['*', '?', '$', '{', '}', '\0', '\r', '\n', '\x7f', '\x9f', '\ud800', '\udc00', '\ufffd'])(
    'is refused with %j anywhere in it',
    (bad) => {
      const filters = [bad, `${bad}a`, `a${bad}`, `a/${bad}`, `a/b${bad}c/d`, `a/${bad}/#`, `a/+/${bad}`];
      expect(filters.filter((filter) => ruleOf({ ...grantOf(filter), actions: ['subscribe'] }))).toEqual([]);
    },
  );

  test.each([
    'é',
    'e\u0301',
    '\u202eabc',
    '\u2066x\u2069',
    '＊',
    '"',
    '\\',
    'a b',
    "'",
    '🚀',
    '%2A',
    ':',
    '\ufeff',
  ])('is itself, byte for byte: %j', (text) => {
    const names = namesOf(compileGrants([grantOf(`r/${text}`)]));
    expect(names).toEqual([`topic/r/${text}`, `topicfilter/r/${text}`]);
    expect(matchesTopic(`r/${text}`, `r/${text.normalize('NFD')}`)).toBe(text.normalize('NFD') === text);
  });
});

describe('limits', () => {
  test.each([
    ['256 bytes', 'r/'.padEnd(256, 'x'), true],
    ['257 bytes', 'r/'.padEnd(257, 'x'), false],
    ['255 bytes, the last two one character', `${'r/'.padEnd(253, 'x')}é`, true],
    ['257 bytes in 256 characters', `${'r/'.padEnd(255, 'x')}é`, false],
    ['256 bytes in emoji', `r/ab${'🚀'.repeat(63)}`, true],
    ['260 bytes in emoji', `r/ab${'🚀'.repeat(64)}`, false],
    ['6 slashes', 'a/b/c/d/e/f/g', true],
    ['7 slashes', 'a/b/c/d/e/f/g/h', true],
    ['7 slashes, the last level "#"', 'a/b/c/d/e/f/g/#', true],
    ['8 slashes', 'a/b/c/d/e/f/g/h/i', false],
    ['9 slashes', 'a/b/c/d/e/f/g/h/i/j', false],
    ['an identity ID of 55 bytes and 201 more', `\${identityId}/${'x'.repeat(200)}`, true],
    ['an identity ID of 55 bytes and 202 more', `\${identityId}/${'x'.repeat(201)}`, false],
    ['a thing name of 120 bytes and 136 more', `\${thingName}/${'x'.repeat(135)}`, true],
    ['a thing name of 120 bytes and 137 more', `\${thingName}/${'x'.repeat(136)}`, false],
  ])('%s', (_, filter, accepted) => {
    expect(ruleOf(grantOf(filter)) !== undefined).toBe(accepted);
  });

  test('a user ID counts as long as it is', () => {
    const filter = (bytes: number): PlainGrant =>
      grantOf(`\${userId}/${'x'.repeat(bytes)}`, 'user/0123456789');
    expect([filter(245), filter(246)].map((grant) => ruleOf(grant) !== undefined)).toEqual([true, false]);
  });
});

test('hostile group names make legal policy names, each its own', () => {
  const groups = hostile
    .map((text) => `group/${text}`)
    .filter((subject) => /^group\/[\p{L}\p{M}\p{S}\p{N}\p{P}]+$/u.test(subject));
  const scopes = compileGrants(groups.map((subject) => grantOf('a', subject)));
  const names = [...scopes.values()].flat().map(({ name }) => name);
  expect(lintScopes(scopes)).toEqual([]);
  expect(new Set(names).size).toBe(groups.length * 3);
});
