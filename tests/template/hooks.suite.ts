import { describe, expect, it } from 'vitest';
import { reportedOperations } from '../../local/user-pool/administration-events.ts';
import { circlesIn } from './dependencies.ts';
import { statementsOf } from './privileges.ts';
import { at, listOf, ofType, planted, type Template } from './template.ts';

const triggers = {
  PostConfirmation: 'PostDashconfirmationLambdaFunction',
  PreTokenGeneration: 'PreDashtokenDashgenerationLambdaFunction',
} as const;
const eventsFunction = 'PoolDasheventsLambdaFunction';
const deadLetters = { 'Fn::GetAtt': ['PoolEventsDeadLetters', 'Arn'] };

export const hooksSuite = (template: () => Template) => {
  const propertiesOf = (logicalId: string) => template().Resources[logicalId]?.Properties;

  describe('the triggers of the user pool', () => {
    it('are these, and the pool alone may call them', () => {
      expect(at(propertiesOf('CognitoUserPoolMain'), 'LambdaConfig')).toEqual(
        Object.fromEntries(
          Object.entries(triggers).map(([name, logicalId]) => [name, { 'Fn::GetAtt': [logicalId, 'Arn'] }]),
        ),
      );
      for (const logicalId of Object.values(triggers)) {
        expect(callersOf(template(), logicalId)).toEqual([
          ['cognito-idp.amazonaws.com', { 'Fn::GetAtt': ['CognitoUserPoolMain', 'Arn'] }],
        ]);
      }
    });

    it.each(Object.values(triggers))('%s ends when Cognito gives it up, and starts fast', (logicalId) => {
      expect(propertiesOf(logicalId)).toMatchObject({ Timeout: 5, MemorySize: 1024 });
    });

    it.each([
      ['its environment', ['PostDashconfirmationLambdaFunction', 'Properties', 'Environment', 'Planted']],
      ['its role', ['PreTokenGenerationRole', 'Properties', 'Planted']],
      ['the table', ['Table', 'Properties', 'Planted']],
    ] as const)('would be found waiting for the pool that waits for them, by %s', (_, path) => {
      expect(circlesIn(template())).toEqual([]);
      const circular = planted(template(), [...path], { 'Fn::GetAtt': ['CognitoUserPoolMain', 'Arn'] });
      expect(circlesIn(circular)).not.toEqual([]);
    });

    it.each([
      ['PostConfirmationRole', ['cognito-idp:AdminAddUserToGroup']],
      ['PreTokenGenerationRole', ['cognito-idp:AdminListGroupsForUser']],
    ])('of %s may do no more in the pools of this account and region', (role, actions) => {
      const statements = statementsOf(template().Resources[role]).filter((statement) =>
        listOf(at(statement, 'Action')).some((action) => String(action).startsWith('cognito-idp:')),
      );
      expect(statements.map((statement) => listOf(at(statement, 'Action')))).toEqual([actions]);
      expect(statements.map((statement) => at(statement, 'Resource', 'Fn::Sub'))).toEqual([
        'arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/*',
      ]);
    });
  });

  describe('the events of the user pool', () => {
    const rules = () =>
      ofType(template(), 'AWS::Events::Rule').filter(([, { Properties }]) => at(Properties, 'EventPattern'));

    it('are what CloudTrail tells of changes to users', () => {
      expect(rules().map(([, { Properties }]) => at(Properties, 'EventPattern'))).toEqual([
        {
          source: ['aws.cognito-idp'],
          'detail-type': ['AWS API Call via CloudTrail'],
          detail: {
            eventSource: ['cognito-idp.amazonaws.com'],
            eventName: [...reportedOperations].sort(),
          },
        },
      ]);
    });

    it('come again for hours, and then to the dead letters, wherever they fail', () => {
      const [[, rule] = []] = rules();
      const hours = { MaximumEventAgeInSeconds: 21_600 };
      expect(at(rule?.Properties, 'Targets')).toEqual([
        expect.objectContaining({
          Arn: { 'Fn::GetAtt': [eventsFunction, 'Arn'] },
          RetryPolicy: { ...hours, MaximumRetryAttempts: 20 },
          DeadLetterConfig: { Arn: deadLetters },
        }),
      ]);
      const [invoked] = ofType(template(), 'AWS::Lambda::EventInvokeConfig').filter(
        ([, { Properties }]) => at(Properties, 'FunctionName', 'Ref') === eventsFunction,
      );
      expect(invoked?.[1].Properties).toMatchObject({
        ...hours,
        MaximumRetryAttempts: 2,
        DestinationConfig: { OnFailure: { Destination: deadLetters } },
      });
    });

    it('reach the function by their own rule alone', () => {
      const [[, rule] = []] = rules();
      const [[principal, source] = []] = callersOf(template(), eventsFunction);
      expect(callersOf(template(), eventsFunction)).toHaveLength(1);
      expect(principal).toBe('events.amazonaws.com');
      expect(JSON.stringify(source)).toContain(`"${String(at(rule?.Properties, 'Name'))}"`);
    });

    it('that are dead are kept as long as they can be, encrypted, and written by those two', () => {
      expect(propertiesOf('PoolEventsDeadLetters')).toMatchObject({
        MessageRetentionPeriod: 1_209_600,
        SqsManagedSseEnabled: true,
      });
      expect(at(propertiesOf('PoolEventsDeadLettersPolicy'), 'PolicyDocument', 'Statement')).toEqual([
        {
          Sid: 'EventBridge',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: deadLetters,
          Condition: {
            ArnLike: {
              'aws:SourceArn': {
                'Fn::Sub':
                  'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/iot-attache-dev-*',
              },
            },
          },
        },
      ]);
      expect(queuesOf(template(), 'PoolEventsRole')).toEqual([deadLetters]);
    });
  });
};

/** What a role may put messages into. */
const queuesOf = (template: Template, role: string): readonly unknown[] =>
  statementsOf(template.Resources[role])
    .filter((statement) =>
      listOf(at(statement, 'Action')).some((action) => String(action).startsWith('sqs:')),
    )
    .map((statement) => at(statement, 'Resource'));

/** Who may call a function: principal and source. */
const callersOf = (template: Template, logicalId: string): readonly (readonly [unknown, unknown])[] =>
  ofType(template, 'AWS::Lambda::Permission')
    .filter(([, { Properties }]) => at(Properties, 'FunctionName', 'Fn::GetAtt', 0) === logicalId)
    .map(([, { Properties }]) => [at(Properties, 'Principal'), at(Properties, 'SourceArn')]);
