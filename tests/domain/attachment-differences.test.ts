import { describe, expect, it } from 'vitest';
import { attachmentDifferences } from '../../src/domain/attachment-differences.ts';
import { parsePolicyName } from '../../src/domain/policy-name.ts';
import { parsed, space } from '../fakes/samples.ts';

const names = (...texts: readonly string[]) =>
  texts.map((text) => parsed(parsePolicyName(`attache-test-${text}`)));
const drift = (wanted: readonly string[], present: readonly string[]) =>
  attachmentDifferences(names(...wanted), names(...present), space).map(
    ({ policy, kind }) => `${kind} ${policy}`,
  );

describe('what an identity carries', () => {
  it.each([
    ['is as it is to be, in whatever order', ['connect', 'everyone-1'], ['everyone-1', 'connect'], []],
    ['misses what is wanted', ['connect', 'everyone-1'], ['connect'], ['missing attache-test-everyone-1']],
    [
      'has of ours what is not wanted',
      ['connect'],
      ['connect', 'suspended'],
      ['surplus attache-test-suspended'],
    ],
    [
      'has what is another stack’s',
      ['connect'],
      ['connect', 'eu-connect'],
      ['foreign attache-test-eu-connect'],
    ],
    [
      'differs in several ways, in order of names',
      ['everyone-1', 'connect'],
      ['suspended', 'eu-connect'],
      [
        'missing attache-test-connect',
        'foreign attache-test-eu-connect',
        'missing attache-test-everyone-1',
        'surplus attache-test-suspended',
      ],
    ],
  ] as const)('%s', (_what, wanted, present, expected) => {
    expect(drift(wanted, present)).toEqual(expected);
  });
});
