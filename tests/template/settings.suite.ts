import { describe, expect, it } from 'vitest';
import { at, ofType, type Template } from './template.ts';

/** Each parameter of serverless.yml with a value that is not its default, but for a domain of hosted pages. */
export const otherSettings = {
  corsOrigins: 'https://a.example, https://b.example',
  callbackUrls: 'https://a.example/back,https://b.example/back',
  adminGroup: 'operators',
  defaultGroups: 'crew,guests',
  retainedTopics: 'boards/${identityId}, notices/#',
  everyoneDocuments: '3',
  deviceLimit: '5',
  throttleRate: '7',
  throttleBurst: '9',
  apiGatewayLogRole: 'account',
  alarmEmail: 'operators@example.com',
  web: 'on',
  webPriceClass: 'PriceClass_All',
} as const;

export const settingsSuite = (template: () => Template) =>
  describe('the settings of a stage', () => {
    const propertiesOf = (logicalId: string) => at(template().Resources, logicalId, 'Properties');

    it('reach every name', () => {
      expect(JSON.stringify(template())).not.toContain('iot-attache-dev');
      expect(propertiesOf('ApiStage')).toMatchObject({ StageName: 'prod' });
    });

    it('reach the functions', () => {
      expect(at(propertiesOf('RegisterLambdaFunction'), 'Environment', 'Variables')).toMatchObject({
        POLICY_PREFIX: 'iot-attache-prod',
        CORS_ORIGINS: {
          'Fn::Sub': 'https://a.example,https://b.example,https://${WebDistribution.DomainName}',
        },
        RETAINED_TOPICS: otherSettings.retainedTopics,
        EVERYONE_DOCUMENTS: '3',
        DEVICE_LIMIT: '5',
      });
    });

    it('reach the hooks', () => {
      expect(
        at(propertiesOf('PostDashconfirmationLambdaFunction'), 'Environment', 'Variables'),
      ).toMatchObject({
        DEFAULT_GROUPS: 'crew,guests',
      });
    });

    it('protect what production must not lose, and keep its logs longer', () => {
      expect(propertiesOf('Table')).toMatchObject({ DeletionProtectionEnabled: true });
      expect(propertiesOf('CognitoUserPoolMain')).toMatchObject({ DeletionProtection: 'ACTIVE' });
      for (const [, { Properties }] of ofType(template(), 'AWS::Logs::LogGroup')) {
        expect(at(Properties, 'RetentionInDays')).toBe(365);
      }
    });

    it('reach the role, topic by topic', () => {
      const { length } = 'arn:${AWS::Partition}:iot:${AWS::Region}:${AWS::AccountId}:';
      const [, , , retaining] = Object(
        at(propertiesOf('AuthenticatedRole'), 'Policies', 0, 'PolicyDocument', 'Statement'),
      );
      expect(
        [0, 1, 2, 3].map((n) => String(at(retaining, 'Resource', n, 'Fn::Sub') ?? '').slice(length)),
      ).toEqual([
        'topic/boards/${!cognito-identity.amazonaws.com:sub}',
        'topic/notices',
        'topic/notices/*',
        '',
      ]);
    });

    it('reach the throttle', () => {
      expect(at(propertiesOf('ApiStage'), 'MethodSettings')).toEqual([
        expect.objectContaining({ ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 }),
      ]);
    });

    it('reach sign-in', () => {
      const urls = expect.arrayContaining(['https://a.example/back', 'https://b.example/back']);
      expect(propertiesOf('UserPoolClient')).toMatchObject({ CallbackURLs: urls, LogoutURLs: urls });
      expect(propertiesOf('AdminGroup')).toMatchObject({ GroupName: 'operators' });
    });

    it('let every origin of the list through its preflight', () => {
      const [response] = Object(
        at(propertiesOf('ApiGatewayMethodMeOptions'), 'Integration', 'IntegrationResponses'),
      );
      const template = String(at(response, 'ResponseTemplates', 'application/json', 'Fn::Sub', 0));
      expect(template).toContain('$origin.matches("https://a[.]example")');
      expect(template).toContain('$origin.matches("https://b[.]example")');
    });

    it('tell an address of alarms', () => {
      expect(propertiesOf('AlarmMail')).toMatchObject({
        Protocol: 'email',
        Endpoint: otherSettings.alarmEmail,
      });
      expect(at(template(), 'Conditions', 'MailsAlarms', 'Fn::Not', 0, 'Fn::Equals')).toEqual([
        otherSettings.alarmEmail,
        '',
      ]);
    });

    it('leave the account’s log role alone', () => {
      expect(at(template(), 'Conditions', 'EntersApiGatewayLogRole')).toEqual({
        'Fn::Equals': ['account', 'stack'],
      });
      for (const logicalId of ['ApiGatewayAccount', 'ApiGatewayLogRole']) {
        expect(at(template().Resources, logicalId, 'Condition')).toBe('EntersApiGatewayLogRole');
      }
    });
  });
