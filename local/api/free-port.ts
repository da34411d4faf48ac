import { createServer } from 'node:net';

/**
 * A port of 127.0.0.1 where nothing listens: the wanted one, or any for 0.
 * @throws when the wanted one is in use.
 */
export const freePort = (wanted: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => reject(portError(wanted, error)));
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted));
    });
  });

/** What went wrong, with what to do about it. */
export const portError = (port: number, error: NodeJS.ErrnoException): Error =>
  error.code === 'EADDRINUSE'
    ? new Error(`Port ${port} of 127.0.0.1 is in use. Stop what listens there, or set PORT_BASE.`, {
        cause: error,
      })
    : error;
