// What an app installs: one module for browsers and Node, with types, small.
import { execFile } from 'node:child_process';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleClient } from '../../scripts/bundle-client.ts';
import { installClient } from './install-client.ts';

const run = promisify(execFile);
const compiler = fileURLToPath(new URL('../../node_modules/.bin/tsc', import.meta.url));
let app = '';
beforeAll(async () => {
  app = await installClient();
});
afterAll(() => rm(app, { recursive: true, force: true }));

describe('the packed client library', () => {
  it('is one module without imports, at most 25 KB gzipped', async () => {
    const { gzipped, imports } = await bundleClient(join(app, 'measured.js'));
    expect(imports).toEqual([]);
    expect(gzipped).toBeGreaterThan(5 * 1024);
    expect(gzipped).toBeLessThanOrEqual(25 * 1024);
  });

  it('holds nothing but itself: neither the service nor its sources', async () => {
    const installed = join(app, 'node_modules', 'iot-attache');
    expect((await readdir(installed)).toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json']);
  });

  it('is imported by name in Node', async () => {
    const script = join(app, 'app.mjs');
    await writeFile(
      script,
      `import { AttacheError, createAttache } from 'iot-attache/client';
       const error = new AttacheError('not-granted', 'no');
       console.log(typeof createAttache, error instanceof Error, error.code);`,
    );
    const { stdout } = await run(process.execPath, [script]);
    expect(stdout.trim()).toBe('function true not-granted');
  });

  it('has types that take the package mqtt, and refuse what is wrong', async () => {
    const given = `apiUrl: 'https://api.example.com', getIdToken: async () => 'token'`;
    await writeFile(
      join(app, 'app.ts'),
      `import { createAttache, type Registration } from 'iot-attache/client';
       import mqtt from 'mqtt';
       const attache = createAttache({ ${given}, mqtt });
       export const registration: Promise<Registration> = attache.register();
       // @ts-expect-error: there is no QoS 2 on AWS IoT Core.
       await attache.publish('a', 'b', { qos: 2 });
       // @ts-expect-error: mqtt is not optional.
       createAttache({ ${given} });
       // @ts-expect-error: no such action.
       await attache.explain('delete', 'a');`,
    );
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--target', 'es2022', '--types', ''];
    const resolution = ['--module', 'nodenext', '--moduleResolution', 'nodenext', '--lib', 'es2022,dom'];
    await writeFile(join(app, 'package.json'), '{"type":"module"}');
    const checked = run(compiler, [...options, ...resolution, 'app.ts'], { cwd: app });
    expect(await checked.catch(({ stdout }) => ({ stdout }))).toMatchObject({ stdout: '' });
  });
});
