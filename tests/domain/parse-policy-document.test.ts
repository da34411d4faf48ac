import { describe, expect, test } from 'vitest';
import { parsePolicyDocument } from '../../src/domain/parse-policy-document.ts';

const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
const statement = { Effect: 'Allow', Action: 'iot:Publish', Resource: 'arn:x' };

describe('parsePolicyDocument', () => {
  test.each([
    ['one text each', statement],
    ['lists', { ...statement, Action: ['iot:Publish', 'iot:Receive'], Resource: [] }],
    ['a Deny', { ...statement, Effect: 'Deny' }],
    ['NotResource', { Effect: 'Allow', Action: '*', NotResource: ['arn:x'] }],
    ['a name', { ...statement, Sid: 'One' }],
    ['a condition', { ...statement, Condition: { Bool: { a: 'true', b: ['x', 'y'] }, StringEquals: {} } }],
  ])('takes a statement with %s', (_, each) => {
    expect(parsePolicyDocument(document(each))).toEqual({ Version: '2012-10-17', Statement: [each] });
  });

  test('takes a document without statements, and white space', () => {
    expect(parsePolicyDocument(' { "Version": "2012-10-17",\n "Statement": [] } ')).toEqual({
      Version: '2012-10-17',
      Statement: [],
    });
  });

  test.each([
    ['nothing', ''],
    ['no JSON', '{'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['no version', JSON.stringify({ Statement: [] })],
    ['an older version, whose variables are text', JSON.stringify({ Version: '2008-10-17', Statement: [] })],
    ['no statements', JSON.stringify({ Version: '2012-10-17' })],
    ['a single statement outside a list', JSON.stringify({ Version: '2012-10-17', Statement: statement })],
    ['an unknown member', JSON.stringify({ Version: '2012-10-17', Statement: [], More: 1 })],
    ['a statement that is null', document(null as unknown as object)],
    ['a statement that is a list', document([])],
    ['an unknown effect', document({ ...statement, Effect: 'allow' })],
    ['no action', document({ Effect: 'Allow', Resource: 'x' })],
    ['an action that is no text', document({ ...statement, Action: 1 })],
    ['an action among which is no text', document({ ...statement, Action: ['a', null] })],
    ['a resource that is no text', document({ ...statement, Resource: {} })],
    ['a NotResource that is no text', document({ ...statement, NotResource: 1 })],
    ['NotAction', document({ ...statement, NotAction: 'x' })],
    ['Principal', document({ ...statement, Principal: '*' })],
    ['a condition that is no object', document({ ...statement, Condition: 'x' })],
    ['an operator that is no object', document({ ...statement, Condition: { Bool: 'x' } })],
    ['an operator that is a list', document({ ...statement, Condition: { Bool: ['x'] } })],
    ['a condition value that is no text', document({ ...statement, Condition: { Bool: { a: true } } })],
  ])('does not take %s', (_, text) => {
    expect(parsePolicyDocument(text)).toBeUndefined();
  });
});
