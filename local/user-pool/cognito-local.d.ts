// cognito-local's own declaration asks for the logger of another pino; this one says what it is really given.
declare module 'cognito-local/lib/server/server.js' {
  import type { Server } from 'node:http';
  import type { Router } from 'cognito-local/lib/server/Router.js';
  import type { Services } from 'cognito-local/lib/services/index.js';
  import type { Logger } from 'pino';
  export function createServer(
    router: Router,
    logger: Logger,
    options: { readonly port: number; readonly hostname: string },
    services: Services,
  ): { start(): Promise<Server> };
}
