// What anyone may ask, without a token.
import { ok } from '../domain/result.ts';
import { publicEndpoint } from '../http/endpoint.ts';
import { lambda } from '../http/lambda.ts';
import { readConfig, variables } from '../schema/config.ts';

/** The function answers; nothing behind it is asked, so that a failing dependency does not take the API down with it. */
const healthRoute = publicEndpoint(async () => ok({ status: 200, body: { status: 'ok' } }));

const config = readConfig({ CORS_ORIGINS: variables.CORS_ORIGINS }, process.env);

export const handler = lambda({ 'GET /health': healthRoute }, { corsOrigins: config.CORS_ORIGINS });
