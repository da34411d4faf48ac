// How large each function is as it is packaged, and how long its import takes in a fresh process.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageService } from '../scripts/package-service.ts';
import { distributionOf, ratiosOf, spread } from './distribution.ts';
import { functionEnvironment } from './function-environment.ts';
import { bundleNaively } from './naive-bundle.ts';
import { target } from './target.ts';

const rounds = 20;
const functions = ['register', 'me', 'public'];
const largestBytes = 600_000;
const largestImport = 0.6;

export async function* bench(): AsyncIterable<string> {
  const folder = await mkdtemp(join(tmpdir(), 'functions-'));
  const service = await packageService();
  try {
    const hello = join(folder, 'hello.cjs');
    await writeFile(hello, "exports.handler = async () => ({ statusCode: 200, body: 'hello' });\n");
    const naive = join(folder, 'register-naive.cjs');
    await bundleNaively('register-device', naive);
    const own = await Promise.all(
      functions.map(async (name) => [name, await service.bundleOf(name)] as const),
    );
    const bundles = new Map([['hello world', hello], ['register, naive', naive], ...own]);

    const times = await importTimes(bundles);
    for (const [name, path] of bundles) yield `${name}: ${await describe(path, times.get(name) ?? [])}`;

    const { size } = await stat(bundles.get('register') ?? '');
    yield `register's bundle: ${size.toLocaleString('en')} bytes (${target(size, largestBytes)})`;
    const ratios = ratiosOf(times.get('register') ?? [], times.get('register, naive') ?? []);
    yield `register's import beside the naive one: ${spread(ratios, 2)} (${target(ratios.median, largestImport)})`;
  } finally {
    await service.remove();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Milliseconds by bundle. All bundles take turns, so that what else the machine does meets all of them. */
const importTimes = async (
  bundles: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, readonly number[]>> => {
  const times = new Map([...bundles.keys()].map((name): [string, number[]] => [name, []]));
  for (const path of bundles.values()) await importTime(path); // from disk to the page cache
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, path] of bundles) times.get(name)?.push(await importTime(path));
  }
  return times;
};

/** As Lambda's runtime loads it. */
const importTime = async (path: string): Promise<number> => {
  const { stdout } = await run(process.execPath, ['--input-type=commonjs', '--eval', timedImport, path], {
    env: functionEnvironment,
    timeout: 10_000,
  });
  return Number(stdout);
};

const run = promisify(execFile);

const timedImport = `
  const start = performance.now();
  const { handler } = require(process.argv[1]);
  const end = performance.now();
  if (typeof handler !== 'function') throw new Error('There is no handler.');
  process.stdout.write(String(end - start), () => process.exit());`;

const describe = async (path: string, times: readonly number[]): Promise<string> =>
  `${((await stat(path)).size / 1000).toFixed(1)} KB, import ${spread(distributionOf(times), 1)} ms`;
