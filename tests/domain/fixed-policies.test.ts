import { expect, test } from 'vitest';
import { connectDocument, suspendedDocument, unusedDocument } from '../../src/domain/fixed-policies.ts';

const space = { region: 'cn-north-1', accountId: '123456789012', prefix: 'attache-dev' };
const Condition = { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } };
const client = (id: string): string => `arn:aws-cn:iot:cn-north-1:123456789012:client/${id}`;

test('connecting is allowed to registered devices of the caller', () => {
  expect(connectDocument(space)).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['iot:Connect'],
        Resource: [client('${cognito-identity.amazonaws.com:sub}:*')],
        Condition,
      },
    ],
  });
});

test('suspension denies everything, under no condition', () => {
  expect(suspendedDocument()).toEqual({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Deny', Action: ['iot:*'], Resource: ['*'] }],
  });
});

test('an unused document names nothing that there is, without a wildcard', () => {
  expect(unusedDocument(space)).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['iot:Connect'],
        Resource: [client('${cognito-identity.amazonaws.com:sub}')],
        Condition,
      },
    ],
  });
});
