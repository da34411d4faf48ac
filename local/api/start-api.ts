// The HTTP API of the local stack: the routes and handlers of serverless.yml behind what API Gateway does around them.
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { portError } from './free-port.ts';
import { apiFront } from './front.ts';
import { startServerlessOffline } from './serverless-offline.ts';

export type LocalApi = {
  /** Where clients call. */
  readonly url: string;
  /** Where functions can be invoked, as `iot-attache-local-<function>`. */
  readonly lambdaUrl: string;
  /** Resolves when everything has stopped listening and the handlers' process has gone. */
  readonly close: () => Promise<void>;
};

/** @throws when a port is in use, and when the handlers do not start. */
export const startApi = async (settings: {
  /** 0 for any. */
  readonly port: number;
  /** 0 for any. */
  readonly lambdaPort?: number;
  readonly region: string;
  /**
   * The handlers' variables: what serverless.yml declares for them, `AWS_…` and `JWKS_URI`, the location of the user
   * pool's keys. `CORS_ORIGINS` and `USER_POOL_ID` are the gateway's too.
   */
  readonly env: Readonly<Record<string, string>> & {
    readonly CORS_ORIGINS: string;
    readonly USER_POOL_ID: string;
    readonly JWKS_URI: string;
  };
  /** What the handlers print, and serverless-offline about them. */
  readonly onOutput?: (text: string) => void;
  /** Where the service's serverless.yml is, when it is not this repository's. */
  readonly folder?: string;
}): Promise<LocalApi> => {
  const { port, lambdaPort = 0, region, env, onOutput = () => {}, folder = repository } = settings;
  const front = apiFront({ corsOrigins: env.CORS_ORIGINS, folder });
  await new Promise<void>((resolve, reject) => {
    front.server.once('error', (error) => reject(portError(port, error)));
    front.server.listen(port, '127.0.0.1', resolve);
  });
  const closeFront = () =>
    new Promise<void>((resolve) => {
      front.server.close(() => resolve());
      front.server.closeAllConnections();
    });
  try {
    const url = `http://127.0.0.1:${(front.server.address() as AddressInfo).port}`;
    const offline = await startServerlessOffline({
      lambdaPort,
      region,
      env: { ...env, API_URL: url },
      onOutput,
      folder,
    });
    front.forwardTo(offline.httpPort);
    return {
      url,
      lambdaUrl: offline.lambdaUrl,
      close: async () => {
        await closeFront();
        await offline.close();
      },
    };
  } catch (error) {
    await closeFront();
    throw error;
  }
};

const repository = fileURLToPath(new URL('../..', import.meta.url));
