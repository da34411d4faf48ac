// An HTTP server on this machine only, that stops at once.
import { createServer, type RequestListener, type Server } from 'node:http';

export type LocalServer = {
  readonly server: Server;
  readonly port: number;
  readonly close: () => Promise<void>;
};

/** `port` 0 takes a free one; rejects with a sentence naming the port when it is in use. */
export const startLocalServer = async (listener: RequestListener, port: number): Promise<LocalServer> => {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new Error(`Cannot listen on 127.0.0.1:${port}`, { cause: error })),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return {
    server,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
