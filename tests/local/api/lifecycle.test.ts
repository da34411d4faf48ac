import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../local/api/free-port.ts';
import { idToken } from '../iot/user-pool-keys.ts';
import { startEcho } from './echo-api.ts';

describe('starting and stopping the local API', () => {
  const taken = createServer();
  let takenPort: number;
  beforeAll(async () => {
    takenPort = await freePort(0);
    await new Promise<void>((resolve) => taken.listen(takenPort, '127.0.0.1', resolve));
  });
  afterAll(() => {
    taken.close();
  });
  const jwksUrl = 'http://127.0.0.1:1/jwks.json';

  it.each([['port'], ['lambdaPort']])('says which %s is in use', async (setting) => {
    await expect(startEcho({ jwksUrl, [setting]: takenPort })).rejects.toThrow(
      `Port ${takenPort} of 127.0.0.1 is in use.`,
    );
  });

  it('says which variable of which function is missing, and leaves nothing running', async () => {
    const port = await freePort(0);
    await expect(startEcho({ jwksUrl, port }, {})).rejects.toThrow(
      'The local environment lacks TABLE_NAME of function echo.',
    );
    expect(await freePort(port)).toBe(port);
  }, 60_000);

  it('listens where it is told, and nowhere once it is closed', async () => {
    const [port, lambdaPort] = [await freePort(0), await freePort(0)];
    const api = await startEcho({ jwksUrl, port, lambdaPort });
    expect([api.url, api.lambdaUrl]).toEqual([`http://127.0.0.1:${port}`, `http://127.0.0.1:${lambdaPort}`]);
    // Here the user pool's keys cannot be read.
    const response = await fetch(`${api.url}/things`, { headers: { authorization: idToken('alice') } });
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([503, 'AUTHORIZER_FAILURE']);
    await api.close();
    expect([await freePort(port), await freePort(lambdaPort)]).toEqual([port, lambdaPort]);
  }, 60_000);

  it('ends with the process that started it, even when that is killed', async () => {
    const starter = spawn(process.execPath, [fileURLToPath(new URL('start-and-wait.ts', import.meta.url))]);
    const [url] = await once(starter.stdout.setEncoding('utf8'), 'data');
    const port = Number(new URL(url).port);
    await expect(freePort(port)).rejects.toThrow('in use');
    starter.kill('SIGKILL');
    await expect.poll(() => freePort(port), { timeout: 5000 }).toBe(port);
  }, 60_000);
});
