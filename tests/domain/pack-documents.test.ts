// Grants too many for one document: nothing is lost, nothing is added, no room is wasted.
import { expect, test } from 'vitest';
import { compileScope } from '../../src/domain/compile-scope.ts';
import { type GrantRule, parseGrantRule } from '../../src/domain/grant.ts';
import { resourcesOf } from '../../src/domain/grant-resources.ts';
import { lintDocument } from '../proof/lint.ts';
import { type Random, randomFrom } from '../proof/random.ts';
import { subjectOf } from './rules.ts';
import { said } from './said.ts';

const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'attache-dev' };
const subject = subjectOf('group/a');

const manyRules = (random: Random, count: number): GrantRule[] =>
  Array.from({ length: count }, () => {
    const levels = Array.from({ length: 1 + random.below(4) }, () =>
      random.pick(['a', 'b', 'plant', 'a rather long level', 'é'.repeat(20)]),
    );
    const actions = random.pick<GrantRule['actions']>([
      ['publish'],
      ['subscribe'],
      ['receive'],
      ['publish', 'subscribe'],
      ['publish', 'receive'],
    ]);
    const effect = random.chance(0.1) ? 'deny' : 'allow';
    const literal = actions[0] === 'subscribe' && effect === 'allow' && random.chance(0.3);
    const topicFilter = [
      ...levels,
      ...(literal ? ['+', 'z'] : []),
      random.chance(0.1) ? '#' : `${random.below(1_000)}`,
    ].join('/');
    const rule = parseGrantRule({ subject, effect, actions, topicFilter });
    if (!rule.ok) throw new Error(rule.fault.detail);
    return rule.value;
  });

/** What each grant says by itself. */
const granted = (rules: readonly GrantRule[]): string[] => [
  ...new Set(
    rules.flatMap((rule) =>
      resourcesOf(rule).flatMap(({ type, levels, permits }) =>
        [
          ...(permits & 1 ? ['Publish', 'RetainPublish'] : []),
          ...(permits & 2 ? ['Receive'] : []),
          ...(permits & 4 ? ['Subscribe'] : []),
        ].map(
          (action) => `${rule.effect === 'allow' ? 'Allow' : 'Deny'} ${action} ${type}/${levels.join('/')}`,
        ),
      ),
    ),
  ),
];

const coversLine = (wide: string, narrow: string): boolean =>
  new RegExp(
    `^${wide
      .split('*')
      .map((part) => part.replaceAll(/[+.$]/g, '\\$&'))
      .join('.*')}$`,
  ).test(narrow);

const compiled = Array.from({ length: 60 }, (_, seed) => {
  const random = randomFrom(seed);
  const rules = manyRules(random, 20 + random.below(30));
  return { seed, rules, result: compileScope({ space, subject, rules, documents: 3 }) };
});
const fitting = compiled.flatMap(({ seed, rules, result }) =>
  result.ok ? [{ seed, rules, documents: result.value }] : [],
);

test('sets that need two and three documents are among those tried', () => {
  const numbers = fitting.map(
    ({ documents }) => documents.filter(({ text }) => !text.includes(':client/')).length,
  );
  expect([...new Set(numbers)].sort()).toEqual([1, 2, 3]);
});

test('documents together say all that is granted and nothing else', () => {
  const wrong = fitting.filter(({ rules, documents }) => {
    const lines = said(documents.map(({ document }) => document)).filter(
      (line) => !line.includes(' client/'),
    );
    const wanted = granted(rules);
    const lost = wanted.filter((line) => !lines.some((other) => coversLine(other, line)));
    const added = lines.filter((line) => !wanted.some((other) => coversLine(other, line)));
    return lost.length + added.length > 0;
  });
  expect(wrong.map(({ seed }) => seed)).toEqual([]);
});

test('no document is too large, and no Deny is outside the first', () => {
  expect(fitting.flatMap(({ documents }) => documents.flatMap(lintDocument))).toEqual([]);
});

test('documents do not depend on the order of the grants', () => {
  const differing = fitting.filter(({ rules, documents }) => {
    const again = compileScope({ space, subject, rules: rules.toReversed(), documents: 3 });
    return !again.ok || again.value.some(({ text }, index) => text !== documents[index]?.text);
  });
  expect(differing).toEqual([]);
});

test('what is refused needs nearly all the room there is', () => {
  const refusals = compiled.flatMap(({ result }) =>
    result.ok || result.fault.documentsNeeded === undefined ? [] : [result.fault],
  );
  expect(refusals.length).toBeGreaterThan(0);
  expect(refusals.filter(({ used }) => used < 0.97 * 3 * 2048)).toEqual([]);
});
