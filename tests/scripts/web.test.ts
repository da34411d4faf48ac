// `npm run web` as a person runs it, against stand-ins for CloudFormation and S3.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../local/api/free-port.ts';
import { type AwsStandIn, bucketName, startAwsStandIn } from './aws-stand-in.ts';

const outputs = {
  ApiUrl: 'https://abc123.execute-api.us-east-1.amazonaws.com/dev',
  Region: 'us-east-1',
  UserPoolId: 'us-east-1_Pool',
  UserPoolClientId: 'app',
  IdentityPoolId: 'us-east-1:1',
  HostedUiUrl: 'https://iot-attache-dev-1.auth.us-east-1.amazoncognito.com',
  TableName: 'iot-attache-dev',
};
const hosting = { ...outputs, WebUrl: 'https://d1.cloudfront.net', WebBucket: bucketName };
const settings = {
  stage: 'dev',
  region: 'us-east-1',
  apiUrl: outputs.ApiUrl,
  userPoolId: outputs.UserPoolId,
  userPoolClientId: outputs.UserPoolClientId,
  signInUrl: outputs.HostedUiUrl,
};

let aws: AwsStandIn;
beforeAll(async () => {
  aws = await startAwsStandIn();
});
afterEach(() => {
  aws.stacks.clear();
  aws.objects.clear();
  aws.stuck.clear();
});
afterAll(() => aws.close());

const run = (args: readonly string[], env: Readonly<Record<string, string>> = aws.env) => {
  const file = fileURLToPath(new URL('../../scripts/web.ts', import.meta.url));
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [file, ...args], { env: { PATH, HOME: '/nowhere', ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const exited = once(child, 'exit').then(([code]) => code);
  return { child, exited, output: () => output };
};

describe('npm run web', () => {
  it('serves the pages against the stage until Ctrl-C', async () => {
    aws.stacks.set('iot-attache-dev', outputs);
    const port = await freePort(0);
    const { child, exited, output } = run(['--stage', 'dev', '--port', String(port)]);
    await expect.poll(() => output().includes('Ready.') || child.exitCode !== null).toBe(true);
    expect(output()).toContain(`http://localhost:${port}/console/`);
    expect(output()).toContain(`--param="corsOrigins=http://localhost:${port}"`);
    const page = await fetch(`http://127.0.0.1:${port}/console/grants`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('/assets/console-')]);
    expect(page.headers.get('content-security-policy')).toContain(
      "connect-src 'self' https://abc123.execute-api.us-east-1.amazonaws.com " +
        'https://iot-attache-dev-1.auth.us-east-1.amazoncognito.com ' +
        'https://cognito-identity.us-east-1.amazonaws.com wss://*.iot.us-east-1.amazonaws.com;',
    );
    expect(await (await fetch(`http://127.0.0.1:${port}/settings.json`)).json()).toEqual(settings);
    child.kill('SIGINT');
    expect(await exited).toBe(0);
  });

  it('says that a port is in use', async () => {
    aws.stacks.set('iot-attache-dev', outputs);
    const occupied = createServer().listen(0, '127.0.0.1');
    await once(occupied, 'listening');
    const address = occupied.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { exited, output } = run(['--stage', 'dev', '--port', String(port)]);
    expect(await exited).toBe(1);
    expect(output()).toContain(`Port ${port} of 127.0.0.1 is in use.`);
    await new Promise((done) => occupied.close(done));
  });

  it('says that there is no such stack, and how to get one', async () => {
    const { exited, output } = run(['--stage', 'staging', '--region', 'eu-west-1']);
    expect(await exited).toBe(1);
    expect(output()).toContain('There is no stack iot-attache-staging in eu-west-1.');
    expect(output()).toContain('npx serverless deploy --stage staging --region eu-west-1');
  });

  it('says that a stack is not one of this service', async () => {
    aws.stacks.set('other-dev', { Something: 'else' });
    const { exited, output } = run(['--stage', 'dev', '--service', 'other']);
    expect(await exited).toBe(1);
    expect(output()).toBe('The stack other-dev is not one of this service, or not deployed yet.\n');
  });

  it('says that there are no credentials', async () => {
    const { AWS_ENDPOINT_URL_CLOUDFORMATION } = aws.env;
    const { exited, output } = run(['--stage', 'dev'], {
      AWS_EC2_METADATA_DISABLED: 'true',
      ...(AWS_ENDPOINT_URL_CLOUDFORMATION && { AWS_ENDPOINT_URL_CLOUDFORMATION }),
    });
    expect(await exited).toBe(1);
    expect(output()).toMatch(/^There are no AWS credentials\. Set AWS_PROFILE, or [^\n]*\n$/);
  });

  it.each([[[]], [['--stage', 'a b']], [['--stage', 'dev', '--port', 'x']]])(
    'tells its usage of %j',
    async (args) => {
      const { exited, output } = run(args);
      expect(await exited).toBe(2);
      expect(output()).toContain('Usage: npm run web -- --stage <stage>');
    },
  );

  it('publishes the pages to the bucket of the stage', async () => {
    aws.stacks.set('iot-attache-dev', hosting);
    aws.objects.set('assets/old-1.js', { body: '', contentType: undefined, cacheControl: undefined });
    const { exited, output } = run(['--stage', 'dev', '--publish']);
    expect(await exited, output()).toBe(0);
    expect(output()).toMatch(/^\d+ files uploaded, 1 old ones removed: https:\/\/d1\.cloudfront\.net\n$/);
    expect(JSON.parse(aws.objects.get('settings.json')?.body ?? '')).toEqual(settings);
    expect(aws.objects.get('console/index.html')?.body).toContain('/assets/console-');
    expect([...aws.objects.keys()]).not.toContain('assets/old-1.js');
  });

  it('says that a stage hosts no pages', async () => {
    aws.stacks.set('iot-attache-dev', outputs);
    const { exited, output } = run(['--stage', 'dev', '--publish']);
    expect(await exited).toBe(1);
    expect(output()).toContain('npx serverless deploy --stage dev --param="web=on"');
    expect(aws.objects.size).toBe(0);
  });
});
