// Both web pages, built into a folder of their own: several processes may build at once.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type BuiltPages = {
  readonly folder: string;
  /** Resolves when the folder has gone. */
  readonly close: () => Promise<void>;
};

/** @throws with the place in the sources when they cannot be built. */
export const buildPages = async (): Promise<BuiltPages> => {
  const folder = await mkdtemp(join(tmpdir(), 'iot-attache-web-'));
  const close = () => rm(folder, { recursive: true, force: true });
  try {
    const { build } = await import('vite');
    await build({ configFile, configLoader: 'native', logLevel: 'error', build: { outDir: folder } });
    return { folder, close };
  } catch (error) {
    await close();
    throw error;
  }
};

const configFile = fileURLToPath(new URL('../../web/vite.config.ts', import.meta.url));
