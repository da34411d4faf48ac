// The browser inside the npm package, unpacked once beside it: an upgrade of the package takes it away again.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

export type Unpacked = {
  readonly executablePath: string;
  /** Libraries and a font, for machines that have none. */
  readonly env: Readonly<Record<string, string>>;
};

const require = createRequire(import.meta.url);
const folder = join(require.resolve('@sparticuz/chromium'), '../../unpacked');

/** About 3 s the first time. Processes that unpack at once do not meet: what is there is always whole. */
export const unpackChromium = async (): Promise<Unpacked> => {
  if (!existsSync(folder)) await unpack();
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  };
};

const unpack = async (): Promise<void> => {
  const own = await mkdtemp(`${folder}-`);
  try {
    // The package unpacks into the temporary folder of its process, the libraries on Lambda alone.
    const program = "await (await import('@sparticuz/chromium')).default.executablePath()";
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: import.meta.dirname,
      env: { TMPDIR: own, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
    });
    await writeFile(join(own, 'fonts.conf'), fontsConfiguration);
    await rename(own, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(own, { recursive: true, force: true });
  }
};

const fontsConfiguration = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'fonts-cache')}</cachedir>
</fontconfig>
`;
