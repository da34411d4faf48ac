import { describe, expect, it } from 'vitest';
import { parseCloudFormation } from '../../local/cloudformation-yaml.ts';
import { expandVariables } from '../../local/expand-variables.ts';
import { pseudoParameters, resolveIntrinsics } from '../../local/resolve-intrinsics.ts';

const references = {
  ...pseudoParameters({ partition: 'aws-cn', region: 'cn-north-1', accountId: '123456789012' }),
  Table: 'things',
};
const resolved = (yaml: string) => resolveIntrinsics(parseCloudFormation(yaml), { references });

describe('a template read from YAML', () => {
  it.each([
    ['!Ref Table', 'things'],
    ['{ Ref: Table }', 'things'],
    ['!Sub "${Table}-${AWS::Region}"', 'things-cn-north-1'],
    [
      '!Sub "topic/$*/${!cognito-identity.amazonaws.com:sub}"',
      'topic/$*/${cognito-identity.amazonaws.com:sub}',
    ],
    ['!Sub "x.${AWS::URLSuffix}"', 'x.amazonaws.com.cn'],
    ['[a, !Ref AWS::NoValue, !Ref Table]', ['a', 'things']],
    ['{ a: { b: !Ref Table }, c: !Ref AWS::NoValue }', { a: { b: 'things' } }],
    ['{ Ref: Table, other: 1 }', { Ref: 'Table', other: 1 }],
    ['{ n: 1, yes: true, none: null }', { n: 1, yes: true, none: null }],
  ])('resolves %s', (yaml, expected) => {
    expect(resolved(yaml)).toEqual(expected);
  });

  it.each([
    ['!Ref Unknown', 'Nothing is known of Unknown.'],
    ['!Sub "${Unknown}"', 'Nothing is known of Unknown.'],
    ['!GetAtt Table.Arn', 'Fn::GetAtt cannot be resolved here.'],
    ['{ "Fn::Sub": ["${a}", { a: b }] }', 'Fn::Sub with its own variables cannot be resolved here.'],
  ])('refuses %s rather than make something up', (yaml, message) => {
    expect(() => resolved(yaml)).toThrow(message);
  });
});

describe('a variable of the framework', () => {
  const variables = { 'self:custom.prefix': 'svc-dev', 'param:deep': { a: [1] }, 'param:no': false };
  it.each([
    ['${self:custom.prefix}-connect', 'svc-dev-connect'],
    [{ list: ['${param:no}', '${param:deep}'] }, { list: [false, { a: [1] }] }],
    ['${AWS::Region}/${!x}/${Table}/${cognito-identity.amazonaws.com:sub}', undefined],
    [3, 3],
  ])('is expanded in %j, and nothing else', (value, expected) => {
    expect(expandVariables(value, variables)).toEqual(expected ?? value);
  });

  it.each(['${self:custom.other}', '${param:gone}-x', '${file(infra/x.js):y}', '${env:HOME}'])(
    'is refused when it is not known: %s',
    (value) => {
      expect(() => expandVariables(value, variables)).toThrow('Nothing is known of the variable');
    },
  );
});
