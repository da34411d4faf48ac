import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { units } from '../../src/provisioning/meter.ts';
import { at, ofType, planted, type Template } from './template.ts';

/** What must not go on unseen: namespace, metric, and from where on it is alarming. */
const watched: readonly (readonly [string, string, string, number])[] = [
  ['no sweep', 'iot-attache', 'Sweeps', 1],
  ['old due work', 'iot-attache', 'OldestDueAgeMilliseconds', 600_000],
  ['failing due work', 'iot-attache', 'DueFailures', 0],
  ['throttling', 'iot-attache', 'Throttles', 50],
  ['drift', 'iot-attache', 'DriftFound', 0],
  ['withheld scopes', 'iot-attache', 'Withheld', 0],
  ['slow revocations', 'iot-attache', 'RevokeToDetachMilliseconds', 600_000],
  ['unfinished triggers', 'iot-attache', 'TriggersUnfinished', 0],
  ['a failing API', 'AWS/ApiGateway', '5XXError', 5],
];

const docs = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');

export const alarmsSuite = (template: () => Template) =>
  describe('the alarms', () => {
    it.each(watched)('tell of %s', (_what, namespace, metric, threshold) => {
      const found = alarmsOf(template()).filter(
        ({ Namespace, MetricName }) => Namespace === namespace && MetricName === metric,
      );
      expect(found.map(({ Threshold }) => Threshold)).toEqual([threshold]);
    });

    it('tell of each function that fails, each trigger that is slow or has no room, and each dead letter', () => {
      expect(unwatched(template())).toEqual([]);
    });

    it.each([
      ['a function without an alarm', ['MeErrorsAlarm'], undefined],
      ['an alarm of nobody', ['MeErrorsAlarm', 'Properties', 'Dimensions', 0, 'Value'], 'other'],
      ['a queue without an alarm', ['SweepDeadLettersAlarm'], undefined],
      [
        'a trigger that may be slow',
        ['CognitoUserPoolMain', 'Properties', 'LambdaConfig'],
        { PreSignUp: { 'Fn::GetAtt': ['MeLambdaFunction', 'Arn'] } },
      ],
    ] as const)('would be found wanting with %s', (_what, path, value) => {
      expect(unwatched(planted(template(), [...path], value))).not.toEqual([]);
    });

    it('reach the topic, when they begin and when they end', () => {
      expect(alarmsOf(template()).filter(isMute)).toEqual([]);
      const mute = planted(template(), ['DriftAlarm', 'Properties', 'AlarmActions'], []);
      expect(alarmsOf(mute).filter(isMute)).toHaveLength(1);
    });

    it('take silence for well, but for the sweeper, which speaks each minute', () => {
      expect(
        alarmsOf(template())
          .filter(({ TreatMissingData }) => TreatMissingData !== 'notBreaching')
          .map(({ MetricName, TreatMissingData }) => [MetricName, TreatMissingData]),
      ).toEqual([['Sweeps', 'breaching']]);
    });

    it('can be looked up: each names its place in docs/operations.md', () => {
      const headings = [...docs.matchAll(/^#+ (.+)$/gm)].map(([, text = '']) =>
        text
          .toLowerCase()
          .replace(/[^\w -]/g, '')
          .replaceAll(' ', '-'),
      );
      for (const { AlarmDescription } of alarmsOf(template())) {
        const [, section] = /docs\/operations\.md#([\w-]+)$/.exec(String(AlarmDescription)) ?? [];
        expect(headings).toContain(section);
      }
    });

    it('look back for half an hour at most, in whole minutes', () => {
      for (const { Period, EvaluationPeriods, DatapointsToAlarm } of alarmsOf(template())) {
        expect(Number(Period) % 60).toBe(0);
        expect(Number(Period) * Number(EvaluationPeriods)).toBeLessThanOrEqual(1800);
        expect(Number(DatapointsToAlarm)).toBeLessThanOrEqual(Number(EvaluationPeriods));
      }
    });

    it('may be sent by CloudWatch of this account alone', () => {
      expect(
        at(template().Resources, 'AlarmTopicPolicy', 'Properties', 'PolicyDocument', 'Statement'),
      ).toEqual([
        {
          Sid: 'Alarms',
          Effect: 'Allow',
          Principal: { Service: 'cloudwatch.amazonaws.com' },
          Action: 'sns:Publish',
          Resource: { Ref: 'AlarmTopic' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        },
      ]);
      expect(at(template().Resources, 'AlarmMail', 'Condition')).toBe('MailsAlarms');
    });

    it('are as many as one can still read', () => {
      expect(alarmsOf(template()).length).toBeLessThanOrEqual(40);
    });
  });

export const dashboardSuite = (template: () => Template) =>
  describe('the dashboard', () => {
    const body = () =>
      JSON.parse(String(at(template().Resources, 'Dashboard', 'Properties', 'DashboardBody', 'Fn::Sub')));

    it('shows every metric of the service, and every function', () => {
      const shown = JSON.stringify(body());
      for (const metric of Object.keys(units))
        expect(shown).toContain(`["iot-attache","${metric}","stage","dev"`);
      for (const [, { Properties }] of ofType(template(), 'AWS::Lambda::Function'))
        expect(shown).toContain(
          `["AWS/Lambda","Errors","FunctionName","${String(Properties['FunctionName'])}"`,
        );
    });

    it('has its widgets side by side', () => {
      const places = body().widgets.map(({ x, y }: { x: number; y: number }) => `${x}/${y}`);
      expect(new Set(places).size).toBe(places.length);
    });

    it('needs nothing but the region and names of queues', () => {
      const references = [...JSON.stringify(body()).matchAll(/\$\{([^}]*)\}/g)].map(([, name = '']) => name);
      const unknown = references.filter((name) => !(name.replace(/\..*/, '') in template().Resources));
      expect(new Set(unknown)).toEqual(new Set(['AWS::Region']));
    });
  });

type Properties = Readonly<Record<string, unknown>>;

const alarmsOf = (template: Template): readonly Properties[] =>
  ofType(template, 'AWS::CloudWatch::Alarm').map(([, { Properties }]) => Properties);

const isMute = ({ AlarmActions, OKActions }: Properties): boolean =>
  [AlarmActions, OKActions].some((actions) => at(actions, 0, 'Ref') !== 'AlarmTopic');

/** The functions and queues that lack an alarm, and which. */
const unwatched = (template: Template): readonly string[] => {
  const watches = alarmsOf(template).map(({ MetricName, Dimensions }) => {
    const value = at(Dimensions, 0, 'Value');
    return `${MetricName} of ${at(value, 'Fn::GetAtt', 0) ?? value}`;
  });
  const triggers = JSON.stringify(
    at(template.Resources, 'CognitoUserPoolMain', 'Properties', 'LambdaConfig') ?? {},
  );
  const functions = ofType(template, 'AWS::Lambda::Function').flatMap(([logicalId, { Properties }]) =>
    (triggers.includes(`"${logicalId}"`) ? ['Errors', 'Throttles', 'Duration'] : ['Errors']).map(
      (metric) => `${metric} of ${Properties['FunctionName']}`,
    ),
  );
  const queues = ofType(template, 'AWS::SQS::Queue').map(
    ([logicalId]) => `ApproximateNumberOfMessagesVisible of ${logicalId}`,
  );
  return [...functions, ...queues].filter((name) => !watches.includes(name));
};
