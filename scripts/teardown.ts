// npm run teardown -- --stage <stage> [--region <region>] [--dry-run] [--yes]
// Deletes what the service of a stage has made at run time, and the files of hosted pages, with the credentials of the
// environment; then `npx serverless remove --stage <stage>` leaves nothing behind.
import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline/promises';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { DeleteTableCommand, DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { IoTClient } from '@aws-sdk/client-iot';
import { S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readOutputs } from './deployed-stack.ts';
import { serviceWorld } from './service-world.ts';
import { tearDown, wouldTearDown } from './tear-down.ts';
import { webBucket } from './web-bucket.ts';

const { values } = parseArgs({
  options: {
    stage: { type: 'string' },
    service: { type: 'string', default: 'iot-attache' },
    region: { type: 'string', default: process.env['AWS_REGION'] ?? 'us-east-1' },
    'dry-run': { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
  },
});

const main = async (stage: string): Promise<number> => {
  const prefix = `${values.service}-${stage}`;
  const say = (line: string) => stdout.write(`${line}\n`);
  if (!values.yes && !values['dry-run']) {
    const prompt = createInterface({ input: stdin, output: stdout });
    const answer = await prompt.question(
      `Deletes the table ${prefix} and all things and policies of its users in ${values.region}. Nobody of that stage will be able to connect. Type ${prefix} to go on: `,
    );
    prompt.close();
    if (answer.trim() !== prefix) {
      say('Nothing was done.');
      return 1;
    }
  }
  const options = { region: values.region, maxAttempts: 10 };
  const dynamodb = new DynamoDBClient(options);
  const { WebBucket } = (await readOutputs(new CloudFormationClient(options), prefix)) ?? {};
  const world = await serviceWorld({
    iot: new IoTClient(options),
    documents: DynamoDBDocumentClient.from(dynamodb),
    space: { region: values.region, accountId: '', prefix },
    pages: WebBucket === undefined ? undefined : webBucket(new S3Client(options), WebBucket),
    say,
    clock: Date.now,
    sleep: (ms) => setTimeout(ms),
    stop: async () => {
      try {
        // Refused while the table is protected: then nothing has been done.
        await dynamodb.send(new DeleteTableCommand({ TableName: prefix }));
        say(`Table ${prefix}: deleted, the functions can do nothing any more`);
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },
  });
  if (values['dry-run']) {
    await wouldTearDown(world, { prefix });
    return 0;
  }
  const { detached, deleted, left, doubtful } = await tearDown(world, { prefix });
  say(`${detached} attachments and ${deleted} policies are gone.`);
  for (const name of doubtful) say(`Left alone, another stage may have made it: ${name}`);
  for (const name of left) say(`Cannot be deleted: ${name}`);
  if (left.length === 0) say(`Now: npx serverless remove --stage ${stage}`);
  return left.length === 0 ? 0 : 1;
};

if (values.stage === undefined || !/^[a-zA-Z0-9-]+$/.test(values.stage)) {
  process.stderr.write(
    'Usage: npm run teardown -- --stage <stage> [--region <region>] [--dry-run] [--yes]\n',
  );
  process.exitCode = 2;
} else {
  process.exitCode = await main(values.stage);
}
