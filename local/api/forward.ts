// One request on its way to serverless-offline and back.
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as send,
} from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type GatewayResponseType, gatewayAnswers } from '../../infra/gateway-responses.ts';

type Answer = {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
};

/** API Gateway gives up on an integration after 29 s. */
const integrationTimeoutMs = 29_000;

/** The function's answer, or the name of the gateway response that stands for what went wrong instead. */
export const forward = (
  request: IncomingMessage,
  body: Buffer,
  port: number,
): Promise<Answer | GatewayResponseType> =>
  new Promise((resolve) => {
    const outgoing = send({
      host: '127.0.0.1',
      port,
      method: request.method,
      path: request.url,
      headers: [...forwardedHeaders(request), ...lengthOf(body)],
      agent: false,
      signal: AbortSignal.timeout(integrationTimeoutMs),
    });
    const fail = (error: Error) =>
      resolve(error.name === 'TimeoutError' ? 'INTEGRATION_TIMEOUT' : 'INTEGRATION_FAILURE');
    outgoing.once('error', (error) => fail(error.cause instanceof Error ? error.cause : error));
    outgoing.once('response', (response) => {
      buffer(response).then((content) => resolve(read(response, content)), fail);
    });
    outgoing.end(body);
  });

const read = (response: IncomingMessage, body: Buffer): Answer | GatewayResponseType => {
  const refusal = response.headers['x-gateway-response'];
  if (typeof refusal === 'string' && isGatewayResponse(refusal)) return refusal;
  const { statusCode: status = 502, headers } = response;
  // What serverless-offline says of a function that threw, timed out or answered nothing that can be sent.
  const failed = [502, 504].includes(status) && (body.length === 0 || body.includes('"offlineInfo"'));
  if (failed || (status === 500 && ownError.test(body.toString()))) return 'INTEGRATION_FAILURE';
  return { status, headers: functionHeaders(headers), body };
};

/** What hapi, its web server, says when it fails itself. */
const ownError = /^\{"statusCode":500,"error":"[^"]*","message":"[^"]*"\}$/;

const isGatewayResponse = (type: string): type is GatewayResponseType => Object.hasOwn(gatewayAnswers, type);

/** RFC 9110 §7.6.1: for one connection only. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/** Which serverless-offline takes as the authorizer's own word, or as credentials. */
const forbidden = /^(sls-offline-|cognito-)/;

/** The length is that of the body read; hapi would compress, API Gateway does not. */
const replaced = ['accept-encoding', 'content-length', 'expect'];

/** As pairs and in the client's spelling: an event's headers have it. */
const forwardedHeaders = ({ rawHeaders, headers }: IncomingMessage): readonly string[] => {
  const named = (headers.connection ?? '').toLowerCase().split(/\s*,\s*/);
  const dropped = new Set([...hopByHop, ...named, ...replaced]);
  return rawHeaders.flatMap((name, index) => {
    if (index % 2 === 1) return [];
    const key = name.toLowerCase();
    return dropped.has(key) || forbidden.test(key) ? [] : [name, rawHeaders[index + 1] ?? ''];
  });
};

const lengthOf = (body: Buffer): readonly string[] =>
  body.length === 0 ? [] : ['Content-Length', String(body.length)];

/** Without what the web server of serverless-offline adds to a function's own. */
const functionHeaders = (headers: IncomingHttpHeaders): OutgoingHttpHeaders => {
  const { date: _date, 'accept-ranges': _ranges, 'cache-control': caching, vary, ...rest } = headers;
  const kept = Object.entries(rest).flatMap(([name, value]) =>
    value === undefined || hopByHop.includes(name) ? [] : [[name, value] as const],
  );
  const varying = (vary ?? '').split(/\s*,\s*/).filter((name) => name !== '' && name !== 'accept-encoding');
  return {
    ...Object.fromEntries(kept),
    ...(caching !== undefined && caching !== 'no-cache' && { 'cache-control': caching }),
    ...(varying.length > 0 && { vary: varying.join(', ') }),
    ...(rest['content-type'] && {
      'content-type': rest['content-type'].replace(/^(application\/.*); charset=utf-8$/, '$1'),
    }),
  };
};
