// What a deployment makes before the first request – the fixed policies – and a topic for everyone to try.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreatePolicyCommand, IoTClient } from '@aws-sdk/client-iot';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { iotPolicies } from '../src/aws/iot-policies.ts';
import { iotEndpoint } from '../src/aws/iot-things.ts';
import { provisioningStore } from '../src/aws/store-provisioning.ts';
import { scopeChanges } from '../src/aws/store-scope-changes.ts';
import { scopeStore } from '../src/aws/store-scopes.ts';
import { parseGrantRule } from '../src/domain/grant.ts';
import type { PolicySpace } from '../src/domain/policy-space.ts';
import { everyone } from '../src/domain/subject.ts';
import { applyScope } from '../src/provisioning/apply-scope.ts';
import { defaultRules } from '../src/provisioning/default-rules.ts';
import { prepareStack } from '../src/provisioning/prepare-stack.ts';
import type { StackResources } from './stack-resources.ts';

export const prepareResources = async (stack: {
  readonly space: PolicySpace;
  readonly fixedPolicies: StackResources['fixedPolicies'];
  readonly tableName: string;
  readonly dynamodbUrl: string;
  readonly iotUrl: string;
}): Promise<void> => {
  const { space, fixedPolicies, tableName, dynamodbUrl, iotUrl } = stack;
  const client = { region: space.region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const iot = new IoTClient({ ...client, endpoint: iotUrl });
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ ...client, endpoint: dynamodbUrl }));
  const { signal } = new AbortController();
  const table = { client: documents, tableName, abortSignal: signal };
  const world = {
    store: { ...provisioningStore(table), ...scopeStore(table), ...scopeChanges(table) },
    policies: iotPolicies(iot, signal),
    space,
    clock: Date.now,
    newId: ulid,
  };
  try {
    for (const { name, document } of fixedPolicies) {
      await iot.send(new CreatePolicyCommand({ policyName: name, policyDocument: JSON.stringify(document) }));
    }
    await prepareStack({
      ...world,
      applyScope: applyScope(world),
      endpoints: iotEndpoint(iot, signal),
      everyone: { documents: 1, rules: [...defaultRules, ...demoRules] },
    })({ requestId: 'local-stack', now: Date.now() });
  } finally {
    iot.destroy();
    documents.destroy();
  }
};

const demoTopic = parseGrantRule({
  subject: everyone,
  actions: ['publish', 'subscribe'],
  topicFilter: 'demoTopic',
});
const demoRules = demoTopic.ok ? [demoTopic.value] : [];
