// A Lambda endpoint for tests: functions are functions, and every invocation is kept.
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { listen } from '../../../local/dynamodb/storage.ts';

type Invocation = { readonly name: string; readonly type: string; readonly event: unknown };
export type LambdaEndpoint = {
  readonly url: string;
  readonly invocations: readonly Invocation[];
  close(): Promise<void>;
};

/** A function that throws answers as Lambda does, with `x-amz-function-error`. Unknown ones are 404. */
export const openLambdaEndpoint = async (
  functions: Readonly<Record<string, (event: unknown) => unknown>>,
): Promise<LambdaEndpoint> => {
  const invocations: Invocation[] = [];
  const server = createServer(async (request, response) => {
    const [, name = ''] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url ?? '') ?? [];
    const event = await json(request);
    invocations.push({ name, type: String(request.headers['x-amz-invocation-type']), event });
    const handler = functions[name];
    if (!handler) {
      response.writeHead(404).end('{}');
      return;
    }
    try {
      response.end(JSON.stringify((await handler(event)) ?? null));
    } catch (error) {
      response.setHeader('x-amz-function-error', 'Unhandled');
      response.end(JSON.stringify({ errorMessage: error instanceof Error ? error.message : String(error) }));
    }
  });
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    invocations,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
