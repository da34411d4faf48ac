import { describe, expect, it } from 'vitest';
import { pseudoParameters, resolveIntrinsics } from '../../local/resolve-intrinsics.ts';
import { stackResources } from '../../local/stack-resources.ts';
import { authenticatedRoleDocument } from '../../src/domain/authenticated-role.ts';
import { connectDocument, suspendedDocument } from '../../src/domain/fixed-policies.ts';
import { connectPolicyName, suspendedPolicyName } from '../../src/domain/policy-name.ts';
import type { PolicySpace } from '../../src/domain/policy-space.ts';
import { at, ofType, type Template } from './template.ts';

const space: PolicySpace = { region: 'eu-west-1', accountId: '210987654321', prefix: 'iot-attache-dev' };
const retained = { text: 'users/${identityId}/#' };
const arn = (name: string) => `arn:aws:iot:eu-west-1:210987654321:${name}`;

export const fencesSuite = (template: () => Template) => {
  const resolved = (...path: readonly string[]): unknown =>
    resolveIntrinsics(at(template().Resources, ...path), {
      references: pseudoParameters({ ...space, partition: 'aws' }),
    });

  describe('the authenticated role', () => {
    const policies = () => resolved('AuthenticatedRole', 'Properties', 'Policies');

    it('allows what the design allows and nothing else', () => {
      const own = '${cognito-identity.amazonaws.com:sub}:*';
      const messaging = ['iot:Publish', 'iot:Subscribe', 'iot:Receive'];
      expect(policies()).toEqual([
        {
          PolicyName: 'mqtt',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Action: 'iot:Connect', Resource: arn(`client/${own}`) },
              { Effect: 'Allow', Action: messaging, NotResource: [arn('topic/$*'), arn('topicfilter/$*')] },
              {
                Effect: 'Allow',
                Action: messaging,
                Resource: [
                  arn(`topic/$aws/things/${own}/shadow/*`),
                  arn(`topic/$aws/things/${own}/jobs/*`),
                  arn(`topicfilter/$aws/things/${own}/shadow/*`),
                  arn(`topicfilter/$aws/things/${own}/jobs/*`),
                ],
              },
              {
                Effect: 'Allow',
                Action: 'iot:RetainPublish',
                Resource: [
                  arn('topic/users/${cognito-identity.amazonaws.com:sub}'),
                  arn('topic/users/${cognito-identity.amazonaws.com:sub}/*'),
                ],
              },
            ],
          },
        },
      ]);
    });

    it('is what the domain decides by', () => {
      expect(at(policies(), 0, 'PolicyDocument')).toEqual(authenticatedRoleDocument(space, [retained]));
    });

    it('is what the local stack enforces', () => {
      expect(at(policies(), 0, 'PolicyDocument')).toEqual(
        stackResources(space, [retained.text]).authenticatedRole,
      );
    });

    it('has no other policy', () => {
      const properties = at(template().Resources, 'AuthenticatedRole', 'Properties');
      expect(Object.keys(Object(properties)).sort()).toEqual([
        'AssumeRolePolicyDocument',
        'Description',
        'Policies',
      ]);
      expect(ofType(template(), 'AWS::IAM::Policy')).toEqual([]);
      expect(ofType(template(), 'AWS::IAM::ManagedPolicy')).toEqual([]);
    });

    it('is given to signed-in identities of this pool only', () => {
      expect(at(template().Resources, 'AuthenticatedRole', 'Properties', 'AssumeRolePolicyDocument')).toEqual(
        {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Federated: 'cognito-identity.amazonaws.com' },
              Action: 'sts:AssumeRoleWithWebIdentity',
              Condition: {
                StringEquals: { 'cognito-identity.amazonaws.com:aud': { Ref: 'IdentityPool' } },
                'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': 'authenticated' },
              },
            },
          ],
        },
      );
    });
  });

  describe('the fixed policies', () => {
    const policies = () =>
      ofType(template(), 'AWS::IoT::Policy').map(([logicalId]) => resolved(logicalId, 'Properties'));

    it('let registered devices connect, and nothing at all', () => {
      expect(policies()).toEqual([
        {
          PolicyName: 'iot-attache-dev-connect',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: ['iot:Connect'],
                Resource: [arn('client/${cognito-identity.amazonaws.com:sub}:*')],
                Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
              },
            ],
          },
        },
        {
          PolicyName: 'iot-attache-dev-suspended',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Deny', Action: ['iot:*'], Resource: ['*'] }],
          },
        },
      ]);
    });

    it('are what the domain names and writes', () => {
      expect(policies()).toEqual([
        { PolicyName: connectPolicyName(space), PolicyDocument: connectDocument(space) },
        { PolicyName: suspendedPolicyName(space), PolicyDocument: suspendedDocument() },
      ]);
    });

    it('are what the local stack starts with', () => {
      expect(policies()).toEqual(
        stackResources(space, []).fixedPolicies.map(({ name, document }) => ({
          PolicyName: name,
          PolicyDocument: document,
        })),
      );
    });
  });

  describe('the identity pool', () => {
    it('knows signed-in users of this client only, and asks whether they still are', () => {
      expect(at(template().Resources, 'IdentityPool', 'Properties')).toEqual({
        IdentityPoolName: 'iot-attache-dev',
        AllowUnauthenticatedIdentities: false,
        AllowClassicFlow: false,
        CognitoIdentityProviders: [
          {
            ClientId: { Ref: 'UserPoolClient' },
            ProviderName: { 'Fn::GetAtt': ['CognitoUserPoolMain', 'ProviderName'] },
            ServerSideTokenCheck: true,
          },
        ],
      });
    });

    it('has no role for guests, and no rule that maps to another', () => {
      expect(at(template().Resources, 'IdentityPoolRoles', 'Properties')).toEqual({
        IdentityPoolId: { Ref: 'IdentityPool' },
        Roles: { authenticated: { 'Fn::GetAtt': ['AuthenticatedRole', 'Arn'] } },
      });
    });
  });
};
