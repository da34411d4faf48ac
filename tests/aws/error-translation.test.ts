// Which of AWS's errors are answers, and that every other one flies on as it is.
import { CognitoIdentityClient, GetIdCommand } from '@aws-sdk/client-cognito-identity';
import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateThingCommand,
  DeletePolicyVersionCommand,
  DeleteThingCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  GetPolicyCommand,
  IoTClient,
  ListAttachedPoliciesCommand,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iot';
import { DeleteConnectionCommand, IoTDataPlaneClient } from '@aws-sdk/client-iot-data-plane';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { connections } from '../../src/aws/connections.ts';
import { identityPool } from '../../src/aws/identity-pool.ts';
import { iotAttachments } from '../../src/aws/iot-attachments.ts';
import { iotPolicies } from '../../src/aws/iot-policies.ts';
import { iotThings } from '../../src/aws/iot-things.ts';
import { thingNameOf } from '../../src/domain/identifiers.ts';
import { parsePolicyName } from '../../src/domain/policy-name.ts';
import { awsError } from '../fakes/memory-iot.ts';
import { deviceId, identityId, parsed, space } from '../fakes/samples.ts';

const iot = mockClient(IoTClient);
const data = mockClient(IoTDataPlaneClient);
const identities = mockClient(CognitoIdentityClient);
beforeEach(() => {
  for (const client of [iot, data, identities]) client.reset();
});
afterAll(() => {
  for (const client of [iot, data, identities]) client.restore();
});

const { signal } = new AbortController();
const options = { region: 'us-east-1' };
const policies = iotPolicies(new IoTClient(options), signal);
const attachments = iotAttachments(new IoTClient(options), signal, space.prefix);
const things = iotThings(new IoTClient(options), signal);
const sessions = connections(new IoTDataPlaneClient(options), signal);
const pool = identityPool(new CognitoIdentityClient(options), signal, {
  region: 'us-east-1',
  userPoolId: 'us-east-1_Pool',
  identityPoolId: 'us-east-1:pool',
});
const name = parsed(parsePolicyName(`${space.prefix}-everyone-1`));
const thing = thingNameOf(identityId, deviceId('web-1'));

const gateway: Readonly<Record<string, { fail: (error: Error) => unknown; call: () => Promise<unknown> }>> = {
  readPolicy: {
    fail: (error) => iot.on(GetPolicyCommand).rejects(error).on(ListPolicyVersionsCommand).resolves({}),
    call: () => policies.readPolicy(name),
  },
  createPolicy: {
    fail: (error) => iot.on(CreatePolicyCommand).rejects(error),
    call: () => policies.createPolicy(name, '{}'),
  },
  createVersion: {
    fail: (error) => iot.on(CreatePolicyVersionCommand).rejects(error),
    call: () => policies.createVersion(name, '{}'),
  },
  deleteVersion: {
    fail: (error) => iot.on(DeletePolicyVersionCommand).rejects(error),
    call: () => policies.deleteVersion(name, '1'),
  },
  detachPolicy: {
    fail: (error) => iot.on(DetachPolicyCommand).rejects(error),
    call: () => attachments.detachPolicy(name, identityId),
  },
  createThing: {
    fail: (error) => iot.on(CreateThingCommand).rejects(error),
    call: () => things.createThing(thing),
  },
  detachThing: {
    fail: (error) => iot.on(DetachThingPrincipalCommand).rejects(error),
    call: () => things.detachThing(thing, identityId),
  },
  dropConnection: {
    fail: (error) => data.on(DeleteConnectionCommand).rejects(error),
    call: () => sessions.dropConnection(thing),
  },
  identityOf: {
    fail: (error) => identities.on(GetIdCommand).rejects(error),
    call: () => pool.identityOf('token'),
  },
};

const answers: readonly [keyof typeof gateway, string, unknown][] = [
  ['readPolicy', 'ResourceNotFoundException', undefined],
  ['createPolicy', 'ResourceAlreadyExistsException', 'exists'],
  ['createVersion', 'VersionsLimitExceededException', 'versions-full'],
  ['deleteVersion', 'ResourceNotFoundException', undefined],
  ['detachPolicy', 'ResourceNotFoundException', undefined],
  ['createThing', 'ResourceAlreadyExistsException', undefined],
  ['detachThing', 'ResourceNotFoundException', undefined],
  ['dropConnection', 'ResourceNotFoundException', undefined],
  ['identityOf', 'NotAuthorizedException', 'refused'],
];

describe('an error that is an answer', () => {
  it.each(answers)('%s: %s', async (method, error, answer) => {
    gateway[method]?.fail(awsError(error));
    expect(await gateway[method]?.call()).toBe(answer);
  });
});

describe('any other error flies on', () => {
  const others = ['ThrottlingException', 'InternalFailureException', 'AccessDeniedException', 'TimeoutError'];
  const cases = Object.keys(gateway).flatMap((method) => others.map((error) => [method, error] as const));
  it.each(cases)('%s: %s', async (method, error) => {
    gateway[method]?.fail(awsError(error));
    await expect(gateway[method]?.call()).rejects.toMatchObject({ name: error });
  });
});

describe('the gateways', () => {
  it('ask the identity pool with the login, never without', async () => {
    identities.on(GetIdCommand).resolves({ IdentityId: identityId });
    expect(await pool.identityOf('token-1')).toBe(identityId);
    expect(identities.commandCalls(GetIdCommand)[0]?.args[0].input).toEqual({
      IdentityPoolId: 'us-east-1:pool',
      Logins: { 'cognito-idp.us-east-1.amazonaws.com/us-east-1_Pool': 'token-1' },
    });
  });

  it.each(['', 'us-east-1:*', 'not an identity'])(
    'take no identity that is none: "%s"',
    async (IdentityId) => {
      identities.on(GetIdCommand).resolves({ IdentityId });
      await expect(pool.identityOf('token')).rejects.toThrow('identity');
    },
  );

  it('read every page of what is attached', async () => {
    iot
      .on(ListAttachedPoliciesCommand, { marker: undefined })
      .resolves({ policies: [{ policyName: 'a' }], nextMarker: 'next' })
      .on(ListAttachedPoliciesCommand, { marker: 'next' })
      .resolves({ policies: [{ policyName: 'b' }] });
    expect(await attachments.listAttached(identityId)).toEqual(['a', 'b']);
  });

  it('attach and detach no policy but the service’s own', async () => {
    const foreign = parsed(parsePolicyName('AdministratorEverything'));
    await expect(attachments.attachPolicy(foreign, identityId)).rejects.toThrow(
      'Only policies of this service',
    );
    await expect(attachments.detachPolicy(foreign, identityId)).rejects.toThrow(
      'Only policies of this service',
    );
    expect(iot.calls()).toHaveLength(0);
  });

  it('wait for a detached thing to count as detached', async () => {
    iot.on(DeleteThingCommand).rejectsOnce(awsError('InvalidRequestException')).resolves({});
    await things.deleteThing(thing);
    expect(iot.commandCalls(DeleteThingCommand)).toHaveLength(2);
  });
});
