import { describe, expect, it } from 'vitest';
import { stackResources } from '../../local/stack-resources.ts';
import { circlesIn } from './dependencies.ts';
import { at, ofType, parseTemplate, planted, type Template } from './template.ts';

export const resourcesSuite = (template: () => Template) => {
  const propertiesOf = (logicalId: string) => template().Resources[logicalId]?.Properties;

  describe('the table', () => {
    it('is on demand, encrypted, recoverable, and forgets what has expired', () => {
      expect(propertiesOf('Table')).toEqual({
        TableName: 'iot-attache-dev',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
          { AttributeName: 'kind', AttributeType: 'S' },
          { AttributeName: 'key', AttributeType: 'S' },
          { AttributeName: 'actor', AttributeType: 'S' },
          { AttributeName: 'identityId', AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'byKind',
            KeySchema: [
              { AttributeName: 'kind', KeyType: 'HASH' },
              { AttributeName: 'key', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
          {
            IndexName: 'byActor',
            KeySchema: [
              { AttributeName: 'actor', KeyType: 'HASH' },
              { AttributeName: 'key', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
          {
            IndexName: 'byIdentity',
            KeySchema: [{ AttributeName: 'identityId', KeyType: 'HASH' }],
            Projection: { ProjectionType: 'KEYS_ONLY' },
          },
        ],
        TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
        SSESpecification: { SSEEnabled: true },
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        DeletionProtectionEnabled: false,
      });
    });

    it('is the one that the local stack makes', () => {
      const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'iot-attache-dev' };
      expect(stackResources(space, []).table).toEqual(propertiesOf('Table'));
    });
  });

  describe('the user pool', () => {
    it('has a client without secret, for the code grant and SRP', () => {
      expect(propertiesOf('UserPoolClient')).toEqual({
        ClientName: 'app',
        UserPoolId: { Ref: 'CognitoUserPoolMain' },
        GenerateSecret: false,
        SupportedIdentityProviders: ['COGNITO'],
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['code'],
        AllowedOAuthScopes: ['openid', 'email'],
        CallbackURLs: ['http://localhost:8000', 'http://localhost:8000/', 'http://localhost:8000/console/'],
        LogoutURLs: ['http://localhost:8000', 'http://localhost:8000/', 'http://localhost:8000/console/'],
        ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
        PreventUserExistenceErrors: 'ENABLED',
        EnableTokenRevocation: true,
        ReadAttributes: ['email', 'email_verified'],
        WriteAttributes: ['email'],
      });
    });

    it('has a hosted sign-in of its own name, and the group of administrators', () => {
      expect(propertiesOf('UserPoolDomain')).toEqual({
        UserPoolId: { Ref: 'CognitoUserPoolMain' },
        Domain: { 'Fn::Sub': 'iot-attache-dev-${AWS::AccountId}' },
      });
      expect(propertiesOf('AdminGroup')).toMatchObject({ GroupName: 'admins' });
    });
  });

  describe('the stack', () => {
    it('goes without leaving anything behind', () => {
      const kept = Object.entries(template().Resources).filter(
        ([, resource]) => at(resource, 'DeletionPolicy') === 'Retain',
      );
      expect(kept).toEqual([]);
    });

    it('tells all that a client needs', () => {
      expect(
        Object.fromEntries(
          Object.entries(template().Outputs)
            .filter(([name]) => !/^Service|^Serverless/.test(name))
            .map(([name, output]) => [name, at(output, 'Value')]),
        ),
      ).toEqual({
        ApiUrl: {
          'Fn::Sub': 'https://${ApiGatewayRestApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/${ApiStage}',
        },
        Region: { Ref: 'AWS::Region' },
        UserPoolId: { Ref: 'CognitoUserPoolMain' },
        UserPoolClientId: { Ref: 'UserPoolClient' },
        IdentityPoolId: { Ref: 'IdentityPool' },
        HostedUiUrl: { 'Fn::Sub': 'https://${UserPoolDomain}.auth.${AWS::Region}.amazoncognito.com' },
        TableName: { Ref: 'Table' },
      });
    });

    it('is nowhere waiting for itself', () => {
      expect(circlesIn(template())).toEqual([]);
    });

    it.each([
      ['Ref', { Ref: 'MeLambdaFunction' }],
      ['Fn::GetAtt', { 'Fn::GetAtt': ['MeLambdaFunction', 'Arn'] }],
      ['Fn::GetAtt in short', { 'Fn::GetAtt': 'MeLambdaFunction.Arn' }],
      ['Fn::Sub', { 'Fn::Sub': 'x-${MeLambdaFunction}' }],
      ['Fn::Sub of an attribute', { 'Fn::Sub': 'x-${MeLambdaFunction.Arn}' }],
      ['Fn::Sub with variables', { 'Fn::Sub': ['${x}', { x: { Ref: 'MeLambdaFunction' } }] }],
    ])('would be found waiting for itself by %s', (_, reference) => {
      const circular = planted(template(), ['Table', 'Properties', 'Planted'], reference);
      expect(circlesIn(circular)).toContain('Table → MeLambdaFunction → Table');
    });

    it('would be found waiting for itself by DependsOn', () => {
      const circular = planted(template(), ['Table', 'DependsOn'], ['MeLambdaFunction']);
      expect(circlesIn(circular)).not.toEqual([]);
    });

    it('has room for triggers of the pool, as long as they do not refer to it', () => {
      expect(circlesIn(withTrigger(template(), {}))).toEqual([]);
      expect(circlesIn(withTrigger(template(), { USER_POOL_ID: { Ref: 'CognitoUserPoolMain' } }))).toEqual([
        'CognitoUserPoolMain → HookLambdaFunction → CognitoUserPoolMain',
      ]);
    });

    it('needs nothing but itself and AWS', () => {
      expect(unknownReferences(template())).toEqual([]);
    });

    it('names no account and no region', () => {
      expect(JSON.stringify(template())).not.toMatch(/\b\d{12}\b(?!-)|us-east-1/);
    });

    it('keeps no log forever', () => {
      const groups = ofType(template(), 'AWS::Logs::LogGroup');
      // One for the API's accesses, and one for each function.
      expect(groups).toHaveLength(1 + ofType(template(), 'AWS::Lambda::Function').length);
      expect(groups.filter(([, { Properties }]) => at(Properties, 'RetentionInDays') !== 30)).toEqual([]);
    });
  });
};

/** As the framework adds one to a pool: the pool then depends on the function. */
const withTrigger = (template: Template, environment: unknown): Template =>
  parseTemplate({
    ...template,
    Resources: {
      ...planted(template, ['CognitoUserPoolMain', 'Properties', 'LambdaConfig'], {
        PostConfirmation: { 'Fn::GetAtt': ['HookLambdaFunction', 'Arn'] },
      }).Resources,
      HookLambdaFunction: {
        Type: 'AWS::Lambda::Function',
        DependsOn: ['PublicRole'],
        Properties: {
          Environment: { Variables: { ...Object(environment), TABLE_NAME: { Ref: 'Table' } } },
        },
      },
    },
  });

const unknownReferences = (template: Template): readonly string[] =>
  [...JSON.stringify(template.Resources).matchAll(/"Ref":"([^"]+)"|"Fn::GetAtt":\["([^"]+)"/g)]
    .map(([, ref, owner]) => ref ?? owner ?? '')
    .filter((name) => !name.startsWith('AWS::') && !(name in template.Resources));
