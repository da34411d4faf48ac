import { describe, expect, test } from 'vitest';
import { changeOf, entriesOf, noEntries, withoutAllows } from '../../src/domain/document-change.ts';
import { unusedDocument } from '../../src/domain/fixed-policies.ts';
import type { PolicyDocument, PolicyStatement } from '../../src/domain/policy-document.ts';

const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'p' };
const arn = 'arn:aws:iot:us-east-1:123456789012:';
const Condition = { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } };
const document = (...Statement: PolicyStatement[]): PolicyDocument => ({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], Resource: string | string[]): PolicyStatement => ({
  Effect: 'Allow',
  Action,
  Resource,
  Condition,
});
const entry = (action: string, resource: string, condition: object = Condition) =>
  JSON.stringify([condition, action, resource]);
const allowed = (...statements: PolicyStatement[]) => [...entriesOf(document(...statements), space).Allow];

describe('entriesOf', () => {
  test('is every action with every resource, Allows and Denies apart', () => {
    const entries = entriesOf(
      document(allow(['iot:Publish', 'iot:Receive'], [`${arn}topic/a`, `${arn}topic/b`]), {
        Effect: 'Deny',
        Action: 'iot:Publish',
        Resource: `${arn}topic/c`,
      }),
      space,
    );
    expect([...entries.Allow]).toEqual([
      entry('iot:Publish', `${arn}topic/a`),
      entry('iot:Publish', `${arn}topic/b`),
      entry('iot:Receive', `${arn}topic/a`),
      entry('iot:Receive', `${arn}topic/b`),
    ]);
    expect([...entries.Deny]).toEqual([entry('iot:Publish', `${arn}topic/c`, {})]);
  });

  test.each([
    ['iot:Connect', 'client'],
    ['iot:Publish', 'topic'],
    ['iot:RetainPublish', 'topic'],
    ['iot:Receive', 'topic'],
    ['iot:Subscribe', 'topicfilter'],
  ])('%s meets a %s, and no other type', (action, type) => {
    const resources = ['client', 'topic', 'topicfilter'].map((each) => `${arn}${each}/x`);
    expect(allowed(allow(action, resources))).toEqual([entry(action, `${arn}${type}/x`)]);
  });

  test.each([
    ['iot:*', `${arn}topicfilter/x`],
    ['iot:Publish', '*'],
    ['iot:Publish', `${arn}thing/x`],
    ['iot:Publish', 'arn:aws:iot:*:*:topic/x'],
    ['iot:Publish', `x${arn}topicfilter/x`],
  ])('takes %s on %s as it stands', (action, resource) => {
    expect(allowed(allow(action, resource))).toEqual([entry(action, resource)]);
  });

  test('tells NotResource from Resource', () => {
    expect(allowed({ Effect: 'Allow', Action: 'iot:Publish', NotResource: ['x', 'y'] })).toEqual([
      entry('iot:Publish', 'not x', {}),
      entry('iot:Publish', 'not y', {}),
    ]);
  });

  test('counts the unused document’s connect as nothing, but no other', () => {
    expect(entriesOf(unusedDocument(space), space)).toEqual(noEntries);
    expect(allowed(allow('iot:Connect', `${arn}client/*`))).toHaveLength(1);
  });
});

describe('changeOf', () => {
  const a = entriesOf(
    document(allow('iot:Publish', 'a'), { Effect: 'Deny', Action: 'iot:Publish', Resource: 'a' }),
    space,
  );
  const still = { gainsDeny: false, gainsAllow: false, losesAllow: false, losesDeny: false };

  test.each([
    ['the same', a, a, still],
    ['from nothing', noEntries, a, { ...still, gainsAllow: true, gainsDeny: true }],
    ['to nothing', a, noEntries, { ...still, losesAllow: true, losesDeny: true }],
    [
      'from a document that cannot be read',
      undefined,
      a,
      { gainsDeny: true, gainsAllow: true, losesAllow: true, losesDeny: true },
    ],
    [
      'from one that cannot be read to nothing',
      undefined,
      noEntries,
      { ...still, losesAllow: true, losesDeny: true },
    ],
    ['less to deny', a, { ...a, Deny: noEntries.Deny }, { ...still, losesDeny: true }],
    ['less to allow', a, { ...a, Allow: noEntries.Allow }, { ...still, losesAllow: true }],
  ])('%s', (_, before, after, expected) => {
    expect(changeOf(before, after)).toEqual(expected);
  });
});

describe('withoutAllows', () => {
  const deny: PolicyStatement = { Effect: 'Deny', Action: 'iot:Publish', Resource: `${arn}topic/d` };
  const staying = new Set([
    entry('iot:Publish', `${arn}topic/a`),
    entry('iot:Receive', `${arn}topic/a`),
    entry('iot:Publish', `${arn}topic/b`),
  ]);
  const both = ['iot:Publish', 'iot:Receive'];

  test('keeps Denies, and of Allows the resources all of whose actions stay', () => {
    const old = document(
      deny,
      allow(both, [`${arn}topic/a`, `${arn}topic/b`, `${arn}topic/c`]),
      allow('iot:Publish', `${arn}topic/b`),
      allow(both, `${arn}topic/c`),
    );
    expect(withoutAllows(old, staying, space)).toEqual(
      document(deny, allow(both, [`${arn}topic/a`]), allow('iot:Publish', [`${arn}topic/b`])),
    );
  });

  test('leaves the unused document where nothing stays', () => {
    expect(withoutAllows(document(allow(both, `${arn}topic/c`)), staying, space)).toEqual(
      unusedDocument(space),
    );
    expect(withoutAllows(document(), staying, space)).toEqual(unusedDocument(space));
  });

  test('leaves the unused document of one that cannot be read', () => {
    expect(withoutAllows(undefined, staying, space)).toEqual(unusedDocument(space));
  });
});
