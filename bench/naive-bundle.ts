// The same handlers, importing the same packages the way that comes first to mind – to show what our way saves.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

/**
 * Bundles a handler's own source with `import { z } from 'zod'` in place of zod/mini and with esbuild's default main
 * fields for Node; all else is as serverless.yml says.
 */
export const bundleNaively = async (handler: string, outfile: string): Promise<void> => {
  await build({
    entryPoints: [fileURLToPath(new URL(`../src/handlers/${handler}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    plugins: [naiveZod],
    logLevel: 'error',
  });
};

/** What zod/mini names otherwise than zod. */
const renamed: readonly (readonly [RegExp, string])[] = [
  [/import \* as z from 'zod\/mini'/g, "import { z } from 'zod'"],
  [/\bz\.minimum\(/g, 'z.gte('],
  [/\bz\.maximum\(/g, 'z.lte('],
  [/\bz\.extend\((\w+), /g, '$1.extend('],
];

const naiveZod: Plugin = {
  name: 'naive-zod',
  setup: ({ onLoad, onEnd }) => {
    let rewritten = 0;
    onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = renamed.reduce((text, [from, to]) => text.replaceAll(from, to), source);
      if (contents !== source) rewritten += 1;
      return { contents, loader: 'ts' };
    });
    onEnd(() =>
      rewritten > 0 ? {} : { errors: [{ text: 'No source imports zod/mini: there is nothing to compare.' }] },
    );
  },
};
