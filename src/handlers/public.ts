// What anyone may ask, without a token.
import type * as z from 'zod/mini';
import document from '../../docs/openapi.json' with { type: 'json' };
import { docsPage } from '../docs-page/page.ts';
import { contentSecurityPolicy } from '../docs-page/security-policy.ts';
import { ok } from '../domain/result.ts';
import { publicEndpoint } from '../http/endpoint.ts';
import { lambda } from '../http/lambda.ts';
import type { DecisionPointBody } from '../schema/authzen.ts';
import { apiUrl, readConfig, variables } from '../schema/config.ts';

/** The function answers; nothing behind it is asked, so that a failing dependency does not take the API down with it. */
const healthRoute = publicEndpoint(async () => ok({ status: 200, body: { status: 'ok' } }));

/** AuthZEN §9, by the stack's own word: what a request says of the host it was sent to is its sender's. */
export const decisionPointRoute = (url: string) => {
  const body: z.output<typeof DecisionPointBody> = {
    policy_decision_point: url,
    access_evaluation_endpoint: `${url}/access/v1/evaluation`,
    access_evaluations_endpoint: `${url}/access/v1/evaluations`,
    search_subject_endpoint: `${url}/access/v1/search/subject`,
  };
  // "Implementations should utilize HTTP caching directives such as Cache-Control with max-age."
  return publicEndpoint(async () =>
    ok({ status: 200, headers: { 'Cache-Control': 'public, max-age=3600' }, body }),
  );
};

/** The document with the address of this very API: a stage is part of it, so that no relative one is right. */
export const openApiRoute = (url: string) => {
  const text = JSON.stringify({ ...document, servers: [{ url }] });
  const headers = { 'Cache-Control': fiveMinutes, 'Content-Type': 'application/json' };
  return publicEndpoint(async () => ok({ status: 200, headers, text }));
};

export const docsRoute = (url: string) => {
  const headers = {
    'Cache-Control': fiveMinutes,
    'Content-Security-Policy': contentSecurityPolicy,
    'Content-Type': 'text/html; charset=utf-8',
    'Referrer-Policy': 'no-referrer',
  };
  let text: string | undefined;
  return publicEndpoint(async () => {
    text ??= docsPage({ ...document, servers: [{ url }] });
    return ok({ status: 200, headers, text });
  });
};

/** A deployment may change it. */
const fiveMinutes = 'public, max-age=300';

const config = readConfig({ CORS_ORIGINS: variables.CORS_ORIGINS, API_URL: apiUrl }, process.env);

export const handler = lambda(
  {
    'GET /health': healthRoute,
    'GET /openapi.json': openApiRoute(config.API_URL),
    'GET /docs': docsRoute(config.API_URL),
    'GET /.well-known/authzen-configuration': decisionPointRoute(config.API_URL),
  },
  { corsOrigins: config.CORS_ORIGINS },
);
