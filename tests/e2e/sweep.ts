// The sweeper, when a test wants it instead of every minute.
import { mkdir, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { inject } from 'vitest';
import * as z from 'zod/mini';
import type { StackDescription } from '../../local/stack-description.ts';
import { placeAt } from '../../src/aws/store-keys.ts';
import { documentsOf, storedAbout } from './stored.ts';

/**
 * Until it is disposed of no other test sweeps: one would do what the other has yet to look at, or return while the other
 * is still at work. Whoever makes the folder has the sweeper.
 */
export const soleSweeper = async (stack: StackDescription) => {
  const turn = join(inject('turns'), 'sweeper');
  const taken = () =>
    mkdir(turn).then(
      () => true,
      (error) => {
        if (error.code === 'EEXIST') return false;
        throw error;
      },
    );
  while (!(await taken())) await setTimeout(50);
  return {
    /** One sweep, to its end. */
    sweep: () => sweep(stack),
    /** As if the time had come for all that is to be done about the given names; then a sweep does it. */
    sweepInTime: async (names: readonly string[]) => {
      const client = documentsOf(stack);
      const due = (await storedAbout(stack, names)).filter(({ sk }) => sk === 'due');
      for (const item of due) {
        const now = Date.now();
        const key = placeAt(now, String(item['pk']));
        await client.send(new PutCommand({ TableName: stack.tableName, Item: { ...item, key, dueAt: now } }));
      }
      return sweep(stack);
    },
    [Symbol.asyncDispose]: () => rmdir(turn),
  };
};

const sweep = async ({ endpoints }: StackDescription) => {
  const answer = await fetch(`${endpoints.lambda}/2015-03-31/functions/iot-attache-local-sweep/invocations`, {
    method: 'POST',
    body: '{}',
  });
  return Report.parse(await answer.json());
};

const Report = z.object({
  tasks: z.record(z.string(), z.record(z.string(), z.number())),
  left: z.number(),
});
