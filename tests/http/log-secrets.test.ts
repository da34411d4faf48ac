// Nothing secret enters a log line, wherever it comes from.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { ok } from '../../src/domain/result.ts';
import { callerVerifier } from '../../src/http/caller.ts';
import { endpoint, type Route } from '../../src/http/endpoint.ts';
import { lambda } from '../../src/http/lambda.ts';
import { log } from '../../src/http/log.ts';
import { trigger } from '../../src/http/trigger.ts';
import { tokenGeneration } from '../../src/schema/pool-events.ts';
import { gatewayEvent, lambdaContext } from './gateway-event.ts';
import { clientId, startTokenIssuer, type TokenIssuer, userPoolId } from './token-issuer.ts';

let issuer: TokenIssuer;
beforeAll(async () => {
  issuer = await startTokenIssuer();
});
afterAll(() => issuer.close());

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  const listen = (...texts: unknown[]) => void lines.push(texts.map(String).join(' '));
  for (const level of ['info', 'error', 'log', 'warn', 'debug'] as const)
    vi.spyOn(console, level).mockImplementation(listen);
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    listen(text);
    return true;
  });
});

const secrets = {
  email: 'carol@example.com',
  password: 'Correct-horse-battery-9',
  accessKeyId: 'ASIAQXAMPLEQXAMPLE77',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYQXAMPLEKEY',
  sessionToken: `IQoJb3JpZ2luX2Vj${'EXAMPLEtoken+/9='.repeat(12)}`,
};
const everySecret = () => [...Object.values(secrets), token(), token().split('.')[2] ?? ''];
let cached: string | undefined;
const token = () => {
  cached ??= issuer.idToken({ sub: 'user-1', email: secrets.email });
  return cached;
};
const found = () => everySecret().filter((secret) => lines.some((line) => line.includes(secret)));

/** An error that quotes all of them, and carries the request that failed, as the SDK's do. */
const awsError = (name: string, message = everySecret().join(' ')) =>
  Object.assign(new Error(message), {
    name,
    $metadata: { httpStatusCode: 400, requestId: 'aws-1', attempts: 2 },
    $response: { body: message, headers: { authorization: message } },
    $fault: 'client',
    Item: { email: { S: secrets.email } },
  });

const thrown: readonly (readonly [string, () => unknown])[] = [
  ['an AWS error', () => awsError('ValidationException')],
  [
    'a refused permission',
    () =>
      awsError(
        'AccessDeniedException',
        `${everySecret().join(' ')} is not authorized to perform: iot:AttachPolicy with ${everySecret().join(' ')}`,
      ),
  ],
  ['the cause of an error', () => new Error('failed', { cause: awsError('NotAuthorizedException') })],
  ['a parser’s error', () => caught(() => JSON.parse(`${secrets.password} ${token()}`))],
  [
    'an own error that says too much',
    () => new Error([token(), secrets.email, secrets.accessKeyId, secrets.secretAccessKey].join(' ')),
  ],
  ['an error whose name says too much', () => Object.assign(new Error('x'), { name: token() })],
  ['what is no error', () => ({ ...secrets, token: token() })],
  ['a text', () => token()],
];

function caught(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

const request = (route: Route) =>
  lambda({ 'POST /things/{name}': route }, { corsOrigins: [] })(
    gatewayEvent('POST /things/{name}', {
      path: { name: secrets.email },
      query: { email: secrets.email },
      headers: {
        Authorization: `Bearer ${token()}`,
        'Content-Type': 'application/json',
        'X-Amz-Security-Token': secrets.sessionToken,
        Cookie: secrets.password,
      },
      body: JSON.stringify({ ...secrets, token: token() }),
    }),
    lambdaContext(),
  );

const signedIn = () =>
  endpoint(callerVerifier({ userPoolId, clientIds: [clientId], jwksUri: issuer.jwksUri }));
const anything = {
  path: z.looseObject({}),
  query: z.looseObject({}),
  body: z.looseObject({}),
};

describe('the log of a request', () => {
  it('is one line: who, what, how it ended, how long it took', async () => {
    await request(signedIn()(anything, async () => ok({ status: 202, body: secrets })));
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'info',
        requestId: 'request-1',
        route: 'POST /things/{name}',
        userId: 'user-1',
        status: 202,
        outcome: 'ok',
        durationMs: expect.any(Number),
      },
    ]);
  });

  it('names a refusal by its code, and repeats nothing of the request', async () => {
    await request(signedIn()({ body: z.strictObject({}) }, async () => ok({ status: 200 })));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', status: 400, outcome: 'request-invalid', userId: 'user-1' },
    ]);
    expect(found()).toEqual([]);
  });

  it.each(thrown)('keeps secrets out that come with %s', async (_what, error) => {
    await request(
      signedIn()(anything, async () => {
        throw error();
      }),
    );
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'error', userId: 'user-1', status: expect.any(Number), error: {} },
    ]);
    expect(found()).toEqual([]);
  });

  it('keeps a token out that is not accepted', async () => {
    const tampered = `${token().slice(0, -4)}AAAA`;
    const route = signedIn()(anything, async () => ok({ status: 200 }));
    const event = gatewayEvent('GET /x', { headers: { Authorization: tampered } });
    await lambda({ 'GET /x': route }, { corsOrigins: [] })(event, lambdaContext());
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('"outcome":"unauthenticated"');
    expect(lines[0]).not.toContain(tampered.slice(0, 20));
  });
});

describe('the log of a trigger', () => {
  const event = () => ({
    triggerSource: 'TokenGeneration_Authentication',
    userPoolId: 'us-east-1_EXAMPLE',
    userName: secrets.email,
    request: {
      userAttributes: { sub: 'user-1', email: secrets.email },
      groupConfiguration: { groupsToOverride: [secrets.email] },
      clientMetadata: { ...secrets, token: token() },
    },
  });
  const context = { awsRequestId: 'request-1', getRemainingTimeInMillis: () => 5_000 };

  it('is one line', async () => {
    await trigger(tokenGeneration, async () => undefined)(event(), context);
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'info',
        requestId: 'request-1',
        trigger: 'TokenGeneration_Authentication',
        userId: 'user-1',
        outcome: 'ok',
        durationMs: expect.any(Number),
      },
    ]);
    expect(found()).toEqual([]);
  });

  it.each(thrown)('keeps secrets out that come with %s', async (_what, error) => {
    await trigger(tokenGeneration, () => Promise.reject(error()))(event(), context);
    expect(lines).toHaveLength(1);
    expect(found()).toEqual([]);
  });

  it('keeps an event out that is not understood', async () => {
    await trigger(tokenGeneration, async () => undefined)({ ...event(), userPoolId: token() }, context);
    expect(lines).toHaveLength(1);
    expect(found()).toEqual([]);
  });
});

describe('what is told of an error', () => {
  const told = (error: unknown) => {
    log('error', { error });
    return JSON.parse(lines.at(-1) ?? '').error;
  };

  it('of AWS leads to CloudTrail', () => {
    expect(told(awsError('ThrottlingException'))).toMatchObject({
      name: 'ThrottlingException',
      aws: { status: 400, requestId: 'aws-1', attempts: 2 },
    });
  });

  it('for want of a permission says which', () => {
    const message =
      'User: arn:aws:sts::123456789012:assumed-role/iot-attache-dev-RegisterRole/iot-attache-dev-register is not authorized to perform: iot:AttachPolicy on resource: *';
    expect(told(awsError('AccessDeniedException', message))).toMatchObject({
      message: 'is not authorized to perform: iot:AttachPolicy',
    });
  });

  it.each([
    'Only policies of this service are attached or detached.',
    'The environment is not complete. ADMIN_GROUP: Invalid input; TABLE_NAME: Invalid input',
    'us-east-1:11111111-2222-4333-8444-555555555555 and iot-attache-dev-g-a-very-long-slug-of-a-group-name-0123456789abcdef0123-1',
  ])('of our own is left as it is: %s', (message) => {
    expect(told(new Error(message))).toMatchObject({ name: 'Error', message });
  });

  it('shows where it was thrown', () => {
    expect(told(new TypeError('x')).stack).toMatch(/^\s+at .*log-secrets\.test\.ts/);
  });
});
