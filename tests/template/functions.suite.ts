import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { PackagedService } from '../../scripts/package-service.ts';
import { at, ofType, planted, type Template } from './template.ts';

/** The variables of each function: whoever adds one says so here. */
const environments = {
  register: [
    'ACCOUNT_ID',
    'CORS_ORIGINS',
    'DEVICE_LIMIT',
    'EVERYONE_DOCUMENTS',
    'IDENTITY_POOL_ID',
    'POLICY_PREFIX',
    'RETAINED_TOPICS',
    'SERVICE_STAGE',
    'TABLE_NAME',
    'USER_POOL_CLIENT_IDS',
    'USER_POOL_ID',
  ],
  me: [
    'CORS_ORIGINS',
    'RETAINED_TOPICS',
    'SERVICE_STAGE',
    'TABLE_NAME',
    'USER_POOL_CLIENT_IDS',
    'USER_POOL_ID',
  ],
  grants: [
    'ACCOUNT_ID',
    'ADMIN_GROUP',
    'CORS_ORIGINS',
    'EVERYONE_DOCUMENTS',
    'POLICY_PREFIX',
    'SERVICE_STAGE',
    'TABLE_NAME',
    'USER_POOL_CLIENT_IDS',
    'USER_POOL_ID',
  ],
  users: [
    'ACCOUNT_ID',
    'ADMIN_GROUP',
    'CORS_ORIGINS',
    'POLICY_PREFIX',
    'RETAINED_TOPICS',
    'SERVICE_STAGE',
    'TABLE_NAME',
    'USER_POOL_CLIENT_IDS',
    'USER_POOL_ID',
  ],
  access: [
    'ADMIN_GROUP',
    'CORS_ORIGINS',
    'RETAINED_TOPICS',
    'TABLE_NAME',
    'USER_POOL_CLIENT_IDS',
    'USER_POOL_ID',
  ],
  'audit-events': ['ADMIN_GROUP', 'CORS_ORIGINS', 'TABLE_NAME', 'USER_POOL_CLIENT_IDS', 'USER_POOL_ID'],
  // The pool refers to its triggers: they know nothing of the pool.
  'post-confirmation': ['DEFAULT_GROUPS', 'SERVICE_STAGE', 'TABLE_NAME'],
  'pre-token-generation': ['ACCOUNT_ID', 'POLICY_PREFIX', 'SERVICE_STAGE', 'TABLE_NAME'],
  'pool-events': ['ACCOUNT_ID', 'POLICY_PREFIX', 'SERVICE_STAGE', 'TABLE_NAME', 'USER_POOL_ID'],
  sweep: ['ACCOUNT_ID', 'EVERYONE_DOCUMENTS', 'POLICY_PREFIX', 'SERVICE_STAGE', 'TABLE_NAME'],
  public: ['API_URL', 'CORS_ORIGINS'],
} as const;

/** What a deployment would put into them. */
const values = {
  ACCOUNT_ID: '123456789012',
  ADMIN_GROUP: 'admins',
  API_URL: 'https://abcdefghij.execute-api.us-east-1.amazonaws.com/dev',
  CORS_ORIGINS: 'http://localhost:8000',
  DEFAULT_GROUPS: 'crew,guests',
  DEVICE_LIMIT: '20',
  EVERYONE_DOCUMENTS: '1',
  IDENTITY_POOL_ID: 'us-east-1:11111111-2222-4333-8444-555555555555',
  POLICY_PREFIX: 'iot-attache-dev',
  RETAINED_TOPICS: 'users/${identityId}/#',
  SERVICE_STAGE: 'dev',
  TABLE_NAME: 'iot-attache-dev',
  USER_POOL_CLIENT_IDS: 'client',
  USER_POOL_ID: 'us-east-1_TestPool1',
};

/** In KB, some room above what they are: what makes one larger is to be noticed. */
const largestArchives: Readonly<Record<keyof typeof environments, number>> = {
  register: 220,
  me: 200,
  grants: 220,
  users: 240,
  access: 160,
  'audit-events': 160,
  'post-confirmation': 180,
  'pre-token-generation': 200,
  'pool-events': 200,
  sweep: 220,
  public: 60,
};

const names = Object.keys(environments);
const run = promisify(execFile);

export const functionsSuite = (template: () => Template, service: () => PackagedService) =>
  describe('the functions', () => {
    it('are these', () => {
      expect(functionsOf(template()).map(({ FunctionName }) => FunctionName)).toEqual(
        names.map((name) => `iot-attache-dev-${name}`),
      );
    });

    it('have a role each, their own size and time, and one way of running', () => {
      expect(faultsOf(template())).toEqual([]);
    });

    it.each([
      ['a role is shared', ['MeLambdaFunction', 'Properties', 'Role', 'Fn::GetAtt', 0], 'RegisterRole'],
      ['a time is beyond the gateway’s', ['MeLambdaFunction', 'Properties', 'Timeout'], 30],
      ['a sweep meets the next one', ['SweepLambdaFunction', 'Properties', 'Timeout'], 61],
      ['a runtime differs', ['MeLambdaFunction', 'Properties', 'Runtime'], 'nodejs18.x'],
      ['tracing is off', ['MeLambdaFunction', 'Properties', 'TracingConfig', 'Mode'], 'PassThrough'],
      ['logs are kept forever', ['MeLogGroup', 'Properties', 'RetentionInDays'], undefined],
      ['the log group is another’s', ['MeLogGroup', 'Properties', 'LogGroupName'], '/aws/lambda/other'],
    ] as const)('would be found wanting when %s', (_, path, value) => {
      expect(faultsOf(planted(template(), [...path], value))).not.toEqual([]);
    });

    it.each(Object.entries(environments))('%s knows what it reads, and no more', (name, expected) => {
      const found = functionsOf(template()).find(
        ({ FunctionName }) => FunctionName === `iot-attache-dev-${name}`,
      );
      expect(Object.keys(Object(at(found, 'Environment', 'Variables'))).sort()).toEqual(expected);
    });

    it('that is scheduled runs every minute, and is not tried again in between', () => {
      expect(
        scheduled(template()).map(([, { Properties }]) => [
          at(Properties, 'ScheduleExpression'),
          at(Properties, 'State'),
          at(Properties, 'Targets', 0, 'Arn', 'Fn::GetAtt', 0),
          at(Properties, 'Targets', 1),
        ]),
      ).toEqual([['rate(1 minute)', 'ENABLED', 'SweepLambdaFunction', undefined]]);
      expect(template().Resources['SweepLambdaEvConf']?.Properties).toEqual({
        FunctionName: { Ref: 'SweepLambdaFunction' },
        Qualifier: '$LATEST',
        DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['SweepDeadLetters', 'Arn'] } } },
        MaximumRetryAttempts: 0,
        MaximumEventAgeInSeconds: 60,
      });
    });

    it('learn where they are from the stack', () => {
      const variables = Object.assign(
        {},
        ...functionsOf(template()).map((definition) => at(definition, 'Environment', 'Variables')),
      );
      expect(variables).toEqual({
        ADMIN_GROUP: 'admins',
        API_URL: {
          'Fn::Sub': 'https://${ApiGatewayRestApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/dev',
        },
        USER_POOL_ID: { Ref: 'CognitoUserPoolMain' },
        USER_POOL_CLIENT_IDS: { Ref: 'UserPoolClient' },
        IDENTITY_POOL_ID: { Ref: 'IdentityPool' },
        SERVICE_STAGE: 'dev',
        TABLE_NAME: { Ref: 'Table' },
        POLICY_PREFIX: 'iot-attache-dev',
        ACCOUNT_ID: { Ref: 'AWS::AccountId' },
        RETAINED_TOPICS: 'users/${identityId}/#',
        EVERYONE_DOCUMENTS: '1',
        DEVICE_LIMIT: '20',
        DEFAULT_GROUPS: '',
        CORS_ORIGINS: 'http://localhost:8000',
      });
    });

    it.each(Object.entries(largestArchives))('%s stays small: %i KB packed', async (name, kilobytes) => {
      expect(await service().archiveSizeOf(name)).toBeLessThan(kilobytes * 1024);
    });

    it.each(names)('%s is deployed as one module with a handler, SDK and all', async (name) => {
      const archive = await service().archiveOf(name);
      const [handler] = functionsOf(template())
        .filter(({ FunctionName }) => FunctionName === `iot-attache-dev-${name}`)
        .map(({ Handler }) => String(Handler));
      expect([...archive.keys()]).toEqual([handler?.replace(/\.handler$/, '.cjs')]);

      const { metafile } = await build({
        entryPoints: [await service().bundleOf(name)],
        bundle: true,
        packages: 'external',
        platform: 'node',
        format: 'cjs',
        write: false,
        metafile: true,
        logLevel: 'error',
        outfile: 'out.cjs',
      });
      const output = metafile.outputs['out.cjs'];
      const missing = output?.imports.filter(({ path }) => !isBuiltin(path));
      expect(missing).toEqual([]);
    });

    it.each(Object.entries(environments))('%s starts with what it knows', async (name, known) => {
      const env = Object.fromEntries(known.map((variable) => [variable, values[variable]]));
      const path = JSON.stringify(await service().bundleOf(name));
      const script = `process.stdout.write(typeof require(${path}).handler)`;
      const { stdout } = await run(process.execPath, ['--input-type=commonjs', '--eval', script], {
        env: { AWS_REGION: 'us-east-1', ...env },
      });
      expect(stdout).toBe('function');
    });

    it('have a place for all that they are made of: CloudFormation takes 500 resources', () => {
      expect(Object.keys(template().Resources).length).toBeLessThan(250);
    });

    it('carry the schemas of the operations that they call, and no others', async () => {
      const bundle = await readFile(await service().bundleOf('register'), 'utf8');
      expect(bundle).toContain('"/target-policies/{policyName}"');
      expect(bundle).not.toContain('"/thing-groups/updateThingGroupsForThing"');
    });
  });

/** In seconds: until the next one starts for what is scheduled, and what the gateway waits for all others. */
const timeOf = (template: Template, index: number): number => {
  const [logicalId] = ofType(template, 'AWS::Lambda::Function')[index] ?? [];
  const isScheduled = scheduled(template).some(
    ([, { Properties }]) => at(Properties, 'Targets', 0, 'Arn', 'Fn::GetAtt', 0) === logicalId,
  );
  return isScheduled ? 60 : 29;
};

const scheduled = (template: Template) =>
  ofType(template, 'AWS::Events::Rule').filter(
    ([, { Properties }]) => at(Properties, 'ScheduleExpression') !== undefined,
  );

type LambdaProperties = Readonly<Record<string, unknown>>;

const functionsOf = (template: Template): readonly LambdaProperties[] =>
  ofType(template, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);

const faultsOf = (template: Template): readonly string[] => {
  const functions = functionsOf(template);
  const roles = functions.map(({ Role }) => String(at(Role, 'Fn::GetAtt', 0)));
  const retained = ofType(template, 'AWS::Logs::LogGroup')
    .filter(([, { Properties }]) => Number(at(Properties, 'RetentionInDays')) > 0)
    .map(([, { Properties }]) => at(Properties, 'LogGroupName'));
  return functions.flatMap((definition, index) => {
    const { FunctionName, Runtime, Architectures, MemorySize, Timeout } = definition;
    const checks: Readonly<Record<string, boolean>> = {
      'has a role of its own': roles.filter((role) => role === roles[index]).length === 1,
      'has a role of this stack': (roles[index] ?? '') in template.Resources,
      'has memory': Number(MemorySize) >= 128 && Number(MemorySize) <= 2048,
      'ends before it is given up': Number(Timeout) > 0 && Number(Timeout) < timeOf(template, index),
      'runs on Node 24, arm64': Runtime === 'nodejs24.x' && String(Architectures) === 'arm64',
      'is traced': at(definition, 'TracingConfig', 'Mode') === 'Active',
      'has logs that end': retained.includes(`/aws/lambda/${String(FunctionName)}`),
    };
    return Object.entries(checks)
      .filter(([, holds]) => !holds)
      .map(([check]) => `${String(FunctionName)}: ${check} – not so`);
  });
};
