// One page on which a stage can be watched: what it does, what is pending, what fails.
import { type Metric, namespace, units } from '../src/provisioning/meter.ts';
import { deadLetterQueues } from './alarms.ts';

export const dashboard = (settings: {
  readonly prefix: string;
  readonly stage: string;
  readonly apiName: string;
  readonly functionKeys: readonly string[];
}) => {
  const { prefix, stage, apiName, functionKeys } = settings;
  const own = (...metrics: readonly Metric[]) =>
    metrics.map((name) => [
      namespace,
      name,
      'stage',
      stage,
      { stat: units[name] === 'Count' ? (gauges.has(name) ? 'Maximum' : 'Sum') : 'p99' },
    ]);
  const ofFunctions = (name: string, stat: string) =>
    functionKeys.map((key) => ['AWS/Lambda', name, 'FunctionName', `${prefix}-${key}`, { stat, label: key }]);
  const ofApi = (name: string, stat: string) => [
    'AWS/ApiGateway',
    name,
    'ApiName',
    apiName,
    'Stage',
    stage,
    { stat },
  ];
  const widgets = [
    graph('Requests and refusals', [
      ofApi('Count', 'Sum'),
      ofApi('4XXError', 'Sum'),
      ofApi('5XXError', 'Sum'),
    ]),
    graph('Time for an answer (ms)', [ofApi('Latency', 'p50'), ofApi('Latency', 'p99')]),
    graph('Registrations and sessions dropped', own('Registrations', 'SessionsDropped')),
    graph('Control plane', own('AttachCalls', 'DetachCalls', 'Throttles')),
    graph('Applying and revoking (ms, p99)', own('ApplyMilliseconds', 'RevokeToDetachMilliseconds')),
    graph('Pending after a sweep', own('PendingScopes', 'PendingUsers')),
    graph('Oldest due work (ms)', own('OldestDueAgeMilliseconds')),
    graph('What should be nothing', own('DueFailures', 'DriftFound', 'Withheld', 'TriggersUnfinished')),
    graph('Functions that failed', ofFunctions('Errors', 'Sum')),
    graph('Time of functions (ms, p99)', ofFunctions('Duration', 'p99')),
    graph('Sweeps', own('Sweeps')),
    graph(
      'Dead letters',
      deadLetterQueues.map((queue) => [
        'AWS/SQS',
        'ApproximateNumberOfMessagesVisible',
        'QueueName',
        `\${${queue}.QueueName}`,
        { stat: 'Maximum', label: queue },
      ]),
    ),
  ];
  return {
    Dashboard: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: {
        DashboardName: prefix,
        DashboardBody: {
          'Fn::Sub': JSON.stringify({
            widgets: widgets.map((widget, index) => ({ ...widget, ...placeOf(index) })),
          }),
        },
      },
    },
  };
};

/** What a sweep finds, not what it adds to. */
const gauges: ReadonlySet<Metric> = new Set(['PendingScopes', 'PendingUsers']);

const graph = (title: string, metrics: readonly unknown[]) => ({
  type: 'metric',
  properties: { title, metrics, region: '${AWS::Region}', view: 'timeSeries', period: 60 },
});

/** Two in a row, on a grid of 24 columns. */
const placeOf = (index: number) => ({
  x: (index % 2) * 12,
  y: Math.floor(index / 2) * 6,
  width: 12,
  height: 6,
});
