// `npm run build:client`: the client library as apps get it – one module without imports, and its types.
import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundleClient } from './bundle-client.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const dist = join(repository, 'dist');

await rm(dist, { recursive: true, force: true });
const { gzipped } = await bundleClient(join(dist, 'client.js'));
const compiler = join(repository, 'node_modules/.bin/tsc');
await promisify(execFile)(compiler, ['-p', 'tsconfig.client.json'], { cwd: repository });
console.log(`dist/client.js: ${(gzipped / 1024).toFixed(1)} KB gzipped`);
