// The web server's port, taken before there is anything to serve: the API must know the pages' origins when it starts.
import type { RequestListener } from 'node:http';
import { startLocalServer } from '../iot/local-server.ts';
import { type Pages, servePages } from './serve-pages.ts';

export type WebServer = {
  readonly url: string;
  /** What browsers may have as the origin of a page of it. */
  readonly origins: readonly string[];
  /** Until then it answers 503. */
  readonly serve: (pages: Pages) => void;
  readonly close: () => Promise<void>;
};

/** `port` 0 takes a free one. @throws when it is in use. */
export const startWebServer = async (wanted: number): Promise<WebServer> => {
  let listener: RequestListener = (_, response) => {
    response.writeHead(503, { 'Content-Type': 'text/plain', 'Retry-After': '5' }).end('Not ready yet.\n');
  };
  const { port, close } = await startLocalServer((request, response) => listener(request, response), wanted);
  return {
    url: `http://127.0.0.1:${port}`,
    origins: [`http://localhost:${port}`, `http://127.0.0.1:${port}`],
    serve: (pages) => {
      listener = servePages(pages);
    },
    close,
  };
};
