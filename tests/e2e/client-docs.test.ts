// The examples of docs/client.md, as they stand there: type-checked, and run against the stack. Sign-in and React are
// stand-ins: the hooks run, no DOM is drawn.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { bundleClient } from '../../scripts/bundle-client.ts';
import { newUser } from './new-user.ts';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));
const page = await readFile(join(repository, 'docs/client.md'), 'utf8');
const stack = inject('stack');
const onStack = (text: string): string =>
  text.replace(
    "apiUrl: 'https://api.example.com'",
    `apiUrl: '${stack.apiUrl}', identityEndpoint: '${stack.endpoints.cognitoIdentity}'`,
  );

const example = (language: string): string =>
  onStack(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'ms').exec(page)?.[1] ?? '');

const packages: Readonly<Record<string, string>> = {
  'oidc-client-ts': `export class UserManager {
    getUser = async () => ({ id_token: process.env.ID_TOKEN, expired: false });
  }`,
  'aws-amplify/auth':
    'export const fetchAuthSession = async () => ({ tokens: { idToken: process.env.ID_TOKEN } });',
  'react/jsx-runtime': 'export const jsx = (type, props) => ({ type, props });',
  react: `let cells = [], at = 0, effects = [], draw = () => {};
  export const useState = (first) => {
    const n = at++;
    cells[n] ??= { value: first };
    return [cells[n].value, (value) => { cells[n].value = value; queueMicrotask(draw); }];
  };
  export const useEffect = (run, needs) => {
    const n = at++;
    const old = cells[n];
    if (old && needs.every((need, index) => Object.is(need, old.needs[index]))) return;
    cells[n] = { needs };
    effects.push(() => { old?.undo?.(); cells[n].undo = run(); });
  };
  export const render = (component, props, onDrawn) => {
    draw = () => { at = 0; onDrawn(component(props)); for (const effect of effects.splice(0)) effect(); };
    draw();
  };
  export const unmount = () => { draw = () => {}; for (const cell of cells) cell.undo?.(); };`,
};

let app = '';
beforeAll(async () => {
  app = await realpath(await mkdtemp(join(tmpdir(), 'iot-attache-examples-')));
  const modules = join(app, 'node_modules');
  await bundleClient(join(modules, 'iot-attache/dist/client.js'));
  await writeFile(
    join(modules, 'iot-attache/package.json'),
    await readFile(join(repository, 'package.json'), 'utf8'),
  );
  await symlink(join(repository, 'node_modules/mqtt'), join(modules, 'mqtt'));
  for (const [name, text] of Object.entries(packages)) {
    const [folder = '', file = 'index'] = name.split('/');
    await mkdir(join(modules, folder), { recursive: true });
    await writeFile(join(modules, folder, `${file}.js`), text);
    const exports = { '.': './index.js', './*': './*.js' };
    await writeFile(join(modules, folder, 'package.json'), JSON.stringify({ type: 'module', exports }));
  }
});
afterAll(() => rm(app, { recursive: true, force: true }));

/** What a script prints, run in the app's folder by a user of its own. */
const printedBy = async (name: string, text: string): Promise<string> => {
  const { idToken } = await newUser(stack);
  await writeFile(join(app, name), text);
  const given = { cwd: app, env: { ...process.env, ID_TOKEN: idToken }, timeout: 20_000 };
  const { stdout, stderr } = await run(process.execPath, [name], given).catch((error) => error);
  return stdout + stderr;
};

it('runs the plain page, with the browser’s builds that its import map names', async () => {
  const html = example('html');
  const [, map = ''] = /<script type="importmap">(.*?)<\/script>/s.exec(html) ?? [];
  const [, script = ''] = /<script type="module">(.*?)<\/script>/s.exec(html) ?? [];
  const { imports } = JSON.parse(map);
  const mapped = ['iot-attache/client', 'mqtt'].reduce(
    (text, name) => text.replace(`from '${name}'`, `from '${join(app, imports[name])}'`),
    script,
  );
  const browser = `globalThis.location = { origin: 'http://localhost:8000', search: '' };
    const output = { set textContent(text) { console.log(text); if (text.startsWith('demoTopic')) process.exit(); } };
    globalThis.document = { querySelector: () => output };
    globalThis.window = globalThis;
    globalThis.Worker = class extends EventTarget { postMessage() {} };`;
  await writeFile(join(app, 'browser.mjs'), browser);
  const printed = await printedBy('page.mjs', `import './browser.mjs';\n${mapped}`);
  expect(printed.split('\n').slice(0, 2)).toEqual(['connecting', 'connected']);
  expect(printed).toMatch(/^demoTopic: /m);
});

it('runs the hooks of the React example', async () => {
  const { code } = await transform(example('tsx'), { loader: 'tsx', jsx: 'automatic' });
  const harness = `import { render, unmount } from 'react';
    let last;
    render(LastMessage, { filter: 'plant/secret' }, ({ props: { children } }) => {
      if (children !== last) console.log(last = children);
      if (String(children).includes('not granted')) { unmount(); setTimeout(() => process.exit(), 100); }
    });`;
  const printed = await printedBy('react.mjs', `${code}\n${harness}`);
  expect(printed.split('\n').map((line) => line.slice(0, 42))).toEqual([
    'connecting',
    '',
    'subscribe plant/secret is not granted (no-',
    '',
  ]);
});

it('runs the Node example to its end', async () => {
  const { code } = await transform(example('ts'), { loader: 'ts' });
  expect(await printedBy('node.mjs', code)).toMatch(/^demoTopic: /m);
});

it('type-checks what is TypeScript', async () => {
  await writeFile(join(app, 'node.ts'), example('ts'));
  await writeFile(join(app, 'react.tsx'), example('tsx'));
  await writeFile(
    join(app, 'others.d.ts'),
    `declare module 'react' {
       export const useState: { <T>(first: T): [T, (value: T) => void]; <T>(): [T | undefined, (value: T) => void] };
       export const useEffect: (run: () => void | (() => void), needs: readonly unknown[]) => void;
     }
     declare module 'react/jsx-runtime' {
       export namespace JSX { interface IntrinsicElements { output: { children: string } } }
       export const jsx: unknown;
     }
     declare module 'aws-amplify/auth' {
       export const fetchAuthSession: () => Promise<{ tokens?: { idToken?: { toString(): string } } }>;
     }
     declare const process: { env: Record<string, string | undefined> };`,
  );
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2022',
    module: 'preserve',
    moduleResolution: 'bundler',
    jsx: 'react-jsx',
    lib: ['es2022', 'dom'],
    types: [],
    allowImportingTsExtensions: true,
    paths: { 'iot-attache/client': [join(repository, 'src/client/create-attache.ts')] },
  };
  await writeFile(
    join(app, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, files: ['node.ts', 'react.tsx', 'others.d.ts'] }),
  );
  const checked = run(join(repository, 'node_modules/.bin/tsc'), ['-p', '.'], { cwd: app });
  expect(await checked.catch(({ stdout }) => ({ stdout }))).toMatchObject({ stdout: '' });
});
