// What the table of the running stack holds.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import type { StackDescription } from '../../local/stack-description.ts';

export type Item = Readonly<Record<string, unknown>>;

/** Every item that names one of the given texts: other tests, and sweeps, write others meanwhile. */
export const storedAbout = async (
  stack: StackDescription,
  names: readonly string[],
): Promise<readonly Item[]> => {
  const found: Item[] = [];
  const pages = paginateScan(
    { client: documentsOf(stack) },
    { TableName: stack.tableName, ConsistentRead: true },
  );
  for await (const { Items = [] } of pages) {
    found.push(...Items.filter((item) => names.some((name) => JSON.stringify(item).includes(name))));
  }
  return found.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
};

export const documentsOf = ({ region, endpoints }: StackDescription): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      region,
      endpoint: endpoints.dynamodb,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );

const placeOf = ({ pk, sk }: Item): string => `${pk} ${sk}`;
