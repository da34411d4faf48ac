import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { CompiledDocument } from '../../src/domain/compile-scope.ts';
import { unusedDocument } from '../../src/domain/fixed-policies.ts';
import { type ActualPolicy, planScope, type ScopeStep } from '../../src/domain/plan-scope.ts';
import type { PolicyDocument } from '../../src/domain/policy-document.ts';
import { scopePolicyName } from '../../src/domain/policy-name.ts';
import { everyone } from '../../src/domain/subject.ts';
import { runs } from './runs.ts';

// A law is tried often, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'p' };
const arn = 'arn:aws:iot:us-east-1:123456789012:';
const name = (n: number) => scopePolicyName(space, everyone, n);
const Condition = { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } };
const unusedText = JSON.stringify(unusedDocument(space));

/** `a b !c`: allows publishing on a and b, denies it on c. Nothing at all: the unused document. */
const documentOf = (text: string): PolicyDocument => {
  const topics = text.split(' ').filter((word) => word !== '');
  const arns = (all: string[]) => all.map((topic) => `${arn}topic/${topic.replace('!', '')}`);
  const denied = topics.filter((topic) => topic.startsWith('!'));
  const allowed = topics.filter((topic) => !topic.startsWith('!'));
  if (topics.length === 0) return unusedDocument(space);
  return {
    Version: '2012-10-17',
    Statement: [
      ...(denied.length > 0
        ? [{ Effect: 'Deny' as const, Action: ['iot:Publish', 'iot:RetainPublish'], Resource: arns(denied) }]
        : []),
      ...(allowed.length > 0
        ? [
            {
              Effect: 'Allow' as const,
              Action: ['iot:Publish', 'iot:RetainPublish'],
              Resource: arns(allowed),
              Condition,
            },
          ]
        : []),
    ],
  };
};
/** Back again, from a document's text. */
const shortOf = (text: string): string =>
  (JSON.parse(text) as PolicyDocument).Statement.flatMap(({ Effect, Resource }) =>
    [Resource ?? []]
      .flat()
      .flatMap((each) =>
        each.includes(':client/')
          ? []
          : [`${Effect === 'Deny' ? '!' : ''}${each.replace(`${arn}topic/`, '')}`],
      ),
  ).join(' ');

const compiled = (text: string, index: number): CompiledDocument => {
  const document = documentOf(text);
  const said = JSON.stringify(document);
  return { name: name(index + 1), size: said.length, document, text: said };
};
const existing = (text: string, index: number): ActualPolicy => ({
  name: name(index + 1),
  document: JSON.stringify(documentOf(text)),
  versions: [{ versionId: '1', isDefault: true }],
});
const plan = (before: readonly string[], after: readonly string[]) =>
  planScope({ space, actual: before.map(existing), wanted: after.map(compiled) });
const numberOf = (step: ScopeStep): string => step.name.slice(-1);
const written = (steps: readonly ScopeStep[]): string =>
  steps
    .map((step) =>
      step.kind === 'delete-version'
        ? `${numberOf(step)}-${step.versionId}`
        : `${numberOf(step)}${step.kind === 'create-policy' ? '+' : '='}${shortOf(step.text)}`,
    )
    .join(', ');

describe('planScope', () => {
  test.each<[string, string[], string[], string]>([
    ['makes what does not exist', [], ['a', ''], '1+a, 2+'],
    ['does nothing when nothing differs', ['a !b', ''], ['a !b', ''], ''],
    ['writes only what differs', ['a', 'b', 'c'], ['a', 'x', 'c'], '2=x'],
    ['writes what gains a Deny first', ['a', 'b'], ['a x', '!c b'], '2=!c b, 1=a x'],
    ['writes what gains an Allow before what loses one', ['a b', 'c'], ['a', 'b c'], '2=b c, 1=a'],
    ['moves an Allow without an interruption', ['a', 'b'], ['', 'a b'], '2=a b, 1='],
    ['writes what loses an Allow before what loses a Deny', ['!x a', 'x b'], ['a', 'b'], '2=b, 1=a'],
    [
      'writes what loses a Deny last although it gains an Allow, when an Allow ends beside it',
      ['!x a', 'x b'],
      ['a c', 'b'],
      '2=b, 1=a c',
    ],
    [
      'moves an Allow into a document that loses a Deny without an interruption',
      ['!x a', 'b c'],
      ['a b', 'c'],
      '1=a b, 2=c',
    ],
    ['takes Allows out before one Deny takes another’s place', ['!x a', 'x b'], ['!y a', 'b'], '2=b, 1=!y a'],
    [
      'takes Allows out first, and gives new ones last',
      ['!x a', 'x b'],
      ['!y a', 'b y z'],
      '2=b, 1=!y a, 2=b y z',
    ],
    [
      'takes out all there is, and leaves the unused document',
      ['!x a', 'x'],
      ['!y a', 'y'],
      '2=, 1=!y a, 2=y',
    ],
    [
      'replaces one Deny by another in one call when no Allow ends beside it',
      ['!x a', 'b'],
      ['!y a', 'b'],
      '1=!y a',
    ],
    [
      'replaces one Deny by another in one call when an Allow ends in the same document',
      ['!x x', 'b'],
      ['!y', 'b'],
      '1=!y',
    ],
    ['empties what is not wanted any more', ['a', 'b'], ['a'], '2='],
    ['empties what is not wanted before a Deny ends', ['!x a', 'x'], ['a'], '2=, 1=a'],
    ['empties it early where one Deny takes another’s place', ['!x a', 'x'], ['!y a'], '2=, 1=!y a'],
    [
      'writes what loses a moved Allow before what loses a Deny',
      ['!x', 'a b', ''],
      ['', 'b', 'a'],
      '3=a, 2=b, 1=',
    ],
    ['leaves alone what is empty already', ['a', ''], ['a'], ''],
  ])('%s', (_, before, after, expected) => {
    expect(written(plan(before, after))).toBe(expected);
  });

  test.each<[string, ActualPolicy['document'], string]>([
    ['the same document in other white space', JSON.stringify(documentOf('a'), undefined, 2), ''],
    ['the same document, parsed', documentOf('a'), ''],
    ['another document', documentOf('b'), '1=a'],
    ['an unknown document', undefined, '1=a'],
    ['no document at all', 'x', '1=a'],
    ['statements in another order', '{"Statement":[],"Version":"2012-10-17"}', '1=a'],
    [
      'one without its condition',
      JSON.stringify(documentOf('a')).replace(JSON.stringify(Condition), '{}'),
      '1=a',
    ],
    ['one with more', JSON.stringify(documentOf('a #')), '1=a'],
  ])('replaces what differs: %s', (_, document, expected) => {
    const actual = [{ ...existing('', 0), document }];
    expect(written(planScope({ space, actual, wanted: [compiled('a', 0)] }))).toBe(expected);
  });

  test('takes a document that cannot be read for one that loses everything', () => {
    const unread = { ...existing('', 1), document: '{}' };
    const steps = (wanted: string[]) =>
      written(planScope({ space, actual: [existing('!x a', 0), unread], wanted: wanted.map(compiled) }));
    expect(steps(['a', 'b'])).toBe('2=b, 1=a');
    expect(steps(['!x a', 'b'])).toBe('2=b');
    expect(steps(['!y a', 'b'])).toBe('2=, 1=!y a, 2=b');
  });

  test('makes room among five versions', () => {
    const versions = ['3', '4', '5', '6', '7'].map((versionId) => ({
      versionId,
      isDefault: versionId === '7',
    }));
    const actual = [{ ...existing('a', 0), versions }];
    expect(written(planScope({ space, actual, wanted: [compiled('b', 0)] }))).toBe('1-3, 1=b');
    expect(planScope({ space, actual, wanted: [compiled('a', 0)] })).toEqual([]);
  });

  test('knows the permissions of statements that share actions and resources', () => {
    const filter = `${arn}topicfilter/a`;
    const topic = `${arn}topic/a`;
    const both: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['iot:Subscribe', 'iot:Receive'], Resource: [topic, filter], Condition },
      ],
    };
    const apart: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: ['iot:Receive'], Resource: [topic], Condition },
        { Effect: 'Allow', Action: ['iot:Subscribe'], Resource: [filter], Condition },
      ],
    };
    const text = JSON.stringify(apart);
    const wanted = [{ ...compiled('', 0), document: apart, text }, compiled('b', 1)];
    const actual = [{ ...existing('', 0), document: both }, existing('c', 1)];
    // The first document says the same in other words: it neither gains nor loses, and waits.
    expect(planScope({ space, actual, wanted }).map(({ name }) => name)).toEqual([name(2), name(1)]);
  });

  const topic = fc.constantFrom('a', 'b', 'c', 'd');
  const allows = fc.uniqueArray(topic, { maxLength: 3 });
  /** Up to three documents, every Deny in the first. */
  const scope = fc
    .record({ denies: allows, documents: fc.array(allows, { maxLength: 3 }) })
    .map(({ denies, documents: [first = [], ...others] }) =>
      [[...denies.map((each) => `!${each}`), ...first], ...others].map((words) => words.join(' ')),
    );

  type State = readonly string[];
  const has = (state: State, word: string) => state.some((text) => text.split(' ').includes(word));
  const topics = ['a', 'b', 'c', 'd'];
  const allowed = (state: State) => topics.filter((each) => has(state, each) && !has(state, `!${each}`));
  const denied = (state: State) => topics.filter((each) => has(state, `!${each}`));

  const law = (check: (before: State, after: State, states: readonly State[]) => void) =>
    fc.assert(
      fc.property(scope, scope, (before, after) => {
        const states: State[] = [before];
        for (const step of plan(before, after)) {
          if (step.kind === 'delete-version') continue;
          const next = [...(states.at(-1) ?? [])];
          next[Number(numberOf(step)) - 1] = shortOf(step.text);
          states.push([...next].map((text) => text ?? ''));
        }
        check(before, after, states);
      }),
      runs(3000),
    );

  test('ends with what is wanted, and then has nothing to do', () => {
    law((_, after, states) => {
      const end = states.at(-1) ?? [];
      expect(end.slice(0, after.length).map((text) => shortOf(JSON.stringify(documentOf(text))))).toEqual(
        after.map((text) => shortOf(JSON.stringify(documentOf(text)))),
      );
      expect(end.slice(after.length).join('')).toBe('');
      expect(plan(end, after)).toEqual([]);
    });
  });

  test('never allows what neither the old nor the new documents allow', () => {
    law((before, after, states) => {
      const either = [...allowed(before), ...allowed(after)];
      for (const state of states) expect(either).toEqual(expect.arrayContaining(allowed(state)));
    });
  });

  test('lets no Deny lapse that is wanted before and after', () => {
    law((before, after, states) => {
      const lasting = denied(before).filter((each) => denied(after).includes(each));
      for (const state of states) expect(denied(state)).toEqual(expect.arrayContaining(lasting));
    });
  });

  test('gives no new Allow before every new Deny', () => {
    law((before, after, states) => {
      for (const state of states)
        if (topics.some((each) => has(state, each) && !has(before, each)))
          expect(denied(state)).toEqual(expect.arrayContaining(denied(after)));
    });
  });

  test('takes one call a document, and one more at most where a Deny takes another’s place', () => {
    law((before, after, states) => {
      const swap =
        denied(before).some((each) => !denied(after).includes(each)) &&
        denied(after).some((each) => !denied(before).includes(each));
      const documents = Math.max(before.length, after.length);
      expect(states.length - 1).toBeLessThanOrEqual(swap ? 2 * documents - 1 : documents);
    });
  });

  test('empties with the unused document', () => {
    expect(plan(['a', 'b'], ['a'])).toEqual([{ kind: 'create-version', name: name(2), text: unusedText }]);
  });
});
