import { describe, expect, test } from 'vitest';
import type { ScopeSummary } from '../../src/domain/scope.ts';
import { formatSubject } from '../../src/domain/subject.ts';
import {
  effectiveScopes,
  hasOtherGroups,
  haveGroupsChanged,
  isCurrent,
  wantedPolicies,
} from '../../src/domain/wanted-policies.ts';
import { group, space, user } from '../fakes/samples.ts';
import { ruleOf, subjectOf } from './rules.ts';

const scope = (subject: string, documents: number, ...rules: readonly string[]): ScopeSummary => ({
  subject: subjectOf(subject),
  documents,
  grants: rules.map((words, index) => ({
    grantId: `grant-${index}`,
    rule: ruleOf(words, subjectOf(subject)),
  })),
  state: 'active',
  expired: [],
  generation: 1,
  appliedGeneration: 1,
  effectiveBy: 0,
});
const allowing = (subject: string, documents = 1) => scope(subject, documents, 'allow publish a');
const denying = (subject: string, documents = 1) =>
  scope(subject, documents, 'allow publish a', 'deny publish a/b');

const everyone1 = 'attache-test-everyone-1';

describe('what is wanted of a user', () => {
  test('is connect and the documents of its scopes, and no more while it is active', () => {
    const { wanted, withheld, denying: denies } = wantedPolicies(user(), [allowing('everyone', 2)], space);
    expect(wanted).toEqual(['attache-test-connect', everyone1, 'attache-test-everyone-2']);
    expect(withheld).toEqual([]);
    expect([...denies]).toEqual(['attache-test-suspended']);
  });

  test.each([
    { status: 'suspended', disabled: false },
    { status: 'active', disabled: true },
  ] as const)('is suspended besides when it is $status and disabled is $disabled', (change) => {
    const { wanted } = wantedPolicies(user(change), [allowing('everyone')], space);
    expect(wanted).toEqual(['attache-test-connect', everyone1, 'attache-test-suspended']);
  });

  test('is suspended and nothing else when it is offboarded', () => {
    const { wanted } = wantedPolicies(user({ status: 'offboarded' }), [allowing('everyone')], space);
    expect(wanted).toEqual(['attache-test-suspended']);
  });

  test('is nothing before there is an identity', () => {
    const unregistered = { status: 'active', disabled: false } as const;
    expect(wantedPolicies(unregistered, [allowing('everyone')], space).wanted).toEqual([]);
  });

  test('names the policies of scopes with denies as denying', () => {
    const scopes = [denying('everyone', 2), allowing('group/a')];
    expect([...wantedPolicies(user(), scopes, space).denying]).toEqual([
      'attache-test-suspended',
      everyone1,
      'attache-test-everyone-2',
    ]);
  });

  test('withholds what does not fit, and it is in effect no more', () => {
    const groups = Array.from({ length: 8 }, (_, n) => allowing(`group/${n}`));
    const scopes = [allowing('everyone'), ...groups];
    expect(wantedPolicies(user(), scopes, space).withheld.map(formatSubject)).toEqual(['group/7']);
    const effective = effectiveScopes(scopes).map(({ subject }) => formatSubject(subject));
    expect(effective).toHaveLength(8);
    expect(effective).not.toContain('group/7');
  });
});

describe('a user is current', () => {
  const scopes = [allowing('everyone')];
  const attached = wantedPolicies(user(), scopes, space).wanted;
  const applied = user({ attached, appliedGeneration: 1 });

  test('when what is wanted, in any order, is what was recorded for its generation', () => {
    expect(isCurrent(applied, scopes, space)).toBe(true);
    expect(isCurrent({ ...applied, attached: attached.toReversed() }, scopes, space)).toBe(true);
  });

  test.each([
    ['its generation is not applied', user({ attached, appliedGeneration: 0 }), scopes],
    ['something is missing', user({ attached: attached.slice(1), appliedGeneration: 1 }), scopes],
    ['something is attached that is not wanted any more', applied, []],
    ['as many are attached, but others', applied, [allowing('group/a')]],
    ['a scope has another document', applied, [allowing('everyone', 2)]],
  ])('not when %s', (_why, stored, found) => {
    expect(isCurrent(stored, found, space)).toBe(false);
  });
});

describe('groups', () => {
  const stored = user({ groups: [group('a'), group('b')], groupsAsOf: 1000 });

  test.each([
    ['later and others', ['a'], 1001, true],
    ['later and the same in another order', ['b', 'a'], 1001, false],
    ['of the same moment', ['a'], 1000, false],
    ['earlier', ['a'], 999, false],
  ])('that are %s change: %s %d %s', (_what, groups, groupsAsOf, changed) => {
    expect(haveGroupsChanged(stored, { groups: groups.map(group), groupsAsOf })).toBe(changed);
  });

  test('are other groups by name, however many', () => {
    expect(hasOtherGroups(stored, { groups: [group('a'), group('c')] })).toBe(true);
    expect(hasOtherGroups(stored, { groups: [group('a'), group('b')] })).toBe(false);
  });
});
