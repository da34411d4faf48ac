// Counts what an AWS client asks, attempt by attempt, as AWS's quotas do: what the SDK retries by itself is seen nowhere else.
import type { __Client } from '@aws-sdk/client-iot';
import type { Meter, Metric } from '../provisioning/meter.ts';

/** The same client. */
export const metered = <Input extends object, Output extends Answer, Client>(
  client: Client & { readonly middlewareStack: Stack<Input, Output> },
  meter: Meter,
): Client => {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (request) => {
        const metric = attempts.get(String(commandName));
        if (metric) meter.add(metric, 1);
        try {
          const answer = await next(request);
          if (commandName === 'DeleteConnectionCommand') meter.add('SessionsDropped', 1);
          return answer;
        } catch (error) {
          if (error instanceof Error && throttling.has(error.name)) meter.add('Throttles', 1);
          throw error;
        }
      },
    // Outside the step that reads the answer, inside the one that tries again.
    { step: 'deserialize', name: 'meter', priority: 'high' },
  );
  return client;
};

type Answer = { $metadata: object };
type Stack<Input extends object, Output extends Answer> = __Client<
  unknown,
  Input,
  Output,
  never
>['middlewareStack'];

const attempts: ReadonlyMap<string, Metric> = new Map([
  ['AttachPolicyCommand', 'AttachCalls'],
  ['DetachPolicyCommand', 'DetachCalls'],
]);

/** By name: IoT Core throttles with 400. As the SDK has them, but for LimitExceeded: to IoT Core, that is a full identity. */
const throttling = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);
