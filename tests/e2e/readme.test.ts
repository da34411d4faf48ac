// What the README tells people to type works as it stands, except where it says `no-test`.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const readme = await readFile(join(repository, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block);

it('has blocks to run', () => {
  expect(blocks.length).toBeGreaterThanOrEqual(2);
});

it.each(blocks)('runs: %.60s', async (block) => {
  const folder = await mkdtemp(join(tmpdir(), 'iot-attache-'));
  try {
    const description = join(folder, 'stack.json');
    await writeFile(description, JSON.stringify(inject('stack')));
    const script = `set -euo pipefail\n${block.replaceAll('.local/stack.json', description)}`;
    const { stdout } = await promisify(execFile)('bash', ['-c', script], { cwd: repository });
    expect(stdout).toMatch(/^[[{]/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
