import { expect, test } from 'vitest';
import { coversTopic } from '../../src/domain/grant-covers-topic.ts';
import { ruleOf, subjectOf } from './rules.ts';

const one = 'us-east-1:00000000-0000-4000-8000-000000000001';
const two = 'us-east-1:00000000-0000-4000-8000-000000000002';

test.each([
  ['allow publish a/b', 'a/b', true],
  ['allow publish a/b', 'a/c', false],
  ['allow publish a/b', 'a', false],
  ['allow publish a/b', 'a/b/c', false],
  ['deny publish a/b', 'a/b', true],
  ['allow publish a/#', 'a', true],
  ['allow publish a/#', 'a/b/c', true],
  ['allow publish a/#', 'b', false],
  ['allow subscribe a/+/c', 'a/b/c', true],
  ['allow subscribe a/+/c', 'a//c', true],
  ['allow subscribe a/+/c', 'a/b/b/c', false],
  ['wider allow publish a/+/c', 'a/b/c', true],
  ['wider allow publish a/+/c', 'a/b/b/b/c', true],
  ['wider allow publish a/+/c', 'a/c', false],
  ['wider allow publish a/b', 'a/b', true],
  ['allow publish ${identityId}/a', `${one}/a`, true],
  ['allow publish ${identityId}/a', `${one}:d/a`, false],
  ['allow publish ${identityId}/a', 'x/a', false],
  ['allow publish ${identityId}/a', '${identityId}/a', false],
  ['allow publish ${thingName}/a', `${one}:d-1/a`, true],
  ['allow publish ${thingName}/a', `${one}/a`, false],
  ['allow publish ${thingName}/a', `${one}:/a`, false],
  ['allow publish ${thingName}/a', `${one}:d.1/a`, false],
  ['allow publish ${thingName}/a', `x:d/a`, false],
  ['allow publish ${identityId}/${identityId}', `${one}/${one}`, true],
  ['allow publish ${identityId}/${identityId}', `${one}/${two}`, false],
  ['allow publish ${identityId}/${thingName}', `${two}/${two}:d`, true],
  ['allow publish ${identityId}/${thingName}', `${one}/${two}:d`, false],
  [
    'allow publish ${thingName}/+/${identityId}'.replace('publish', 'subscribe'),
    `${two}:d/${one}/${two}`,
    true,
  ],
  ['allow publish a/#', `a/${one}/${two}:d`, true],
  ['allow publish $aws/things/${thingName}/shadow/#', `$aws/things/${one}:d/shadow/get`, true],
  ['allow publish a/${identityId}/#', 'a', false],
])('"%s" covers %s: %s', (words, topic, covered) => {
  expect(coversTopic(ruleOf(words), topic)).toBe(covered);
});

test('${userId} is that of the grant alone', () => {
  const rule = ruleOf('allow publish users/${userId}', subjectOf('user/alice'));
  expect(coversTopic(rule, 'users/alice')).toBe(true);
  expect(coversTopic(rule, 'users/bob')).toBe(false);
});
