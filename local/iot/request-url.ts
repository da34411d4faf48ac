import type { IncomingMessage } from 'node:http';

/** The request's URL; that of `/` when it has none that can be read. */
export const requestUrl = (request: IncomingMessage): URL =>
  URL.parse(`http://127.0.0.1${request.url ?? '/'}`) ?? new URL('http://127.0.0.1/');
