// Makes a table of a template's `AWS::DynamoDB::Table` on the local DynamoDB.
import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
  type UpdateTimeToLiveCommandInput,
} from '@aws-sdk/client-dynamodb';

/** `Properties` of the resource, references already resolved. */
export type TableProperties = Pick<CreateTableCommandInput, CreatedMember> &
  Partial<Pick<UpdateTimeToLiveCommandInput, 'TimeToLiveSpecification'>> & {
    readonly [member in IgnoredMember]?: unknown;
  };

/** Returns when the table can be used. Throws ResourceInUseException when it exists. */
export const createTable = async (url: string, properties: TableProperties): Promise<void> => {
  const unknown = Object.keys(properties).filter((member) => !knownMembers.has(member));
  if (unknown.length > 0) throw new Error(`Not known of a table: ${unknown.join(', ')}`);
  const { TableName, TimeToLiveSpecification } = properties;
  const client = new DynamoDBClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    await client.send(new CreateTableCommand(createdPartOf(properties)));
    await becomeActive(client, TableName);
    if (TimeToLiveSpecification?.Enabled)
      await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
  } finally {
    client.destroy();
  }
};

type CreatedMember = (typeof createdMembers)[number];
type IgnoredMember = (typeof ignoredMembers)[number];

const createdMembers = [
  'TableName',
  'AttributeDefinitions',
  'KeySchema',
  'BillingMode',
  'ProvisionedThroughput',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
] as const;

/** They change nothing that a caller of the table sees. */
const ignoredMembers = [
  'ContributorInsightsSpecification',
  'DeletionProtectionEnabled',
  'KinesisStreamSpecification',
  'OnDemandThroughput',
  'PointInTimeRecoverySpecification',
  'ResourcePolicy',
  'SSESpecification',
  'StreamSpecification',
  'TableClass',
  'Tags',
  'WarmThroughput',
] as const;

const knownMembers: ReadonlySet<string> = new Set([
  ...createdMembers,
  ...ignoredMembers,
  'TimeToLiveSpecification',
]);

const createdPartOf = ({
  TableName,
  AttributeDefinitions,
  KeySchema,
  BillingMode,
  ProvisionedThroughput,
  GlobalSecondaryIndexes,
  LocalSecondaryIndexes,
}: TableProperties): CreateTableCommandInput => ({
  TableName,
  AttributeDefinitions,
  KeySchema,
  BillingMode,
  ProvisionedThroughput,
  GlobalSecondaryIndexes: GlobalSecondaryIndexes?.map(
    ({ IndexName, KeySchema, Projection, ProvisionedThroughput }) => ({
      IndexName,
      KeySchema,
      Projection,
      ProvisionedThroughput,
    }),
  ),
  LocalSecondaryIndexes,
});

const becomeActive = async (client: DynamoDBClient, TableName: string | undefined): Promise<void> => {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  if (Table?.TableStatus === 'ACTIVE') return;
  await pause(5);
  return becomeActive(client, TableName);
};
