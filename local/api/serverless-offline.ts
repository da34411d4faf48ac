// The handlers as serverless-offline runs them, in a process of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';

export type ServerlessOffline = {
  readonly httpPort: number;
  readonly lambdaUrl: string;
  /** Resolves when the process has gone. */
  readonly close: () => Promise<void>;
};

const framework = fileURLToPath(new URL('../../node_modules/serverless/bin/serverless.js', import.meta.url));
/** Halves the time that the framework takes to start. */
const compileCache = fileURLToPath(new URL('../../node_modules/.cache/serverless', import.meta.url));
/** For what hangs: it takes 5 s, and many times that on a machine that is busy. */
const startupMs = 120_000;
const shutdownMs = 5_000;

/** @throws when the process ends before it is ready, with the last that it said. */
export const startServerlessOffline = async (settings: {
  readonly lambdaPort: number;
  readonly region: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onOutput: (text: string) => void;
  readonly folder: string;
}): Promise<ServerlessOffline> => {
  const [httpPort, lambdaPort] = [await freePort(0), await freePort(settings.lambdaPort)];
  const { PATH, HOME } = process.env;
  const workFolder = `.local/esbuild-${httpPort}`;
  const child = spawn(process.execPath, [framework, ...options({ ...settings, httpPort, lambdaPort })], {
    cwd: settings.folder,
    // Nothing of the caller's own environment: AWS credentials of a developer stay out of the local stack.
    env: {
      PATH,
      HOME,
      NODE_COMPILE_CACHE: compileCache,
      ESBUILD_WORK_FOLDER: workFolder,
      ...settings.env,
    },
    // The channel ends with this process, and the child with the channel.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const close = async () => {
    child.kill('SIGTERM');
    const giveUp = setTimeout(() => child.kill('SIGKILL'), shutdownMs);
    await exited;
    clearTimeout(giveUp);
    await rm(join(settings.folder, workFolder), { recursive: true, force: true });
  };
  try {
    await ready(child, httpPort, settings.onOutput);
  } catch (error) {
    await close();
    throw error;
  }
  return { httpPort, lambdaUrl: `http://127.0.0.1:${lambdaPort}`, close };
};

const options = (settings: {
  readonly httpPort: number;
  readonly lambdaPort: number;
  readonly region: string;
}) => [
  'offline',
  'start',
  ...['--stage', 'local', '--region', settings.region, '--host', '127.0.0.1', '--noSponsor'],
  ...['--httpPort', String(settings.httpPort), '--lambdaPort', String(settings.lambdaPort)],
];

const ready = (child: ChildProcess, httpPort: number, onOutput: (text: string) => void) =>
  new Promise<void>((resolve, reject) => {
    let last = '';
    const late = setTimeout(() => fail('did not start in time'), startupMs);
    const fail = (how: string) => {
      clearTimeout(late);
      reject(new Error(`serverless-offline ${how}:\n${last}`));
    };
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        onOutput(text);
        last = `${last}${text}`.slice(-4000);
        if (last.includes(`Server ready: http://127.0.0.1:${httpPort}`)) {
          clearTimeout(late);
          resolve();
        }
      });
    }
    child.once('error', (error) => fail(`could not be started (${error.message})`));
    child.once('exit', (code) => fail(`ended (${code})`));
  });
