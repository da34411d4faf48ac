import { describe, expect, it } from 'vitest';
import { retainStatement } from '../../infra/retain-statement.ts';

const arn = 'arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:topic/';

describe('the statement about retaining', () => {
  it.each([
    ['a topic', ['a/b'], ['a/b']],
    ['a tree, with its root', ['a/#'], ['a', 'a/*']],
    [
      'the caller’s own tree',
      ['users/${identityId}/#'],
      ['users/${!cognito-identity.amazonaws.com:sub}', 'users/${!cognito-identity.amazonaws.com:sub}/*'],
    ],
    ['several, each once', ['a', 'a/#', 'b'], ['a', 'a/*', 'b']],
  ])('names %s', (_, topics, names) => {
    expect(retainStatement(topics)).toEqual({
      Effect: 'Allow',
      Action: 'iot:RetainPublish',
      Resource: names.map((name) => ({ 'Fn::Sub': `${arn}${name}` })),
    });
  });

  it('is left out when nothing may be retained', () => {
    expect(retainStatement([])).toEqual({ Ref: 'AWS::NoValue' });
  });

  it.each([
    ['a wildcard of IAM', 'a/*'],
    ['a level that a role cannot say', 'a/+/b'],
    ['everything', '#'],
    ['a variable that a role does not have', 'a/${thingName}'],
    ['another', 'a/${userId}'],
    ['a variable of CloudFormation', 'a/${AWS::Region}'],
    ['AWS’s own topics', '$aws/things/x/shadow/update'],
  ])('refuses %s', (_, topic) => {
    expect(() => retainStatement([topic])).toThrow(`retainedTopics, ${topic}: `);
  });
});
