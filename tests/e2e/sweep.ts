// The sweeper, when a test wants it instead of every minute.
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { StackDescription } from '../../local/stack-description.ts';
import { placeAt } from '../../src/aws/store-keys.ts';
import { documentsOf, storedAbout } from './stored.ts';

/** One sweep, to its end. */
export const sweep = async ({ endpoints }: StackDescription) => {
  const answer = await fetch(`${endpoints.lambda}/2015-03-31/functions/iot-attache-local-sweep/invocations`, {
    method: 'POST',
    body: '{}',
  });
  return Report.parse(await answer.json());
};

/** As if the time had come for all that is to be done about the given names; then a sweep does it. */
export const sweepInTime = async (stack: StackDescription, names: readonly string[]) => {
  const client = documentsOf(stack);
  const due = (await storedAbout(stack, names)).filter(({ sk }) => sk === 'due');
  for (const item of due) {
    const now = Date.now();
    const key = placeAt(now, String(item['pk']));
    await client.send(new PutCommand({ TableName: stack.tableName, Item: { ...item, key, dueAt: now } }));
  }
  return sweep(stack);
};

const Report = z.object({
  tasks: z.record(z.string(), z.record(z.string(), z.number())),
  left: z.number(),
});
