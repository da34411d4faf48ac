import { describe, expect, test } from 'vitest';
import { parsePolicyName } from '../../src/domain/policy-name.ts';
import { type PolicyVersion, policyWriter, type WriteStep } from '../../src/domain/policy-writer.ts';

const name = parsePolicyName('p-everyone-1');
if (!name) throw new Error('not a policy name');
const versions = (text: string): PolicyVersion[] =>
  text === ''
    ? []
    : text.split(' ').map((id) => ({ versionId: id.replace('*', ''), isDefault: id.endsWith('*') }));
const written = (steps: readonly WriteStep[]) =>
  steps
    .map((step) =>
      step.kind === 'delete-version'
        ? `-${step.versionId}`
        : `${step.kind === 'create-policy' ? 'new' : '+'}:${step.text}`,
    )
    .join(' ');
const afterWriting = (said: string | undefined, text: string, ...texts: string[]) => {
  const write = policyWriter({ name, text: said, versions: versions(text) });
  return texts.map((each) => written(write(each)));
};

describe('policyWriter', () => {
  test.each<[string, string | undefined, string, string[], string[]]>([
    ['makes a policy that does not exist', undefined, '', ['a'], ['new:a']],
    ['makes it once', undefined, '', ['a', 'b'], ['new:a', '+:b']],
    ['writes nothing that is said already', 'a', '1*', ['a'], ['']],
    ['writes nothing twice', 'a', '1*', ['b', 'b', 'a'], ['+:b', '', '+:a']],
    ['takes one call while there is room', 'a', '1 2 3 4*', ['b'], ['+:b']],
    ['makes room by deleting the oldest', 'a', '3 4 5* 2 1', ['b'], ['-1 +:b']],
    ['knows that 9 is older than 10', 'a', '10 11 9 12 13*', ['b'], ['-9 +:b']],
    ['never deletes the default version', 'a', '1* 2 3 4 5', ['b'], ['-2 +:b']],
    ['makes room each time', 'a', '1 2 3 4 5*', ['b', 'c', 'd'], ['-1 +:b', '-2 +:c', '-3 +:d']],
    ['makes room once it is needed', 'a', '1 2 3 4*', ['b', 'c'], ['+:b', '-1 +:c']],
    [
      'deletes the former default version last',
      'a',
      '1* 2 3 4 5',
      ['b', 'c', 'd', 'e', 'f'],
      ['-2 +:b', '-3 +:c', '-4 +:d', '-5 +:e', '-1 +:f'],
    ],
    ['writes over what is not known', undefined, '1*', ['a'], ['+:a']],
  ])('%s', (_, said, before, texts, steps) => {
    expect(afterWriting(said, before, ...texts)).toEqual(steps);
  });

  test('names the policy', () => {
    const write = policyWriter({ name, versions: versions('1 2 3 4 5*') });
    expect(write('a')).toEqual([
      { kind: 'delete-version', name, versionId: '1' },
      { kind: 'create-version', name, text: 'a' },
    ]);
  });
});
