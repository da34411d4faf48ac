// A route of the API: who may call it, the shape of its request, and what it does.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Fault } from '../domain/fault.ts';
import type { UserId } from '../domain/identifiers.ts';
import type { Result } from '../domain/result.ts';
import type { Caller, VerifyCaller } from './caller.ts';
import { headerOf } from './header.ts';
import type { Reply } from './reply.ts';
import { type Parsed, type RequestShape, requestParser } from './request-shape.ts';

/** What every route knows of the request besides its own shape. */
export type RequestContext = {
  /** API Gateway's ID of the request: `instance` of a problem, `requestId` of an audit event. */
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The path as the client knows it, with the stage: what a `Location` begins with. */
  readonly requestPath: string;
  /** Aborts when the time for the answer is nearly over: no call may outlive it. */
  readonly signal: AbortSignal;
  /** For the request's line in the log. */
  readonly identified: (userId: UserId) => void;
};

export type Route = (event: APIGatewayProxyEvent, context: RequestContext) => Promise<Result<Reply, Fault>>;

/** A route for anyone who has signed in. The token is verified before anything else of the request is read. */
export const endpoint =
  (verifyCaller: VerifyCaller) =>
  <const Shape extends RequestShape>(
    shape: Shape,
    run: (
      request: Parsed<Shape> & RequestContext & { readonly caller: Caller },
    ) => Promise<Result<Reply, Fault>>,
  ): Route => {
    const parse = requestParser(shape);
    return async (event, context) => {
      const caller = await verifyCaller(headerOf(event, 'authorization'), context.now, context.identified);
      if (!caller.ok) return caller;
      const request = parse(event);
      return request.ok ? run({ ...request.value, ...context, caller: caller.value }) : request;
    };
  };

export type SignedInEndpoint = ReturnType<typeof endpoint>;

/** A route that needs no token; it takes nothing from the request. */
export const publicEndpoint =
  (run: (context: RequestContext) => Promise<Result<Reply, Fault>>): Route =>
  (_event, context) =>
    run(context);
