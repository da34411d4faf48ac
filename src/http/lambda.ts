// One Lambda and its routes: the only place that knows middy and the only one that catches.
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Fault } from '../domain/fault.ts';
import { type Result, refuse } from '../domain/result.ts';
import { corsHeaders } from './cors.ts';
import type { RequestContext, Route } from './endpoint.ts';
import { headerOf } from './header.ts';
import { log } from './log.ts';
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
  }: {
    readonly corsOrigins: readonly string[];
    /** Of the request, which every answer gives back as they came. */
    readonly echoedHeaders?: readonly string[];
    readonly clock?: () => number;
  },
) => {
  const finish = (event: APIGatewayProxyEvent, outcome: Result<Reply, Fault>): APIGatewayProxyResult => {
    const reply = outcome.ok ? outcome.value : problem(outcome.fault, event.requestContext.requestId);
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
      const fault = faultOf(error);
      log('error', {
        requestId: event.requestContext.requestId,
        route: routeOf(event),
        fault: fault.kind,
        error,
      });
      request.response = finish(event, refuse(fault));
    })
    .handler(async (event: APIGatewayProxyEvent, _context: Context, { signal }) =>
      finish(
        event,
        await dispatch(routes, event, {
          requestId: event.requestContext.requestId,
          now: clock(),
          requestPath: (event.requestContext.path ?? event.path).replace(/\/+$/, ''),
          signal,
        }),
      ),
    );
};

/** What a header can hold (RFC 9110 §5.5), and no more than one would take down in a log. */
const echoable = /^[\x21-\x7e](?:[\x20-\x7e]{0,254}[\x21-\x7e])?$/;

const echoOf = (event: APIGatewayProxyEvent, name: string): readonly [name: string, value: string][] => {
  const value = headerOf(event, name.toLowerCase());
  return value !== undefined && echoable.test(value) ? [[name, value]] : [];
};

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
