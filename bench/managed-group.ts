// A group with grants, as an administrator would have made it.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { iotPolicies } from '../src/aws/iot-policies.ts';
import { scopeChanges } from '../src/aws/store-scope-changes.ts';
import { scopeStore } from '../src/aws/store-scopes.ts';
import { type GrantRule, type GrantRuleInput, parseGrantRule } from '../src/domain/grant.ts';
import type { PolicySpace } from '../src/domain/policy-space.ts';
import { parseSubject } from '../src/domain/subject.ts';
import { applyScope } from '../src/provisioning/apply-scope.ts';

export const groupName = 'operators';

const grants: readonly Omit<GrantRuleInput, 'subject'>[] = [
  { actions: ['publish', 'subscribe'], topicFilter: 'sites/${thingName}/state/#' },
  { actions: ['subscribe'], topicFilter: 'plant/1/line/+/state' },
  { actions: ['subscribe'], topicFilter: 'plant/2/#' },
  { actions: ['publish'], topicFilter: 'plant/1/commands' },
  { actions: ['receive'], topicFilter: 'alarms/#' },
  { effect: 'deny', actions: ['publish', 'subscribe'], topicFilter: 'plant/2/secret/#' },
];

/** Stores the group's grants and makes its policy. */
export const manageGroup = async (
  space: PolicySpace,
  tableName: string,
  urls: { readonly dynamodb: string; readonly iot: string },
): Promise<void> => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ region: space.region, credentials, endpoint: urls.dynamodb });
  const iot = new IoTClient({ region: space.region, credentials, endpoint: urls.iot });
  const abortSignal = AbortSignal.timeout(10_000);
  const table = { client: DynamoDBDocumentClient.from(client), tableName, abortSignal };
  const store = { ...scopeStore(table), ...scopeChanges(table) };
  const policies = iotPolicies(iot, abortSignal);
  const now = Date.now();
  const standing = grants.map((grant) => ({ grantId: ulid(), rule: ruleOf(grant) }));
  await store.changeScopes({
    scopes: [
      { scope: { subject, state: 'active', documents: 1, grants: standing, expired: [], generation: 1 } },
    ],
    puts: standing.map((grant) => ({
      grant: { ...grant, createdBy: 'bench', createdAt: now, version: 1, generation: 1 },
    })),
    removals: [],
    users: [],
    due: [],
    audit: {
      auditId: ulid(),
      at: now,
      actor: 'bench',
      subjects: [`group/${groupName}`],
      action: 'grants-changed',
      requestId: 'bench',
    },
  });
  await applyScope({ store, policies, space, clock: Date.now, newId: ulid })(subject);
};

const subject = parseSubject(`group/${groupName}`) ?? { kind: 'everyone' as const };

const ruleOf = (grant: Omit<GrantRuleInput, 'subject'>): GrantRule => {
  const rule = parseGrantRule({ subject, ...grant });
  if (!rule.ok) throw new Error(rule.fault.detail);
  return rule.value;
};
