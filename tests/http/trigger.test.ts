import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type TriggerContext, trigger } from '../../src/http/trigger.ts';
import type { Timer } from '../../src/provisioning/within-time.ts';
import { type TokenGeneration, tokenGeneration } from '../../src/schema/pool-events.ts';
import { awsError } from '../fakes/memory-iot.ts';

const lines: Record<string, unknown>[] = [];
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, 'error').mockImplementation((line: string) => {
    lines.push(JSON.parse(line));
  });
});

const tokens = () => ({
  version: '1',
  triggerSource: 'TokenGeneration_RefreshTokens',
  region: 'us-east-1',
  userPoolId: 'us-east-1_EXAMPLE',
  userName: 'alice',
  callerContext: { awsSdkVersion: 'x', clientId: 'y' },
  request: {
    userAttributes: { sub: 'user-1', email: 'alice@example.com' },
    groupConfiguration: { groupsToOverride: ['a'], iamRolesToOverride: [], preferredRole: null },
  },
  response: { claimsOverrideDetails: null },
});
const lambdaContext = (remaining = 5_000) => ({
  awsRequestId: 'request-1',
  getRemainingTimeInMillis: () => remaining,
});
const overAtOnce: Timer = async () => undefined;

type Work = (event: TokenGeneration, context: TriggerContext) => Promise<void>;
const hanging: Work = () => new Promise(() => undefined);

describe('a trigger', () => {
  it('does its work on what its event says, and gives the event back', async () => {
    const seen: unknown[] = [];
    const work: Work = async (event, { requestId, now, signal }) => {
      seen.push({ event, requestId, now, aborted: signal.aborted });
    };
    const event = tokens();
    expect(await trigger(tokenGeneration, work, { clock: () => 7 })(event, lambdaContext())).toBe(event);
    expect(event).toEqual(tokens());
    expect(seen).toEqual([
      {
        event: { userPoolId: 'us-east-1_EXAMPLE', userId: 'user-1', username: 'alice', groups: ['a'] },
        requestId: 'request-1',
        now: 7,
        aborted: false,
      },
    ]);
    expect(lines).toEqual([]);
  });

  const troubles: readonly [string, Work, string][] = [
    ['throttles', () => Promise.reject(awsError('TooManyRequestsException')), 'temporarily-unavailable'],
    ['fails', () => Promise.reject(awsError('InternalErrorException')), 'temporarily-unavailable'],
    [
      'breaks the connection',
      () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNRESET' })),
      'temporarily-unavailable',
    ],
    ['hangs', hanging, 'temporarily-unavailable'],
    [
      'finds a defect',
      () => {
        throw new TypeError('a defect');
      },
      'internal',
    ],
    ['throws what is no error', () => Promise.reject('text'), 'internal'],
    [
      'changes what it was given',
      async (event) => Promise.reject(Object.assign(event, { groups: [] })),
      'internal',
    ],
  ];
  it.each(troubles)('gives its event back when its work %s, and reports it', async (_what, work, fault) => {
    const event = tokens();
    const options = work === hanging ? { timer: overAtOnce } : {};
    expect(await trigger(tokenGeneration, work, options)(event, lambdaContext())).toBe(event);
    expect(event).toEqual(tokens());
    expect(lines).toMatchObject([
      {
        level: 'error',
        requestId: 'request-1',
        trigger: 'TokenGeneration_RefreshTokens',
        userId: 'user-1',
        outcome: fault,
      },
    ]);
  });

  it.each([
    ['half', { ...tokens(), request: { userAttributes: {} } }, 'request.userAttributes.sub'],
    ['of another trigger', { ...tokens(), triggerSource: 'PreSignUp_SignUp' }, 'triggerSource'],
    ['nothing', null, ''],
    ['a text', 'alice@example.com', ''],
  ])('gives an event back that is %s, does nothing, and says where it is wrong', async (_what, event, at) => {
    const work = vi.fn<Work>();
    expect(await trigger(tokenGeneration, work)(event, lambdaContext())).toBe(event);
    expect(work).not.toHaveBeenCalled();
    expect(lines).toMatchObject([{ outcome: 'event-invalid', at: expect.arrayContaining([at]) }]);
  });

  it('tells the log of no user but by what failed', async () => {
    await trigger(tokenGeneration, hanging, { timer: overAtOnce })(tokens(), lambdaContext());
    await trigger(tokenGeneration, hanging)(
      { ...tokens(), triggerSource: 'alice@example.com' },
      lambdaContext(),
    );
    await trigger(tokenGeneration, hanging)(
      { ...tokens(), userPoolId: 'alice@example.com' },
      lambdaContext(),
    );
    expect(lines).toHaveLength(3);
    expect(JSON.stringify(lines)).not.toContain('alice');
  });

  it.each([
    ['4 s', 5_000, 4_000],
    ['4 s of a longer time', 15_000, 4_000],
    ['what a shorter time leaves for an answer', 3_000, 2_500],
  ])('has %s for its work', async (_what, remaining, expected) => {
    const asked: number[] = [];
    const timer: Timer = async (ms) => {
      asked.push(ms);
    };
    await trigger(tokenGeneration, hanging, { timer })(tokens(), lambdaContext(remaining));
    expect(asked).toEqual([expected]);
  });

  it('aborts the work that is out of time', async () => {
    let given: AbortSignal | undefined;
    const work: Work = (_event, { signal }) => {
      given = signal;
      return new Promise(() => undefined);
    };
    await trigger(tokenGeneration, work)(tokens(), lambdaContext(520));
    expect(given?.aborted).toBe(true);
  });
});
