// The web server of the pages: files, `/settings.json`, and the headers that they are sent with on AWS, too.
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import sirv from 'sirv';
import { cacheControl, type PageConnections, securityHeaders } from '../../infra/web-headers.ts';
import { notFound, pageRoute } from '../../infra/web-routes.ts';
import type { Settings } from '../../web/shared/settings.ts';

export type Pages = {
  /** Where they were built. */
  readonly folder: string;
  readonly settings: Settings;
  readonly connections: PageConnections;
};

export const servePages = ({ folder, settings, connections }: Pages): RequestListener => {
  const headers = new Headers(securityHeaders(connections));
  // Knows its files from the start: no path leads to another one.
  const sendFile = sirv(folder, {
    etag: true,
    extensions: [],
    setHeaders: (response, path) => response.setHeader('Cache-Control', cacheControl(path)),
  });
  return (request, response) => {
    response.setHeaders(headers);
    if (!isThisMachine(request)) return refuse(response, 421, 'These pages are at localhost.\n');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      return refuse(response, 405, 'GET or HEAD\n');
    }
    const [path = ''] = (request.url ?? '').split('?');
    if (path === settingsFile) return sendSettings(response, settings);
    const route = pageRoute(path);
    if ('location' in route) {
      response.writeHead(302, { Location: route.location }).end();
      return;
    }
    request.url = route.file;
    sendFile(request, response, () => refuse(response, 404, notFound.text));
  };
};

const settingsFile = '/settings.json';

/** A page elsewhere whose name was made to lead here has that name in `Host` (DNS rebinding). */
const isThisMachine = ({ headers: { host = '' } }: IncomingMessage): boolean =>
  /^(localhost|127\.0\.0\.1)(:\d+)?$/i.test(host);

const sendSettings = (response: ServerResponse, settings: Settings): void => {
  response.writeHead(200, {
    'Cache-Control': cacheControl(settingsFile),
    'Content-Type': 'application/json',
  });
  response.end(JSON.stringify(settings));
};

const refuse = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(text);
};
