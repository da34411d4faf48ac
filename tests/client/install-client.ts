// The client library as an app has it: packed by npm, unpacked under node_modules, with mqtt beside it.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** The folder of an app; whoever asks for it removes it. */
export const installClient = async (): Promise<string> => {
  const app = await realpath(await mkdtemp(join(tmpdir(), 'iot-attache-app-')));
  const { stdout } = await run('npm', ['pack', '--json', '--silent', '--pack-destination', app], {
    cwd: repository,
  });
  const [, archive = ''] = /"filename": "([^"]+)"/.exec(stdout) ?? [];
  const installed = join(app, 'node_modules', 'iot-attache');
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', join(app, archive), '-C', installed, '--strip-components=1']);
  await symlink(join(repository, 'node_modules', 'mqtt'), join(app, 'node_modules', 'mqtt'));
  return app;
};
