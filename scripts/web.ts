// npm run web -- --stage <stage> [--region <region>] [--port <port>]
// npm run web -- --stage <stage> [--region <region>] --publish
// The demo page and the console on this machine, against a stage that has been deployed; or put where that stage hosts
// them. With the credentials of the environment.
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { awsConnections } from '../infra/web-headers.ts';
import { buildPages } from '../local/web/build-pages.ts';
import { startWebServer } from '../local/web/start-web-server.ts';
import type { Settings } from '../web/shared/settings.ts';
import { type DeployedStack, readStack } from './deployed-stack.ts';
import { publishWeb } from './publish-web.ts';
import { webBucket } from './web-bucket.ts';

const { values } = parseArgs({
  options: {
    stage: { type: 'string', default: '' },
    service: { type: 'string', default: 'iot-attache' },
    region: { type: 'string', default: process.env['AWS_REGION'] ?? 'us-east-1' },
    port: { type: 'string', default: '8000' },
    publish: { type: 'boolean', default: false },
  },
});
const { stage, region } = values;
const stackName = `${values.service}-${stage}`;

const main = async (): Promise<void> => {
  const stack = await readStack(new CloudFormationClient({ region }), stackName);
  if (stack === undefined)
    throw new Error(
      `There is no stack ${stackName} in ${region}. Deploy it: npx serverless deploy --stage ${stage} --region ${region}`,
    );
  const act = values.publish ? publishing(stack) : serving(stack);
  const pages = await buildPages();
  try {
    await act(pages.folder);
  } finally {
    await pages.close();
  }
};

const publishing = (stack: DeployedStack) => {
  const { WebBucket, WebUrl } = stack;
  if (WebBucket === undefined)
    throw new Error(
      `${stackName} hosts no pages. Deploy it so that it does: npx serverless deploy --stage ${stage} --param="web=on"`,
    );
  const bucket = webBucket(new S3Client({ region }), WebBucket);
  return async (folder: string): Promise<void> => {
    const { uploaded, removed } = await publishWeb(bucket, { folder, settings: settingsOf(stack) });
    console.log(`${uploaded} files uploaded, ${removed} old ones removed: ${WebUrl}`);
  };
};

const serving =
  (stack: DeployedStack) =>
  async (folder: string): Promise<void> => {
    const stopped = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
    const port = Number(values.port);
    const web = await startWebServer(port).catch((error: unknown) => {
      throw isInUse(error)
        ? new Error(
            `Port ${port} of 127.0.0.1 is in use. Stop what listens there, or give another: --port <port>`,
          )
        : error;
    });
    const { ApiUrl: api, HostedUiUrl: signIn } = stack;
    const urlSuffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    web.serve({
      folder,
      settings: settingsOf(stack),
      connections: awsConnections({ api, signIn, region, urlSuffix }),
    });
    const [url] = web.origins;
    console.log(`
  demo page      ${url}/
  console        ${url}/console/
  API            ${api}
  sign-in        ${signIn}
${port === 8000 ? '' : elsewhere(url)}
Ready. Ctrl-C stops it.`);
    await stopped;
    await web.close();
  };

const settingsOf = (stack: DeployedStack): Settings => ({
  stage,
  region,
  apiUrl: stack.ApiUrl,
  userPoolId: stack.UserPoolId,
  userPoolClientId: stack.UserPoolClientId,
  signInUrl: stack.HostedUiUrl,
});

const elsewhere = (url = '') => `
  Only an origin that the stage was deployed with may call its API and come back from the sign-in: for this one,
  --param="corsOrigins=${url}" --param="callbackUrls=${url}/,${url}/console/"
`;

const isInUse = (error: unknown): boolean =>
  error instanceof Error &&
  error.cause instanceof Error &&
  'code' in error.cause &&
  error.cause.code === 'EADDRINUSE';

const explained = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'CredentialsProviderError')
    return 'There are no AWS credentials. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
  return error.name === 'Error' ? error.message : `${error.name}: ${error.message}`;
};

if (!/^[a-zA-Z0-9-]+$/.test(stage) || !/^\d{1,5}$/.test(values.port)) {
  console.error('Usage: npm run web -- --stage <stage> [--region <region>] [--port <port>] [--publish]');
  process.exitCode = 2;
} else {
  main().catch((error: unknown) => {
    console.error(explained(error));
    process.exitCode = 1;
  });
}
