// The web server over a folder as Vite fills it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securityHeaders } from '../../../infra/web-headers.ts';
import { startWebServer, type WebServer } from '../../../local/web/start-web-server.ts';

const files = {
  'index.html': '<title>demo</title>',
  'console/index.html': '<title>console</title>',
  'assets/demo-Ab12.js': 'demo()',
  'icon.svg': '<svg/>',
};
const settings = {
  stage: 'local',
  region: 'us-east-1',
  apiUrl: 'http://127.0.0.1:3000',
  userPoolId: 'us-east-1_Pool',
  userPoolClientId: 'app',
};
const connections = {
  api: 'http://127.0.0.1:3000',
  signIn: 'http://127.0.0.1:3001',
  cognitoIdentity: 'http://127.0.0.1:3002',
  mqtt: 'ws://127.0.0.1:3004/mqtt',
};

let root: string;
let web: WebServer;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'web-server-'));
  await writeFile(join(root, 'secret.txt'), 'secret');
  const folder = join(root, 'dist');
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  web = await startWebServer(0);
  web.serve({ folder, settings, connections });
});
afterAll(async () => {
  await web.close();
  await rm(root, { recursive: true, force: true });
});

type Answer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: string };

/** As it is written: fetch would tidy paths up and leave `Host` out. */
const send = (
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) =>
  new Promise<Answer>((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port: new URL(web.url).port, path, method, headers });
    outgoing.once('response', (response) => {
      const { statusCode: status = 0 } = response;
      text(response).then((body) => resolve({ status, headers: response.headers, body }), reject);
    });
    outgoing.once('error', reject).end();
  });

describe('a path', () => {
  const html = 'text/html;charset=utf-8';
  it.each([
    ['/', 'index.html', html, 'no-cache'],
    ['/index.html', 'index.html', html, 'no-cache'],
    ['/?code=abc&state=x', 'index.html', html, 'no-cache'],
    ['/console/', 'console/index.html', html, 'no-cache'],
    ['/console/index.html', 'console/index.html', html, 'no-cache'],
    ['/console/grants/01JABC', 'console/index.html', html, 'no-cache'],
    ['/console/users/alice@example.com?tab=a.b', 'console/index.html', html, 'no-cache'],
    ['/console/topics/a%2Fb.c', 'console/index.html', html, 'no-cache'],
    ['/icon.svg', 'icon.svg', 'image/svg+xml', 'no-cache'],
    ['/assets/demo-Ab12.js', 'assets/demo-Ab12.js', 'text/javascript', 'public, max-age=31536000, immutable'],
  ] as const)('%s is the file %s', async (path, file, type, caching) => {
    expect(await send(path)).toMatchObject({
      status: 200,
      body: files[file],
      headers: { 'content-type': type, 'cache-control': caching },
    });
    const { status, body, headers } = await send(path, { method: 'HEAD' });
    expect([status, body, headers['content-type']]).toEqual([200, '', type]);
  });

  it.each([
    ['/console', '/console/'],
    ['/console?code=abc&state=x', '/console/'],
  ])('%s leads to %s', async (path, location) => {
    expect(await send(path)).toMatchObject({ status: 302, headers: { location } });
  });

  it.each([
    '/nothing',
    '/index',
    '/icon',
    '/consoles',
    '/assets',
    '/assets/',
    '/assets/other.js',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2f..%2fsecret.txt',
    '/assets/../../secret.txt',
    '//etc/passwd',
    '/%',
    '/%00',
    'http://evil.example/secret.txt',
  ])('%s is no file', async (path) => {
    const { status, headers, body } = await send(path);
    expect([status, headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8']);
    expect(headers).not.toHaveProperty('cache-control');
    expect(body).toBe('There is no such file.\n');
  });

  it.each(['/console/../../secret.txt', '/console/%2e%2e/%2e%2e/secret.txt'])(
    '%s is still the console',
    async (path) => {
      expect(await send(path)).toMatchObject({ status: 200, body: files['console/index.html'] });
    },
  );

  it('that a browser has already is not sent again', async () => {
    const { etag = '' } = (await send('/')).headers;
    expect(await send('/', { headers: { 'if-none-match': etag } })).toMatchObject({ status: 304, body: '' });
  });
});

describe('a request', () => {
  it.each(['/', '/console', '/nothing', '/settings.json', '/assets/demo-Ab12.js'])(
    'for %s is answered with every security header',
    async (path) => {
      const { headers } = await send(path);
      for (const [name, value] of Object.entries(securityHeaders(connections)))
        expect(headers[name.toLowerCase()]).toBe(value);
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('by %s is refused', async (method) => {
    for (const path of ['/', '/settings.json', '/nothing'])
      expect(await send(path, { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  it.each(['localhost', 'LOCALHOST:1', '127.0.0.1', '127.0.0.1:8000'])('to %s is answered', async (host) => {
    expect(await send('/settings.json', { headers: { host } })).toMatchObject({ status: 200 });
  });

  it.each([
    'evil.example',
    'localhost.evil.example',
    'notlocalhost',
    'evil.example:8000',
    '127.0.0.1.evil.example',
  ])('to "%s" is refused, whatever made that name lead here', async (host) => {
    for (const path of ['/', '/settings.json']) {
      const { status, body } = await send(path, { headers: { host } });
      expect([status, body]).toEqual([421, 'These pages are at localhost.\n']);
    }
  });

  it('for the settings is answered with them', async () => {
    const { headers, body } = await send('/settings.json?x');
    expect(JSON.parse(body)).toEqual(settings);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-cache' });
    expect(await send('/settings.json', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });

  it('that comes before there is anything to serve is told to come again', async () => {
    const early = await startWebServer(0);
    const { status, headers } = await fetch(early.url);
    expect([status, headers.get('retry-after')]).toEqual([503, '5']);
    await early.close();
  });
});

it('says when its port is in use', async () => {
  const { port } = new URL(web.url);
  await expect(startWebServer(Number(port))).rejects.toThrow(`127.0.0.1:${port}`);
});
