// What a teardown works on, over AWS's clients and at the pace of its quotas.
import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { type IoTClient, paginateListPolicies, paginateListPrincipalThings } from '@aws-sdk/client-iot';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { iotAttachments } from '../src/aws/iot-attachments.ts';
import { iotPolicies } from '../src/aws/iot-policies.ts';
import { iotThings } from '../src/aws/iot-things.ts';
import { grantStore } from '../src/aws/store-grants.ts';
import { memberStore } from '../src/aws/store-members.ts';
import { parseThingName } from '../src/domain/identifiers.ts';
import { type PolicyName, parsePolicyName, scopePolicyNames } from '../src/domain/policy-name.ts';
import type { PolicySpace } from '../src/domain/policy-space.ts';
import { everyone, type Subject } from '../src/domain/subject.ts';
import { pacedAttachments, pacedPolicies, turns } from '../src/provisioning/paced.ts';
import type { Page, PageRequest } from '../src/provisioning/ports.ts';
import type { World } from './tear-down.ts';

export const serviceWorld = async ({
  iot,
  documents,
  space,
  ...rest
}: Pick<World, 'pages' | 'stop' | 'say' | 'clock' | 'sleep'> & {
  readonly iot: IoTClient;
  readonly documents: DynamoDBDocumentClient;
  readonly space: PolicySpace;
}): Promise<World> => {
  const { signal } = new AbortController();
  const turn = turns({ clock: rest.clock, sleep: rest.sleep })(signal);
  const table = { client: documents, tableName: space.prefix, abortSignal: signal };
  const users = await unlessGone(() => everyItem(memberStore(table).listUsers));
  const groups = await unlessGone(() => everyItem(grantStore(table).listGroups));
  const subjects: readonly Subject[] = [
    everyone,
    ...groups.map(({ subject }) => subject),
    ...users.map(({ userId }) => ({ kind: 'user', userId }) as const),
  ];
  return {
    ...rest,
    identities: users.flatMap(({ identityId }) => identityId ?? []),
    known: new Set(subjects.flatMap((subject) => scopePolicyNames(space, subject, mostDocuments))),
    attachments: pacedAttachments(iotAttachments(iot, signal, space.prefix), turn),
    policies: {
      ...pacedPolicies(iotPolicies(iot, signal), turn),
      listPolicies: async () => {
        const names: PolicyName[] = [];
        for await (const { policies = [] } of paginateListPolicies({ client: iot, pageSize: 250 }, {}))
          names.push(...policies.flatMap(({ policyName = '' }) => parsePolicyName(policyName) ?? []));
        return names;
      },
    },
    things: {
      ...iotThings(iot, signal),
      listThings: async (principal) => {
        const names: string[] = [];
        for await (const { things = [] } of paginateListPrincipalThings({ client: iot }, { principal }))
          names.push(...things);
        return names.flatMap((name) =>
          name.startsWith(`${principal}:`) ? (parseThingName(name) ?? []) : [],
        );
      },
    },
  };
};

const mostDocuments = 3;

const everyItem = async <Item>(list: (page: PageRequest) => Promise<Page<Item>>): Promise<Item[]> => {
  const items: Item[] = [];
  for (let after: string | undefined; ; ) {
    const page = await list({ limit: 200, after });
    items.push(...page.items);
    if (page.after === undefined) return items;
    after = page.after;
  }
};

/** A second time, the table is gone already. */
const unlessGone = async <Item>(list: () => Promise<Item[]>): Promise<Item[]> => {
  try {
    return await list();
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
};
