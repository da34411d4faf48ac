import { describe, expect, test } from 'vitest';
import { authenticatedRoleDocument } from '../../src/domain/authenticated-role.ts';
import { evaluate, type IotRequest } from '../../src/domain/evaluate.ts';
import { parseIdentityId } from '../../src/domain/identifiers.ts';

const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'attache-dev' };
const arn = 'arn:aws:iot:us-east-1:123456789012:';
const sub = 'us-east-1:00000000-0000-4000-8000-000000000001';
const other = 'us-east-1:00000000-0000-4000-8000-000000000002';
const identityId = parseIdentityId(sub);
if (!identityId) throw new Error('the identity is not one');

const retained = ['users/${identityId}/#', 'news/today', 'news/today', 'news/#'].map((text) => ({ text }));
const roleOf = () => authenticatedRoleDocument(space, retained);
const everything = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
} as const;

const allows = (action: IotRequest['action'], resource: string): boolean =>
  evaluate({
    policies: [{ name: 'everything', document: everything }],
    role: roleOf(),
    request: {
      action,
      resource: `${arn}${resource}`,
      identityId,
      connection: { clientId: `${sub}:d`, thingName: `${sub}:d` },
    },
  }).allowed;

describe('authenticatedRoleDocument', () => {
  test('is this document', () => {
    const own = '${cognito-identity.amazonaws.com:sub}';
    expect(roleOf()).toEqual({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'iot:Connect', Resource: `${arn}client/${own}:*` },
        {
          Effect: 'Allow',
          Action: ['iot:Publish', 'iot:Subscribe', 'iot:Receive'],
          NotResource: [`${arn}topic/$*`, `${arn}topicfilter/$*`],
        },
        {
          Effect: 'Allow',
          Action: ['iot:Publish', 'iot:Subscribe', 'iot:Receive'],
          Resource: [
            `${arn}topic/$aws/things/${own}:*/shadow/*`,
            `${arn}topic/$aws/things/${own}:*/jobs/*`,
            `${arn}topicfilter/$aws/things/${own}:*/shadow/*`,
            `${arn}topicfilter/$aws/things/${own}:*/jobs/*`,
          ],
        },
        {
          Effect: 'Allow',
          Action: 'iot:RetainPublish',
          Resource: [
            `${arn}topic/users/${own}`,
            `${arn}topic/users/${own}/*`,
            `${arn}topic/news/today`,
            `${arn}topic/news`,
            `${arn}topic/news/*`,
          ],
        },
      ],
    });
  });

  test.each<[IotRequest['action'], string, boolean]>([
    ['iot:Connect', `client/${sub}:web-1`, true],
    ['iot:Connect', `client/${sub}`, false],
    ['iot:Connect', `client/${other}:web-1`, false],
    ['iot:Connect', 'client/anything', false],
    ['iot:Publish', 'topic/a/b', true],
    ['iot:Subscribe', 'topicfilter/a/#', true],
    ['iot:Receive', 'topic/a/b', true],
    ['iot:Publish', 'topic/$SYS/x', false],
    ['iot:Publish', 'topic/$aws/things/x/shadow/update', false],
    ['iot:Publish', 'topic/$aws/rules/x', false],
    ['iot:Subscribe', 'topicfilter/$share/g/a', false],
    ['iot:Subscribe', 'topicfilter/$aws/things/+/shadow/#', false],
    ['iot:Receive', 'topic/$aws/events/presence/x', false],
    ['iot:Publish', `topic/$aws/things/${sub}:web-1/shadow/update`, true],
    ['iot:Publish', `topic/$aws/things/${sub}:web-1/jobs/$next/get`, true],
    ['iot:Subscribe', `topicfilter/$aws/things/${sub}:web-1/shadow/#`, true],
    ['iot:Receive', `topic/$aws/things/${sub}:web-1/jobs/notify`, true],
    ['iot:Publish', `topic/$aws/things/${sub}:web-1/defender/x`, false],
    ['iot:Publish', `topic/$aws/things/${other}:web-1/shadow/update`, false],
    ['iot:RetainPublish', `topic/users/${sub}`, true],
    ['iot:RetainPublish', `topic/users/${sub}/a/b`, true],
    ['iot:RetainPublish', `topic/users/${other}/a`, false],
    ['iot:RetainPublish', 'topic/news', true],
    ['iot:RetainPublish', 'topic/newsletter', false],
    ['iot:GetThingShadow', `thing/${sub}:web-1`, false],
    ['iot:UpdateThingShadow', `thing/${sub}:web-1`, false],
    ['iot:AttachPolicy', 'policy/x', false],
    ['iot:CreateThing', `thing/${sub}:web-1`, false],
  ])('%s on %s: %s', (action, resource, allowed) => {
    expect(allows(action, resource)).toBe(allowed);
  });

  test('names RetainPublish nowhere when nothing may be retained', () => {
    const document = authenticatedRoleDocument(space, []);
    expect(JSON.stringify(document)).not.toContain('RetainPublish');
    expect(document.Statement).toHaveLength(3);
  });

  test('stands in the partition of its region', () => {
    const text = JSON.stringify(authenticatedRoleDocument({ ...space, region: 'cn-north-1' }, retained));
    expect(text.match(/arn:aws-cn:iot:cn-north-1:123456789012:/g)).toHaveLength(12);
    expect(text).not.toContain('arn:aws:');
  });
});
