// One Lambda and its routes: the only place that knows middy, the only one that catches, and the one that writes down
// what became of each request.
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Fault } from '../domain/fault.ts';
import type { UserId } from '../domain/identifiers.ts';
import { type Result, refuse } from '../domain/result.ts';
import { corsHeaders } from './cors.ts';
import type { RequestContext, Route } from './endpoint.ts';
import { headerOf } from './header.ts';
import { log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { faultOf } from './outage.ts';
import { problem } from './problem.ts';
import { type Reply, toGatewayResult } from './reply.ts';

/** Methods and paths as serverless.yml names them, e.g. `GET /me`. */
export type Routes = Readonly<Record<`${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`, Route>>;

/** Left of the function's time when its calls are aborted and the answer is given up. */
const timeToAnswerMs = 1500;

export const lambda = (
  routes: Routes,
  {
    corsOrigins,
    echoedHeaders = [],
    clock = Date.now,
    metrics,
  }: {
    readonly corsOrigins: readonly string[];
    /** Of the request, which every answer gives back as they came. */
    readonly echoedHeaders?: readonly string[];
    readonly clock?: () => number;
    /** What the request's calls have counted; written when it is over. */
    readonly metrics?: Pick<Metrics, 'write'>;
  },
) => {
  const begun = new WeakMap<APIGatewayProxyEvent, Begun>();
  const finish = (
    event: APIGatewayProxyEvent,
    outcome: Result<Reply, Fault>,
    error?: unknown,
  ): APIGatewayProxyResult => {
    const { requestId } = event.requestContext;
    const reply = outcome.ok ? outcome.value : problem(outcome.fault, requestId);
    const { startedAt, userId } = begun.get(event) ?? {};
    log(reply.status >= 500 ? 'error' : 'info', {
      requestId,
      route: routeOf(event),
      userId,
      status: reply.status,
      outcome: outcome.ok ? 'ok' : outcome.fault.kind,
      durationMs: startedAt === undefined ? undefined : clock() - startedAt,
      error,
    });
    metrics?.write();
    return toGatewayResult({
      ...reply,
      headers: {
        ...reply.headers,
        ...Object.fromEntries(echoedHeaders.flatMap((name) => echoOf(event, name))),
        ...corsHeaders(corsOrigins, event),
      },
    });
  };
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>({
    timeoutEarlyInMillis: timeToAnswerMs,
    timeoutEarlyResponse: () => {
      throw new DOMException('The time for an answer is over.', 'TimeoutError');
    },
  })
    .onError((request) => {
      const { event, error } = request;
      request.response = finish(event, refuse(faultOf(error)), error);
    })
    .handler(async (event: APIGatewayProxyEvent, _context: Context, { signal }) => {
      const now = clock();
      const request: Begun = { startedAt: now };
      begun.set(event, request);
      const outcome = await dispatch(routes, event, {
        requestId: event.requestContext.requestId,
        now,
        requestPath: (event.requestContext.path ?? event.path).replace(/\/+$/, ''),
        signal,
        identified: (userId) => {
          request.userId = userId;
        },
      });
      return finish(event, outcome);
    });
};

/** What is known of a request before its answer. */
type Begun = { readonly startedAt: number; userId?: UserId };

/** What a header can hold (RFC 9110 §5.5), and no more than one would take down in a log. */
const echoable = /^[\x21-\x7e](?:[\x20-\x7e]{0,254}[\x21-\x7e])?$/;

const echoOf = (event: APIGatewayProxyEvent, name: string): readonly [name: string, value: string][] => {
  const value = headerOf(event, name.toLowerCase());
  return value !== undefined && echoable.test(value) ? [[name, value]] : [];
};

/** As serverless.yml names it, without what stands in its place in the path. */
const routeOf = ({ httpMethod, resource }: APIGatewayProxyEvent): string => `${httpMethod} ${resource}`;

const dispatch = async (
  routes: Routes,
  event: APIGatewayProxyEvent,
  context: RequestContext,
): Promise<Result<Reply, Fault>> => {
  const route = Object.entries(routes).find(([name]) => name === routeOf(event))?.[1];
  if (route) return route(event, context);
  const allowed = Object.keys(routes).flatMap((name) => {
    const [method = '', path] = name.split(' ');
    return path === event.resource ? [method] : [];
  });
  return refuse(allowed.length > 0 ? { kind: 'method-not-allowed', allowed } : { kind: 'route-not-found' });
};
