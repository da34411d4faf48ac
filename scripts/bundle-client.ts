// The client library in one file for browsers, React Native and Node alike.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

export type ClientBundle = {
  /** Bytes. */
  readonly gzipped: number;
  /** What it imports still: nothing. */
  readonly imports: readonly string[];
};

/** @throws when something in it wants to be run by Node. */
export const bundleClient = async (file: string): Promise<ClientBundle> => {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL('../src/client/create-attache.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    legalComments: 'inline',
    metafile: true,
    write: false,
    outfile: file,
  });
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, contents);
  return {
    gzipped: gzipSync(contents, { level: 9 }).length,
    imports: Object.values(metafile.outputs).flatMap(({ imports }) => imports.map(({ path }) => path)),
  };
};
