// API Gateway's answer to OPTIONS (Fetch standard §4.8), as the framework deploys it from `cors` of a route.
import type { Api, Route } from './routes.ts';

export const preflight = (
  { cors }: Api,
  routes: readonly Route[],
  corsOrigins: readonly string[],
  origin: string | undefined,
): Readonly<Record<string, string>> => ({
  // An origin that is not allowed gets to read the first one that is.
  'Access-Control-Allow-Origin': corsOrigins.find((allowed) => allowed === origin) ?? corsOrigins[0] ?? '*',
  'Access-Control-Allow-Headers': cors.headers.join(','),
  'Access-Control-Allow-Methods': ['OPTIONS', ...methodsOf(routes)].join(','),
  'Access-Control-Max-Age': String(cors.maxAge),
  'Content-Type': 'application/json',
});

const methodsOf = (routes: readonly Route[]): readonly string[] =>
  routes.filter(({ cors }) => cors).map(({ method }) => method);
