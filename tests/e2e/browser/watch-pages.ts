// Everything that a page of ours should not do, of all pages of a browser context.
import { setTimeout } from 'node:timers/promises';
import type { BrowserContext, ConsoleMessage, Request } from 'playwright-core';

/** An answer that a test wants to see. Browsers report each in the console, however well the page takes it. */
export type Refusal = { readonly status: number; readonly url: string | RegExp };

export type Watch = {
  /**
   * What has happened so far, each in a line: errors and warnings in the console, uncaught errors, failed requests,
   * requests to other origins, violations of the Content-Security-Policy – and refusals that did not come.
   */
  readonly problems: () => Promise<readonly string[]>;
};

/** To be called before the first page is opened. */
export const watchPages = async (
  context: BrowserContext,
  origins: readonly string[],
  refusals: readonly Refusal[] = [],
): Promise<Watch> => {
  const found: string[] = [];
  const came = new Set<Refusal>();
  const note = (kind: string, text: string) => found.push(`${kind}: ${text}`);
  const expected = (failure: { readonly status: number; readonly url: string } | undefined) => {
    const refusal = failure && refusals.find((each) => matches(each, failure));
    if (refusal) came.add(refusal);
    return refusal !== undefined;
  };
  const visit = (url: string) => {
    const { origin, protocol } = new URL(url);
    if (!localProtocols.includes(protocol) && !origins.some((own) => new URL(own).origin === origin)) {
      note('request to another origin', url);
    }
  };

  context.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type()) || expected(reportedFailure(message))) return;
    note(`console ${message.type()}`, `${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => note('uncaught error', String(error.error())));
  context.on('request', (request) => visit(request.url()));
  context.on('requestfailed', (request) => {
    if (!abandoned(request)) note('failed request', `${request.url()} ${request.failure()?.errorText}`);
  });
  context.on('page', (page) => page.on('websocket', (socket) => visit(socket.url())));
  await context.exposeBinding('reportViolation', (_source, text: string) => note('CSP', text));
  await context.addInitScript(`document.addEventListener('securitypolicyviolation', (event) => {
    reportViolation([event.effectiveDirective, event.blockedURI, event.sourceFile, event.sample].join(' '));
  })`);

  return {
    problems: async () => {
      // What pages have reported comes in before the answer of a round trip does; a refusal may be on its way.
      await Promise.all(context.pages().map((page) => page.evaluate('0').catch(() => undefined)));
      const missing = () => refusals.filter((refusal) => !came.has(refusal));
      for (let waited = 0; missing().length > 0 && waited < 2000; waited += 50) await setTimeout(50);
      return [...found, ...missing().map(({ status, url }) => `did not come: ${status} of ${url}`)];
    },
  };
};

const localProtocols = ['data:', 'blob:', 'about:'];

const matches = ({ status, url }: Refusal, failure: { readonly status: number; readonly url: string }) =>
  status === failure.status && (typeof url === 'string' ? failure.url.endsWith(url) : url.test(failure.url));

/** The page went on to another one, or took the request back. */
const abandoned = (request: Request) => request.failure()?.errorText === 'net::ERR_ABORTED';

/** "Failed to load resource: … a status of 403 (…)", "WebSocket connection to 'ws://…' failed: … response code: 403". */
const reportedFailure = (message: ConsoleMessage) => {
  const text = message.text();
  const status = Number(/status of (\d{3})|response code: (\d{3})/.exec(text)?.slice(1).find(Boolean));
  const url = /WebSocket connection to '([^']+)'/.exec(text)?.[1] ?? message.location().url;
  return Number.isNaN(status) ? undefined : { status, url };
};
