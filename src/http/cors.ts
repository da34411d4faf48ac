import type { APIGatewayProxyEvent } from 'aws-lambda';
import { headerOf } from './header.ts';

/** The CORS headers (Fetch standard §3.3.3) of an answer; API Gateway itself answers the preflight. */
export const corsHeaders = (
  origins: readonly string[],
  event: APIGatewayProxyEvent,
): Readonly<Record<string, string>> => {
  const origin = headerOf(event, 'origin');
  const allowed = origins.includes('*') ? '*' : origins.find((candidate) => candidate === origin);
  return {
    Vary: 'Origin',
    ...(allowed !== undefined && {
      'Access-Control-Allow-Origin': allowed,
      'Access-Control-Expose-Headers': 'ETag, Location, Retry-After, WWW-Authenticate',
    }),
  };
};
