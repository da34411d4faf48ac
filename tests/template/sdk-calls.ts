import { build } from 'esbuild';

/** The AWS operations that a handler's bundle can call, by client: those whose commands it holds. */
export const sdkCallsOf = async (handler: string): Promise<readonly string[]> => {
  const { metafile } = await build({
    entryPoints: [handler],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    write: false,
    metafile: true,
    outfile: 'out.mjs',
  });
  return Object.entries(metafile.outputs['out.mjs']?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([file]) => {
      const [, client, operation] = /@aws-sdk\/client-([\w-]+)\/.*\/(\w+)Command\.js$/.exec(file) ?? [];
      return client === undefined ? [] : [`${client}:${operation}`];
    });
};
