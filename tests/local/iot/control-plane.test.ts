// What the control plane adds for tests: the record of calls, faults, quotas.

import { once } from 'node:events';
import { connect } from 'node:net';
import { GetIdCommand } from '@aws-sdk/client-cognito-identity';
import {
  AttachPolicyCommand,
  CreatePolicyCommand,
  GetPolicyCommand,
  ListPoliciesCommand,
} from '@aws-sdk/client-iot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startIotCore } from '../../../local/iot/start-iot-core.ts';
import {
  accountId,
  createClock,
  identityPoolId,
  type LocalAws,
  openRole,
  outcomeOf,
  provider,
  region,
  startLocalAws,
} from './local-aws.ts';
import { idToken } from './user-pool-keys.ts';

const policyDocument = JSON.stringify(openRole);
const create = (policyName: string) => aws.iot.send(new CreatePolicyCommand({ policyName, policyDocument }));
const local = async (method: string, path: string, body?: object): Promise<unknown> => {
  const init = { method, ...(body && { body: JSON.stringify(body) }) };
  return (await fetch(`${aws.iotCore.controlUrl}/_local/${path}`, init)).json();
};

const clock = createClock();
let aws: LocalAws;
beforeEach(async () => {
  aws = await startLocalAws({ now: clock.now });
});
afterEach(() => aws.close());

describe('the record of calls', () => {
  it('holds what was asked and answered, in order, until it is cleared', async () => {
    await create('p');
    await outcomeOf(create('p'));
    await outcomeOf(aws.iot.send(new AttachPolicyCommand({ policyName: 'p', target: 'nobody' })));
    const at = new Date(clock.now()).toISOString();
    const input = { policyName: 'p', policyDocument };
    expect(await local('GET', 'calls')).toEqual([
      { service: 'iot', operation: 'CreatePolicy', input, status: 200, at },
      { service: 'iot', operation: 'CreatePolicy', input, status: 409, at },
      {
        service: 'iot',
        operation: 'AttachPolicy',
        input: { policyName: 'p', target: 'nobody' },
        status: 400,
        at,
      },
    ]);
    await local('DELETE', 'calls');
    expect(await local('GET', 'calls')).toEqual([]);
  });
});

describe('a fault', () => {
  it('fails the next calls of its operation only, then no more', async () => {
    const effect = { kind: 'error', name: 'ServiceUnavailableException', status: 503 };
    await local('POST', 'faults', { operation: 'CreatePolicy', times: 2, skip: 1, effect });
    const outcomes = [];
    for (const name of ['a', 'b', 'c', 'd']) outcomes.push(await outcomeOf(create(name)));
    const failed = 'ServiceUnavailableException 503';
    expect(outcomes).toEqual(['ok', failed, failed, 'ok']);
    expect(await outcomeOf(aws.iot.send(new GetPolicyCommand({ policyName: 'b' })))).toBe(
      'ResourceNotFoundException 404',
    );
    expect(await local('GET', 'faults')).toEqual([]);
  });

  it('loses the answer after the call has taken effect', async () => {
    aws.iotCore.faults.add({ operation: 'CreatePolicy', effect: { kind: 'lost-answer' } });
    expect(await outcomeOf(create('p'))).not.toBe('ok');
    expect(await outcomeOf(aws.iot.send(new GetPolicyCommand({ policyName: 'p' })))).toBe('ok');
    expect(aws.iotCore.calls.list().map(({ operation, status }) => `${operation} ${status}`)).toEqual([
      'CreatePolicy 200',
      'GetPolicy 200',
    ]);
  });

  it('hangs without effect', async () => {
    aws.iotCore.faults.add({ operation: 'CreatePolicy', effect: { kind: 'hang' } });
    const controller = new AbortController();
    const outcome = outcomeOf(
      aws.iot.send(new CreatePolicyCommand({ policyName: 'p', policyDocument }), {
        abortSignal: controller.signal,
      }),
    );
    await expect.poll(() => aws.iotCore.faults.list()).toEqual([]);
    controller.abort();
    expect(await outcome).toContain('AbortError');
    expect(await outcomeOf(create('p'))).toBe('ok');
  });

  it('hits the identity pool too, and is cleared on request', async () => {
    const getId = () =>
      outcomeOf(
        aws.identity.send(
          new GetIdCommand({ IdentityPoolId: identityPoolId, Logins: { [provider]: idToken('alice') } }),
        ),
      );
    const effect = { kind: 'error', name: 'InternalErrorException', status: 500 };
    await local('POST', 'faults', { operation: 'GetId', times: 9, effect });
    expect(await getId()).toBe('InternalErrorException 500');
    await local('DELETE', 'faults');
    expect(await getId()).toBe('ok');
  });

  it('of an unknown kind is refused', async () => {
    const effect = { kind: 'explode' };
    const response = await fetch(`${aws.iotCore.controlUrl}/_local/faults`, {
      method: 'POST',
      body: JSON.stringify({ operation: 'GetId', effect }),
    });
    expect([response.status, aws.iotCore.faults.list()]).toEqual([400, []]);
  });
});

describe('quotas', () => {
  const calls = (count: number, call: () => Promise<unknown>) =>
    Promise.all(Array.from({ length: count }, () => outcomeOf(call())));
  const count = (outcomes: readonly string[], wanted: string) =>
    outcomes.filter((one) => one === wanted).length;

  it('are each operation’s own, refuse by HTTP 400, and refill by the second', async () => {
    await aws.close();
    aws = await startLocalAws({ now: clock.now, throttle: true });
    await create('p');
    const target = 'us-east-1:0f8fad5b-d9cb-469f-a165-70867728950e';
    const attach = () => aws.iot.send(new AttachPolicyCommand({ policyName: 'p', target }));
    const get = () => aws.iot.send(new GetPolicyCommand({ policyName: 'p' }));
    const first = await calls(20, attach);
    expect([count(first, 'ok'), count(first, 'ThrottlingException 400')]).toEqual([15, 5]);
    expect(count(await calls(12, get), 'ok')).toBe(10);
    clock.advance(0.2);
    expect(count(await calls(10, attach), 'ok')).toBe(3);
    clock.advance(60);
    expect(count(await calls(20, attach), 'ok')).toBe(15);
    const getId = () =>
      aws.identity.send(
        new GetIdCommand({ IdentityPoolId: identityPoolId, Logins: { [provider]: idToken('a') } }),
      );
    const ids = await calls(27, getId);
    expect([count(ids, 'ok'), count(ids, 'TooManyRequestsException 400')]).toEqual([25, 2]);
  });

  it('are not enforced unless asked for', async () => {
    expect(count(await calls(40, () => aws.iot.send(new ListPoliciesCommand({}))), 'ok')).toBe(40);
  });
});

describe('the server', () => {
  it('answers what is no operation, no JSON and no path as AWS would: by an error', async () => {
    const ask = async (path: string, init?: RequestInit) => {
      const response = await fetch(`${aws.iotCore.controlUrl}${path}`, init);
      return `${response.headers.get('x-amzn-errortype')} ${response.status}`;
    };
    expect(await ask('/nowhere')).toBe('ResourceNotFoundException 404');
    expect(await ask('/policies/%E0%A4')).toBe('ResourceNotFoundException 404');
    expect(await ask('/policies/p', { method: 'POST', body: '{' })).toBe('InvalidRequestException 400');
    expect(await ask('/policies/p', { method: 'POST', body: '[]' })).toBe('InvalidRequestException 400');
    expect(await ask('/policies/p', { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) })).toBe(
      'InvalidRequestException 400',
    );
  });

  it.each(['port', 'dataPort'])('says which %s is in use, and leaves none open', async (name) => {
    const port = Number(new URL(aws.iotCore.controlUrl).port);
    const starting = startIotCore({ region, accountId, role: openRole, [name]: port });
    await expect(starting).rejects.toThrow(`Cannot listen on 127.0.0.1:${port}`);
  });

  it('survives a request that has no path', async () => {
    const { hostname, port } = new URL(aws.iotCore.dataUrl);
    const socket = connect(Number(port), hostname);
    const lines = ['GET // HTTP/1.1', 'host: x', 'connection: upgrade', 'upgrade: websocket', '', ''];
    socket.end(lines.join('\r\n'));
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain('404 Not Found');
  });
});
