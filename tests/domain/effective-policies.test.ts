import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { effectivePolicies, type ScopeShape } from '../../src/domain/effective-policies.ts';
import { connectPolicyName, scopePolicyName, suspendedPolicyName } from '../../src/domain/policy-name.ts';
import { formatSubject, parseSubject, type Subject } from '../../src/domain/subject.ts';

const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'attache-dev' };
const connect = connectPolicyName(space);
const suspended = suspendedPolicyName(space);

const subjectOf = (text: string): Subject => {
  const subject = parseSubject(text);
  if (!subject) throw new Error(`${text} is no subject`);
  return subject;
};
/** `group/a 2 deny`: two documents, denying something. */
const shape = (text: string): ScopeShape => {
  const [subject = '', documents = '1', deny] = text.split(' ');
  return { subject: subjectOf(subject), documents: Number(documents), hasDeny: deny === 'deny' };
};
const name = (subject: string, n = 1) => scopePolicyName(space, subjectOf(subject), n);
const effective = (scopes: readonly string[], suspended = false, foreign?: number) => {
  const all = { space, scopes: scopes.map(shape), suspended };
  const { wanted, withheld } = effectivePolicies(foreign === undefined ? all : { ...all, foreign });
  return { wanted, withheld: withheld.map(formatSubject) };
};

describe('effectivePolicies', () => {
  test('wants connect alone where there are no scopes', () => {
    expect(effective([])).toEqual({ wanted: [connect], withheld: [] });
  });

  test('wants connect, everyone, groups by name, the user, and suspended, in this order', () => {
    expect(effective(['user/u 2', 'group/b 1 deny', 'group/a 3', 'everyone'], true)).toEqual({
      wanted: [
        connect,
        name('everyone'),
        name('group/a'),
        name('group/a', 2),
        name('group/a', 3),
        name('group/b'),
        name('user/u'),
        name('user/u', 2),
        suspended,
      ],
      withheld: [],
    });
  });

  test('wants nothing of a scope without documents, and withholds nothing of it', () => {
    const full = ['group/a 3 deny', 'group/b 3 deny', 'group/c 3 deny'];
    expect(effective([...full, 'user/u 0 deny']).withheld).toEqual(['group/a', 'group/b', 'group/c']);
    expect(effective(['everyone', 'user/u 0 deny'])).toEqual({
      wanted: [connect, name('everyone')],
      withheld: [],
    });
  });

  test.each<[string, string[], string[]]>([
    ['fills nine places', ['everyone 3', 'group/a 3', 'group/b 2'], []],
    [
      'withholds what comes last by name',
      ['everyone 3', 'group/a 3', 'group/b', 'group/c', 'user/u'],
      ['user/u'],
    ],
    ['withholds a scope whole', ['everyone 3', 'group/a 3', 'group/b 3'], ['group/b']],
    [
      'passes over what does not fit and takes what does',
      ['everyone 3', 'group/a 3', 'group/b 3', 'group/c 2'],
      ['group/b'],
    ],
    [
      'gives scopes with Denies their places first',
      ['everyone 3', 'group/a 3', 'group/z 3 deny'],
      ['group/a'],
    ],
    [
      'sorts by the whole subject, not by the group alone',
      ['everyone 3', 'group/user 3', 'user/a 2', 'group/z 1'],
      ['user/a'],
    ],
    ['sorts capital letters by their code', ['everyone 3', 'group/a 3', 'group/Z 3'], ['group/a']],
    [
      'withholds every Allow when a Deny does not fit',
      ['everyone', 'group/a 3 deny', 'group/b 3 deny', 'group/c 3 deny', 'user/u'],
      ['everyone', 'group/a', 'group/b', 'group/c', 'user/u'],
    ],
  ])('%s', (_, scopes, withheld) => {
    const result = effective(scopes);
    expect(result.withheld).toEqual(withheld);
    const kept = scopes.map(shape).filter(({ subject }) => !withheld.includes(formatSubject(subject)));
    expect(result.wanted).toHaveLength(1 + kept.reduce((sum, { documents }) => sum + documents, 0));
    expect(result.wanted[0]).toBe(connect);
  });

  test('does not count suspended among the nine', () => {
    const scopes = ['everyone 3', 'group/a 3', 'group/b 2'];
    expect(effective(scopes, true)).toEqual({
      wanted: [...effective(scopes).wanted, suspended],
      withheld: [],
    });
  });

  test.each([
    [1, 8],
    [8, 1],
    [9, 0],
    [10, 0],
  ])('with %i foreign policies at most %i are wanted', (foreign, wanted) => {
    const scopes = ['group/a', 'group/b', 'group/c', 'group/d', 'group/e', 'group/f', 'group/g', 'group/h'];
    expect(effective(scopes, false, foreign).wanted).toHaveLength(wanted);
    expect(effective(scopes, false, foreign).withheld).toHaveLength(Math.min(8, 9 - wanted));
    expect(effective(scopes, true, foreign).wanted).toHaveLength(wanted + 1);
  });

  const scopes = fc
    .uniqueArray(
      fc.constantFrom('everyone', 'user/u', ...[...'abcdefghijkl'].map((letter) => `group/${letter}`)),
    )
    .chain((subjects) =>
      fc.tuple(
        ...subjects.map((each) =>
          fc.record({
            subject: fc.constant(subjectOf(each)),
            documents: fc.integer({ min: 0, max: 3 }),
            hasDeny: fc.boolean(),
          }),
        ),
      ),
    );

  test('wants at most nine, never half a scope, nor anything that no scope asks for', () => {
    fc.assert(
      fc.property(scopes, fc.boolean(), (all, isSuspended) => {
        const { wanted, withheld } = effectivePolicies({ space, scopes: all, suspended: isSuspended });
        const lost = new Set(withheld.map(formatSubject));
        const kept = all.filter(({ subject }) => !lost.has(formatSubject(subject)));
        const names = kept.flatMap(({ subject, documents }) =>
          Array.from({ length: documents }, (_, n) => scopePolicyName(space, subject, n + 1)),
        );
        expect(new Set(wanted)).toEqual(new Set([connect, ...names, ...(isSuspended ? [suspended] : [])]));
        expect(wanted.filter((each) => each !== suspended).length).toBeLessThanOrEqual(9);
      }),
    );
  });

  test('withholds a scope with a Deny only together with every other', () => {
    fc.assert(
      fc.property(scopes, (all) => {
        const { wanted, withheld } = effectivePolicies({ space, scopes: all, suspended: false });
        const denying = all.filter(({ documents, hasDeny }) => hasDeny && documents > 0);
        const lost = new Set(withheld.map(formatSubject));
        if (denying.some(({ subject }) => lost.has(formatSubject(subject))))
          expect(wanted).toEqual([connect]);
        else
          expect(wanted).toEqual(
            expect.arrayContaining(denying.map(({ subject }) => scopePolicyName(space, subject, 1))),
          );
      }),
    );
  });

  test('is the same for any order of the scopes', () => {
    fc.assert(
      fc.property(
        scopes.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          const input = { space, suspended: false };
          expect(effectivePolicies({ ...input, scopes: shuffled })).toEqual(
            effectivePolicies({ ...input, scopes: all }),
          );
        },
      ),
    );
  });
});
