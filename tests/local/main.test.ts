// `npm start` and `npm run demo` as a person runs them: processes of their own, in a folder of their own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../local/api/free-port.ts';
import type { StackDescription } from '../../local/stack-description.ts';
import { stackPorts } from '../../local/stack-ports.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'iot-attache-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (script: string, env: Readonly<Record<string, string>> = {}) => {
  const file = fileURLToPath(new URL(`../../local/${script}`, import.meta.url));
  const child = spawn(process.execPath, [file], { cwd: folder, env: { ...process.env, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const exited = once(child, 'exit').then(([code]) => code);
  return { child, exited, output: () => output };
};

/** A base whose ports are all free. */
const freeBase = async (): Promise<number> => {
  const base = await freePort(0);
  if (base > 60_000) return freeBase();
  const ports = Object.values(stackPorts(String(base)));
  const free = await Promise.all(
    ports.map((port) =>
      freePort(port).then(
        () => true,
        () => false,
      ),
    ),
  );
  return free.every(Boolean) ? base : freeBase();
};

const says = (child: ChildProcess, output: () => string, text: string) =>
  expect
    .poll(() => output().includes(text) || child.exitCode !== null, { timeout: 60_000, interval: 100 })
    .toBe(true);

/** The pages are there, with their scripts, and may call what they are told of. */
const expectPages = async ({
  webUrl,
  apiUrl,
  mqttUrl,
  endpoints,
  users,
  confirmationCode,
}: StackDescription) => {
  const page = await fetch(`${webUrl}/console/`);
  const [, script] = /<script type="module"[^>]* src="([^"]+)"/.exec(await page.text()) ?? [];
  expect(await fetch(`${webUrl}${script}`)).toMatchObject({ status: 200 });
  const settings = await (await fetch(`${webUrl}/settings.json`)).json();
  const { cognitoIdp, cognitoIdentity } = endpoints;
  expect(settings).toMatchObject({
    stage: 'local',
    apiUrl,
    endpoints: { cognitoIdp, cognitoIdentity },
    trial: { confirmationCode, users },
  });
  expect(settings).not.toHaveProperty('signInUrl');
  const policy = page.headers.get('content-security-policy');
  const mqtt = mqttUrl.replace(/\/mqtt$/, '');
  expect(policy).toContain(`connect-src 'self' ${apiUrl} ${cognitoIdp} ${cognitoIdentity} ${mqtt};`);
  for (const origin of [webUrl, webUrl.replace('127.0.0.1', 'localhost')]) {
    const preflight = await fetch(`${apiUrl}/me`, { method: 'OPTIONS', headers: { origin } });
    const answer = await fetch(`${apiUrl}/me`, { headers: { origin } });
    const health = await fetch(`${apiUrl}/health`, { headers: { origin } });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(health.headers.get('access-control-allow-origin')).toBe(origin);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
  }
};

describe('npm start', () => {
  it('says where everything is, writes it down, answers, and stops cleanly on Ctrl-C', async () => {
    const base = await freeBase();
    const { child, exited, output } = run('main.ts', { PORT_BASE: String(base) });
    await says(child, output, 'Ready.');
    const file = join(folder, '.local', 'stack.json');
    const stack = JSON.parse(readFileSync(file, 'utf8'));
    expect(stack).toMatchObject({
      apiUrl: `http://127.0.0.1:${base}`,
      webUrl: `http://127.0.0.1:${base + 5000}`,
      region: 'us-east-1',
      users: expect.arrayContaining([
        expect.objectContaining({ username: 'admin@example.com', groups: ['admins'] }),
      ]),
    });
    for (const url of [stack.apiUrl, `${stack.webUrl}/`, `${stack.webUrl}/console/`])
      expect(output()).toContain(` ${url}\n`);
    expect((await fetch(`${stack.apiUrl}/health`)).status).toBe(200);
    await expectPages(stack);
    expect(await (await fetch(`${stack.endpoints.iot}/_local/calls`)).json()).toBeInstanceOf(Array);

    child.kill('SIGINT');
    expect(await exited).toBe(0);
    expect(existsSync(file)).toBe(false);
    for (const port of Object.values(stackPorts(String(base))))
      await expect(freePort(port)).resolves.toBe(port);
  }, 90_000);

  it('names the port that is in use, and starts nothing', async () => {
    const base = await freeBase();
    const occupied = createServer().listen(base + 3, '127.0.0.1');
    await once(occupied, 'listening');
    const { exited, output } = run('main.ts', { PORT_BASE: String(base) });
    expect(await exited).toBe(1);
    expect(output()).toContain(`Port ${base + 3} of 127.0.0.1 is in use`);
    await new Promise((done) => occupied.close(done));
  }, 30_000);

  it.each([
    ['PORT_BASE', 'eighty'],
    ['PORT_BASE', '60536'],
    ['PROPAGATION', '-1'],
  ])('says what is wrong with %s=%s', async (name, value) => {
    const { exited, output } = run('main.ts', { [name]: value });
    expect(await exited).toBe(1);
    expect(output()).toContain(`${name} is "${value}"`);
  });
});

describe('npm run demo', () => {
  it('does the main job from end to end and exits 0', async () => {
    const { exited, output } = run('demo.ts');
    expect(await exited, output()).toBe(0);
    for (const step of [
      'signs in',
      'registers the device',
      'connects by MQTT',
      'bob receives it',
      'not granted is refused',
      'cannot connect as alice',
      'session is dropped',
      'cannot connect any more',
    ]) {
      expect(output()).toMatch(new RegExp(`✓ .*${step}`));
    }
  }, 90_000);
});
