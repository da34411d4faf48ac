// The alarms of a stage. All thresholds stand here; docs/operations.md says what each means and what to do.
import { type Metric, namespace } from '../src/provisioning/meter.ts';

/** A metric passes its threshold in so many of so many periods. */
type Rule = {
  readonly means: string;
  readonly threshold: number;
  readonly comparison?: 'LessThanThreshold';
  readonly statistic: 'Sum' | 'Maximum' | 'Average' | 'p99';
  readonly seconds: number;
  readonly of: number;
  readonly outOf: number;
  /** What no data means: for what must be there each minute, the worst. */
  readonly missing?: 'breaching';
};

type Measured = Rule & { readonly metric: Metric };

const minutes = (count: number) => count * 60_000;

const measured: Readonly<Record<string, Measured>> = {
  SweepsMissing: {
    means: 'No sweep has come to its end for five minutes: nothing that is due is done.',
    metric: 'Sweeps',
    statistic: 'Sum',
    threshold: 1,
    comparison: 'LessThanThreshold',
    seconds: 60,
    of: 5,
    outOf: 5,
    missing: 'breaching',
  },
  DueTooOld: {
    means: 'Work has been due for more than ten minutes: revocations or grants are late.',
    metric: 'OldestDueAgeMilliseconds',
    statistic: 'Maximum',
    threshold: minutes(10),
    seconds: 60,
    of: 3,
    outOf: 5,
  },
  DueFailing: {
    means: 'Due work fails in sweep after sweep.',
    metric: 'DueFailures',
    statistic: 'Sum',
    threshold: 0,
    seconds: 300,
    of: 3,
    outOf: 3,
  },
  Throttled: {
    means: 'AWS throttles the service over a quarter of an hour: the account needs larger quotas.',
    metric: 'Throttles',
    statistic: 'Sum',
    threshold: 50,
    seconds: 300,
    of: 3,
    outOf: 3,
  },
  Drift: {
    means: 'Something at AWS IoT Core differed from what is stored: somebody else changes it.',
    metric: 'DriftFound',
    statistic: 'Sum',
    threshold: 0,
    seconds: 300,
    of: 1,
    outOf: 1,
  },
  ScopesWithheld: {
    means: 'Users are in more groups than nine policies hold: whole scopes are withheld from them.',
    metric: 'Withheld',
    statistic: 'Sum',
    threshold: 0,
    seconds: 300,
    of: 1,
    outOf: 1,
  },
  TriggersUnfinished: {
    means: 'Triggers of the user pool could not do their work; sign-ins went on, and the sweeper has to.',
    metric: 'TriggersUnfinished',
    statistic: 'Sum',
    threshold: 0,
    seconds: 300,
    of: 2,
    outOf: 3,
  },
  RevokingSlow: {
    means: 'A revocation took more than ten minutes to reach AWS IoT Core.',
    metric: 'RevokeToDetachMilliseconds',
    statistic: 'Maximum',
    threshold: minutes(10),
    seconds: 300,
    of: 1,
    outOf: 1,
  },
};

/** One failed invocation is not nothing. The sweeper fails once for each thing that keeps failing. */
const once = { statistic: 'Sum', threshold: 0, seconds: 300, of: 1, outOf: 1 } as const;
/** Cognito gives up after 5 s, the triggers after 4. */
const slowTrigger = { statistic: 'p99', threshold: 3500, seconds: 300, of: 2, outOf: 3 } as const;

const failing5xx: Rule = {
  means: 'The API answers 5xx: AWS does not answer, or the service has a defect.',
  statistic: 'Sum',
  threshold: 5,
  seconds: 300,
  of: 2,
  outOf: 3,
};
/** Logical IDs. */
export const deadLetterQueues = ['SweepDeadLetters', 'PoolEventsDeadLetters'];
const deadLetters: Rule = {
  means:
    'Something has failed for good or again and again, and waits in the dead-letter queue for somebody to look.',
  statistic: 'Maximum',
  threshold: 0,
  seconds: 300,
  of: 1,
  outOf: 1,
};

/** What the alarms need to know of a function. */
export type AlarmedFunction = {
  /** As serverless.yml names it. */
  readonly key: string;
  /** Cognito waits for it: it must be done long before. */
  readonly isTrigger: boolean;
};

export const alarms = (settings: {
  /** What names begin with. */
  readonly prefix: string;
  readonly stage: string;
  readonly apiName: string;
  readonly functions: readonly AlarmedFunction[];
}) => {
  const { prefix, stage } = settings;
  const alarm = (name: string, rule: Rule, of: object, section = name.toLowerCase()) => ({
    [`${name}Alarm`]: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: `${prefix}-${name}`,
        AlarmDescription: `${rule.means} See docs/operations.md#${section}`,
        ...of,
        ...(rule.statistic === 'p99' ? { ExtendedStatistic: 'p99' } : { Statistic: rule.statistic }),
        Period: rule.seconds,
        EvaluationPeriods: rule.outOf,
        DatapointsToAlarm: rule.of,
        Threshold: rule.threshold,
        ComparisonOperator: rule.comparison ?? 'GreaterThanThreshold',
        TreatMissingData: rule.missing ?? 'notBreaching',
        AlarmActions: [{ Ref: 'AlarmTopic' }],
        OKActions: [{ Ref: 'AlarmTopic' }],
      },
    },
  });
  const ofFunction = (key: string, MetricName: string) => ({
    Namespace: 'AWS/Lambda',
    MetricName,
    Dimensions: [{ Name: 'FunctionName', Value: `${prefix}-${key}` }],
  });
  return Object.assign(
    {},
    ...Object.entries(measured).map(([name, rule]) =>
      alarm(name, rule, {
        Namespace: namespace,
        MetricName: rule.metric,
        Dimensions: [{ Name: 'stage', Value: stage }],
      }),
    ),
    ...settings.functions.flatMap(({ key, isTrigger }) => [
      alarm(
        `${pascal(key)}Errors`,
        { ...once, means: `The function ${key} fails, or its time runs out.` },
        ofFunction(key, 'Errors'),
        'functions',
      ),
      ...(isTrigger
        ? [
            alarm(
              `${pascal(key)}Throttles`,
              { ...once, means: `Lambda has no room for the trigger ${key}: sign-ins fail.` },
              ofFunction(key, 'Throttles'),
              'triggers',
            ),
            alarm(
              `${pascal(key)}Slow`,
              { ...slowTrigger, means: `The trigger ${key} takes almost as long as Cognito waits.` },
              ofFunction(key, 'Duration'),
              'triggers',
            ),
          ]
        : []),
    ]),
    alarm('ApiFailing', failing5xx, {
      Namespace: 'AWS/ApiGateway',
      MetricName: '5XXError',
      Dimensions: [
        { Name: 'ApiName', Value: settings.apiName },
        { Name: 'Stage', Value: stage },
      ],
    }),
    ...deadLetterQueues.map((queue) =>
      alarm(
        queue,
        deadLetters,
        {
          Namespace: 'AWS/SQS',
          MetricName: 'ApproximateNumberOfMessagesVisible',
          Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
        },
        'deadletters',
      ),
    ),
  );
};

/** As the framework makes logical IDs: `audit-events` is AuditEvents. */
const pascal = (key: string): string =>
  key.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
