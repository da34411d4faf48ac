// What a deployment would upload, made without network or account: the CloudFormation template and the bundles.
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { readZip } from './read-zip.ts';

export type PackagedService = {
  /** Parsed, and nothing more. */
  readonly template: unknown;
  /** The files in a function's archive, by path. */
  readonly archiveOf: (functionName: string) => Promise<ReadonlyMap<string, Buffer>>;
  /** In bytes. */
  readonly archiveSizeOf: (functionName: string) => Promise<number>;
  /** Unpacks a function's one bundle; the answer is its path. */
  readonly bundleOf: (functionName: string) => Promise<string>;
  readonly remove: () => Promise<void>;
};

/** @throws with what the framework said, when it fails. */
export const packageService = async (
  stage = 'dev',
  /** As `--param` of the command line. */
  parameters: Readonly<Record<string, string>> = {},
): Promise<PackagedService> => {
  const folder = await mkdtemp(join(tmpdir(), 'packaged-'));
  const { PATH } = process.env;
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await copyFile(join(repository, 'serverless.yml'), join(folder, 'serverless.yml'));
    await Promise.all(sources.map((name) => symlink(join(repository, name), join(folder, name))));
    // No credentials, no profile, no home to find them in.
    const env = { PATH, HOME: folder, NODE_COMPILE_CACHE: compileCache };
    const settings = Object.entries(parameters).map(([name, value]) => `--param=${name}=${value}`);
    await run(process.execPath, [framework, 'package', '--stage', stage, ...settings], { cwd: folder, env });
  } catch (error) {
    await remove();
    throw new Error(`The service cannot be packaged. ${saidBy(error)}`, { cause: error });
  }
  const packaged = join(folder, '.serverless');
  const readArchive = (functionName: string) => readFile(join(packaged, `${functionName}.zip`));
  const archiveOf = async (functionName: string) => readZip(await readArchive(functionName));
  return {
    template: JSON.parse(await readFile(join(packaged, 'cloudformation-template-update-stack.json'), 'utf8')),
    archiveOf,
    archiveSizeOf: async (functionName) => (await readArchive(functionName)).length,
    bundleOf: async (functionName) => {
      const [content] = (await archiveOf(functionName)).values();
      if (content === undefined) throw new Error(`The archive of ${functionName} is empty.`);
      const path = join(packaged, `${functionName}.cjs`);
      await writeFile(path, content);
      return path;
    },
    remove,
  };
};

/** The framework says what is wrong on its standard output. */
const saidBy = (error: unknown): string =>
  error instanceof Error && 'stdout' in error ? String(error.stdout) : '';

/** Packaged from a folder of links, since the framework leaves its work beside the sources: two at once would collide. */
const sources = ['package.json', 'package-lock.json', 'docs', 'infra', 'local', 'src', 'node_modules'];

const run = promisify(execFile);
const repository = fileURLToPath(new URL('..', import.meta.url));
const framework = fileURLToPath(new URL('../node_modules/serverless/bin/serverless.js', import.meta.url));
/** Halves the time that the framework takes to start. */
const compileCache = fileURLToPath(new URL('../node_modules/.cache/serverless', import.meta.url));
