// What a deployment would upload, made without network or account: the CloudFormation template and the bundles.
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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
  const workFolder = `.local/esbuild-${randomUUID()}`;
  const { PATH } = process.env;
  try {
    await run(
      process.execPath,
      [
        framework,
        'package',
        ...['--package', folder, '--stage', stage],
        ...Object.entries(parameters).map(([name, value]) => `--param=${name}=${value}`),
      ],
      // No credentials, no profile, no home to find them in.
      { cwd: repository, env: { PATH, HOME: folder, ESBUILD_WORK_FOLDER: workFolder } },
    );
  } finally {
    await rm(join(repository, workFolder), { recursive: true, force: true });
  }
  const archiveOf = async (functionName: string) =>
    readZip(await readFile(join(folder, `${functionName}.zip`)));
  return {
    template: JSON.parse(await readFile(join(folder, 'cloudformation-template-update-stack.json'), 'utf8')),
    archiveOf,
    bundleOf: async (functionName) => {
      const [content] = (await archiveOf(functionName)).values();
      if (content === undefined) throw new Error(`The archive of ${functionName} is empty.`);
      const path = join(folder, `${functionName}.mjs`);
      await writeFile(path, content);
      return path;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
};

const run = promisify(execFile);
const repository = fileURLToPath(new URL('..', import.meta.url));
const framework = fileURLToPath(new URL('../node_modules/serverless/bin/serverless.js', import.meta.url));
