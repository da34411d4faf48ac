// What registering costs: the calls of a first and a repeated registration, and the CPU time of a repeated one beside
// the least that it could do – verify the token and read the same items once.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { gatewayEvent, lambdaContext } from '../tests/http/gateway-event.ts';
import { cpuTimes } from './cpu-times.ts';
import { distributionOf, ratiosOf, spread } from './distribution.ts';
import { functionEnvironment } from './function-environment.ts';
import { leastWork } from './least-work.ts';
import type { StackAddress, StackCalls } from './registration-stack.ts';
import { roundTripsOf } from './round-trips.ts';
import { target } from './target.ts';

const mostCpu = 1.5;
const mostRoundTrips = { first: 6, repeated: 1 };
/** However slow the machine: after so many milliseconds, what was measured until then is stated. */
const timeLimit = 60_000;

export async function* bench(): AsyncIterable<string> {
  const stack = fork(fileURLToPath(new URL('registration-stack.ts', import.meta.url)));
  try {
    const { environment, idTokens }: StackAddress = await answerOf(stack);
    Object.assign(process.env, functionEnvironment, environment);
    const { handler } = await import('../src/handlers/register-device.ts');
    const register = (idToken: string, expected: number) => async () => {
      const { statusCode, body } = await handler(registrationOf(idToken), lambdaContext());
      if (statusCode !== expected) throw new Error(`A registration is answered with ${statusCode}: ${body}`);
    };
    const [otherUser, user] = idTokens;
    const again = register(user, 200);
    // Clients connect and code is compiled at first use, which would tear waves apart.
    await register(otherUser, 201)();
    await register(otherUser, 200)();

    const first = await callsOf(stack, register(user, 201));
    yield `first registration: ${first.roundTrips} round trips (${target(first.roundTrips, mostRoundTrips.first)}), ${first.text}`;
    const repeated = await callsOf(stack, again);
    yield `repeated registration: ${repeated.roundTrips} round trip (${target(repeated.roundTrips, mostRoundTrips.repeated)}), ${repeated.text} (${target(repeated.control, 0)})`;

    const least = await leastWork(environment, user);
    const [own = [], bare = []] = await cpuTimes([again, least], {
      blocks: 150,
      runs: 10,
      until: performance.now() + timeLimit,
    });
    yield `CPU time of a known device's registration: ${spread(distributionOf(own), 3)} ms`;
    yield `CPU time of verifying the token and reading the same items: ${spread(distributionOf(bare), 3)} ms`;
    const ratios = ratiosOf(own, bare);
    yield `the one beside the other: ${spread(ratios, 2)}, ${own.length} pairs of blocks (${target(ratios.median, mostCpu)})`;
  } finally {
    stack.disconnect();
  }
}

/** A request as API Gateway passes it on, with the headers of a browser's. */
const registrationOf = (idToken: string) =>
  gatewayEvent('POST /register-device', {
    headers: {
      Accept: '*/*',
      'Accept-Encoding': 'gzip, deflate, br',
      'Accept-Language': 'en-GB,en;q=0.9',
      Authorization: `Bearer ${idToken}`,
      'Content-Type': 'application/json',
      Host: 'abcdefghij.execute-api.us-east-1.amazonaws.com',
      origin: 'http://localhost:8000',
      Referer: 'http://localhost:8000/',
      'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
      'X-Amzn-Trace-Id': 'Root=1-65a5b2c3-0123456789abcdef01234567',
      'X-Forwarded-For': '198.51.100.7',
      'X-Forwarded-Port': '443',
      'X-Forwarded-Proto': 'https',
    },
    body: JSON.stringify({ deviceId: 'web-1', name: 'Browser', platform: 'web' }),
  });

const callsOf = async (stack: ChildProcess, run: () => Promise<void>) => {
  stack.send('forget');
  await answerOf(stack);
  const waves = await roundTripsOf(run);
  stack.send('calls');
  const { store, control }: StackCalls = await answerOf(stack);
  const stored = Object.entries(store).map(([operation, count]) => `${operation} ×${count}`);
  return {
    roundTrips: waves.length,
    control: control.length,
    text: `waves of ${waves.join(' + ')} requests; store: ${stored.join(', ')}; control plane: ${control.join(', ') || 'no call'}`,
  };
};

/** @throws when the stack ends without one. */
const answerOf = async (stack: ChildProcess) => {
  const ended = new AbortController();
  const onExit = () => ended.abort();
  stack.once('exit', onExit);
  const [answer] = await once(stack, 'message', { signal: ended.signal });
  stack.off('exit', onExit);
  return answer;
};
