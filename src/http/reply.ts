import type { APIGatewayProxyResult } from 'aws-lambda';

/** What a route answers; `body` becomes JSON, `text` is sent as it is; there is neither for 204. */
export type Reply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly text?: string;
};

export const toGatewayResult = ({ status, headers, body, text }: Reply): APIGatewayProxyResult => ({
  statusCode: status,
  headers: {
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    'Cache-Control': 'no-store', // RFC 9111 §5.2.2.5: answers speak of one caller at one moment
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  },
  body: text ?? (body === undefined ? '' : JSON.stringify(body)),
});
