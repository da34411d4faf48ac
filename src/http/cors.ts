import type { APIGatewayProxyEventHeaders } from 'aws-lambda';

/** The CORS headers (Fetch standard §3.3.3) of an answer; API Gateway itself answers the preflight. */
export const corsHeaders = (
  origins: readonly string[],
  headers: APIGatewayProxyEventHeaders | null,
): Readonly<Record<string, string>> => {
  const origin = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'origin')?.[1];
  const allowed = origins.includes('*') ? '*' : origins.find((candidate) => candidate === origin);
  return {
    Vary: 'Origin',
    ...(allowed !== undefined && {
      'Access-Control-Allow-Origin': allowed,
      'Access-Control-Expose-Headers': 'ETag, Location, Retry-After, WWW-Authenticate',
    }),
  };
};
