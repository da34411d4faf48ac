import { describe, expect, test } from 'vitest';
import { type CompiledDocument, compileScope } from '../../src/domain/compile-scope.ts';
import { unusedDocument } from '../../src/domain/fixed-policies.ts';
import type { Subject } from '../../src/domain/subject.ts';
import { lintDenials, lintDocument } from '../proof/lint.ts';
import { ruleOf, subjectOf } from './rules.ts';
import { said } from './said.ts';

const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'attache-dev' };

const attempt = (words: readonly string[], subject: Subject = subjectOf('everyone'), documents = 1) =>
  compileScope({ space, subject, rules: words.map((word) => ruleOf(word, subject)), documents });

const compile = (
  words: readonly string[],
  subject?: Subject,
  documents?: number,
): readonly CompiledDocument[] => {
  const compiled = attempt(words, subject, documents);
  if (!compiled.ok) throw new Error(compiled.fault.detail);
  expect(compiled.value.flatMap(lintDocument)).toEqual([]);
  expect(lintDenials(compiled.value)).toEqual([]);
  return compiled.value;
};

const saying = (words: readonly string[], subject?: Subject): string[] =>
  said(compile(words, subject).map(({ document }) => document));

const arn = (name: string): string => `arn:aws:iot:us-east-1:123456789012:${name}`;
const identityId = '${cognito-identity.amazonaws.com:sub}';
const thingName = '${iot:Connection.Thing.ThingName}';

const publishing = (effect: string, ...names: string[]): string[] =>
  names.flatMap((name) => [`${effect} Publish topic/${name}`, `${effect} RetainPublish topic/${name}`]);
const receiving = (effect: string, ...names: string[]): string[] =>
  names.map((name) => `${effect} Receive topic/${name}`);
const subscribing = (effect: string, ...names: string[]): string[] =>
  names.map((name) => `${effect} Subscribe topicfilter/${name}`);

describe('the table of what grants compile to', () => {
  test.each<[string, string[]]>([
    ['allow publish a/b', publishing('Allow', 'a/b')],
    ['allow publish a/#', publishing('Allow', 'a', 'a/*')],
    ['allow receive a/b', receiving('Allow', 'a/b')],
    ['allow receive a/#', receiving('Allow', 'a', 'a/*')],
    ['allow subscribe a/b', [...receiving('Allow', 'a/b'), ...subscribing('Allow', 'a/b')]],
    ['allow subscribe a/#', [...receiving('Allow', 'a', 'a/*'), ...subscribing('Allow', 'a', 'a/*')]],
    ['allow subscribe a/+/c', [...receiving('Allow', 'a/*/c'), ...subscribing('Allow', 'a/+/c')]],
    ['allow subscribe a/+', [...receiving('Allow', 'a/*'), ...subscribing('Allow', 'a/+')]],
    ['allow subscribe a/+/#', [...receiving('Allow', 'a/*'), ...subscribing('Allow', 'a/+/#')]],
    [
      'allow subscribe a/+/c/#',
      [...receiving('Allow', 'a/*/c', 'a/*/c/*'), ...subscribing('Allow', 'a/+/c/#')],
    ],
    ['deny publish a/#', publishing('Deny', 'a', 'a/*')],
    ['deny subscribe a/#', [...receiving('Deny', 'a', 'a/*'), ...subscribing('Deny', 'a', 'a/*')]],
    ['deny receive a/b', receiving('Deny', 'a/b')],
    ['wider allow publish a/+/c', publishing('Allow', 'a/*/c')],
    [
      'wider allow subscribe a/+/c/#',
      [...receiving('Allow', 'a/*/c', 'a/*/c/*'), ...subscribing('Allow', 'a/*/c', 'a/*/c/*')],
    ],
    ['wider deny subscribe a/+/c', [...receiving('Deny', 'a/*/c'), ...subscribing('Deny', 'a/*/c')]],
    ['allow publish ${identityId}/x/${thingName}', publishing('Allow', `${identityId}/x/${thingName}`)],
    [
      'allow publish $aws/things/${thingName}/jobs/$next/get',
      publishing('Allow', `$aws/things/${thingName}/jobs/$next/get`),
    ],
  ])('%s', (words, expected) => {
    expect(saying([words])).toEqual(expected.sort());
  });

  test('${userId} is put in', () => {
    expect(saying(['allow publish users/${userId}/#'], subjectOf('user/alice'))).toEqual(
      publishing('Allow', 'users/alice', 'users/alice/*').sort(),
    );
  });
});

describe('a document', () => {
  test('shares resources and actions, and asks for a registered device', () => {
    const [compiled] = compile(['allow publish+subscribe a/#', 'deny publish a/b']);
    expect(compiled?.document).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Deny', Action: ['iot:Publish', 'iot:RetainPublish'], Resource: [arn('topic/a/b')] },
        {
          Effect: 'Allow',
          Action: ['iot:Publish', 'iot:Receive', 'iot:RetainPublish', 'iot:Subscribe'],
          Resource: [arn('topic/a'), arn('topic/a/*'), arn('topicfilter/a'), arn('topicfilter/a/*')],
          Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
        },
      ],
    });
  });

  test.each([
    ['publish beside receive in two statements', ['allow publish a', 'allow receive b'], 2],
    [
      'few shared resources twice in two rather than in a third',
      ['allow publish a', 'allow receive b', 'allow publish+receive c'],
      2,
    ],
    [
      'many shared resources in a third',
      [
        'allow publish a',
        'allow receive b',
        ...[...'cdefghi'].map((name) => `allow publish+receive ${name}`),
      ],
      3,
    ],
    ['a filter with what is received', ['allow publish a', 'allow subscribe b'], 2],
    [
      'what is true anyway without a statement of its own',
      ['allow publish a/#', 'allow publish+receive a/b', 'allow publish+receive c'],
      2,
    ],
  ])('says %s', (_, words, statements) => {
    expect(compile(words)[0]?.document.Statement).toHaveLength(statements);
  });

  test('says nothing that another resource says', () => {
    expect(
      saying(['allow subscribe a/#', 'allow subscribe a/b', 'allow receive a/b/#', 'allow subscribe a/+/c']),
    ).toEqual(saying(['allow subscribe a/#']));
  });

  test('keeps what the covering resource does not say', () => {
    expect(saying(['allow publish a/#', 'allow subscribe a/b', 'deny publish a/b'])).toEqual(
      [
        ...publishing('Allow', 'a', 'a/*'),
        ...receiving('Allow', 'a/b'),
        ...subscribing('Allow', 'a/b'),
        ...publishing('Deny', 'a/b'),
      ].sort(),
    );
  });

  test('keeps an Allow that a Deny covers: the Deny may go first', () => {
    expect(saying(['allow publish a/b', 'deny publish a/#'])).toEqual(
      [...publishing('Allow', 'a/b'), ...publishing('Deny', 'a', 'a/*')].sort(),
    );
  });

  test('is counted in UTF-8 bytes of minified JSON, blanks in texts among them', () => {
    const [compiled] = compile(['allow publish a b/é/"x"']);
    expect(compiled?.size).toBe(Buffer.byteLength(JSON.stringify(compiled?.document)));
    expect(compiled?.text).toContain('topic/a b/é/\\"x\\"');
  });
});

describe('a scope', () => {
  test('of everyone or a group has its number of documents, the unused ones explicit', () => {
    const none = compile([], subjectOf('group/a'), 3);
    expect(none.map(({ document }) => document)).toEqual([
      unusedDocument(space),
      unusedDocument(space),
      unusedDocument(space),
    ]);
    expect(none.map(({ name }) => name)).toEqual(
      [1, 2, 3].map((n) => expect.stringMatching(new RegExp(`^attache-dev-g-a-.*-${n}$`))),
    );
    const one = compile(['allow publish a'], subjectOf('everyone'), 2);
    expect(one.map(({ document }) => document === one[0]?.document || document)).toEqual([
      true,
      unusedDocument(space),
    ]);
  });

  test('of a user has as many as it needs', () => {
    const subject = subjectOf('user/alice');
    expect(compile([], subject, 2)).toEqual([]);
    expect(compile(['allow publish a'], subject, 2)).toHaveLength(1);
    expect(compile(manyPlaces(25), subject, 2)).toHaveLength(2);
  });

  test('in China lies in its own partition', () => {
    const compiled = compileScope({
      space: { ...space, region: 'cn-north-1' },
      subject: subjectOf('everyone'),
      rules: [ruleOf('allow publish a')],
      documents: 1,
    });
    expect(compiled.ok && compiled.value[0]?.text).toContain(
      '"arn:aws-cn:iot:cn-north-1:123456789012:topic/a"',
    );
  });
});

const manyPlaces = (count: number, effect = 'allow'): string[] =>
  Array.from(
    { length: count },
    (_, n) => `${effect} publish places/${`${n}`.padStart(3, '0')}/${'x'.repeat(30)}`,
  );

/** One grant whose document has so many bytes. */
const ofBytes = (bytes: number): string[] => {
  const base = [...manyPlaces(19), 'allow publish z'];
  const rest = bytes - (compile(base)[0]?.size ?? 0);
  return [...manyPlaces(19), `allow publish z${'z'.repeat(rest)}`];
};

describe('the budget', () => {
  test('is 2,048 bytes a document, to the byte', () => {
    expect(compile(ofBytes(2048)).map(({ size }) => size)).toEqual([2048]);
    expect(attempt(ofBytes(2049))).toMatchObject({ ok: false, fault: { code: 'policy-budget-exceeded' } });
    expect(compile(ofBytes(2049), subjectOf('everyone'), 2).map(({ size }) => size <= 2048)).toEqual([
      true,
      true,
    ]);
  });

  test('refuses with what is used, what there is, and how many documents would hold it', () => {
    const refused = attempt(manyPlaces(25), subjectOf('group/a'));
    const [first, second] = compile(manyPlaces(25), subjectOf('group/a'), 2);
    const used = (first?.size ?? 0) + (second?.size ?? 0);
    expect(refused).toEqual({
      ok: false,
      fault: {
        code: 'policy-budget-exceeded',
        used,
        limit: 2048,
        documentsNeeded: 2,
        detail: `The grants of group/a need ${used} bytes in 2 documents; there is 1 document of 2048 bytes. Give it 2 documents, revoke grants, or put one with "#" in the place of several below it.`,
      },
    });
  });

  test('promises as many documents as a scope can have, and no more', () => {
    const two = attempt(manyPlaces(45), subjectOf('group/a'), 2);
    expect(two.ok ? '' : two.fault.detail).toMatch(
      / in 3 documents; there are 2 documents .*Give it 3 documents, revoke/,
    );
    const refused = attempt(manyPlaces(45), subjectOf('user/alice'), 2);
    expect(refused).toMatchObject({ ok: false, fault: { limit: 4096, documentsNeeded: 3 } });
    expect(refused.ok ? '' : refused.fault.detail).toMatch(
      /there are 2 documents of 2048 bytes\. Revoke grants/,
    );
    expect(attempt(['allow publish a'], subjectOf('user/alice'), 0)).toMatchObject({
      ok: false,
      fault: { limit: 0, documentsNeeded: 1 },
    });
  });

  test('wants all Denies in the first document', () => {
    const subject = subjectOf('group/a');
    const mixed = compile([...manyPlaces(10, 'deny'), ...manyPlaces(25)], subject, 3);
    const denying = mixed.map(({ document }) => document.Statement.some(({ Effect }) => Effect === 'Deny'));
    expect(denying).toEqual([true, false, false]);
    const refused = attempt([...manyPlaces(25, 'deny'), 'allow publish a'], subject, 3);
    expect(refused).toMatchObject({ ok: false, fault: { code: 'policy-budget-exceeded', limit: 2048 } });
    expect(refused.ok || 'documentsNeeded' in refused.fault).toBe(false);
    expect(refused.ok ? '' : refused.fault.detail).toMatch(
      /^The denies of group\/a need \d{4} bytes and all stand in its first document/,
    );
  });
});
