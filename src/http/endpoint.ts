// A route of the API: who may call it, the shape of its request, and what it does.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Fault, Violation } from '../domain/fault.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { Caller, VerifyCaller } from './caller.ts';
import { jsonPointer } from './json-pointer.ts';
import type { Reply } from './reply.ts';
import { parseBody } from './request-body.ts';

/** What every route knows of the request besides its own shape. */
export type RequestContext = {
  /** API Gateway's ID of the request: `instance` of a problem, `requestId` of an audit event. */
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Aborts when the time for the answer is nearly over: no call may outlive it. */
  readonly signal: AbortSignal;
};

export type Route = (event: APIGatewayProxyEvent, context: RequestContext) => Promise<Result<Reply, Fault>>;

/** `path`, `query` and `body` stay apart; an absent one must be empty. */
type RequestShape = {
  readonly path?: z.ZodMiniType;
  readonly query?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
};

type Parsed<Shape extends RequestShape> = {
  readonly [Part in keyof Shape]: Shape[Part] extends z.ZodMiniType ? z.output<Shape[Part]> : never;
};

/** A route for anyone who has signed in. The token is verified before anything else of the request is read. */
export const endpoint =
  (verifyCaller: VerifyCaller) =>
  <const Shape extends RequestShape>(
    shape: Shape,
    run: (
      request: Parsed<Shape> & RequestContext & { readonly caller: Caller },
    ) => Promise<Result<Reply, Fault>>,
  ): Route => {
    const parts = partsOf(shape);
    return async (event, context) => {
      const caller = await verifyCaller(authorizationOf(event), context.now);
      if (!caller.ok) return caller;
      const request = parseRequest(shape, parts, event);
      return request.ok ? run({ ...request.value, ...context, caller: caller.value }) : request;
    };
  };

export type SignedInEndpoint = ReturnType<typeof endpoint>;

/** A route that needs no token; it takes nothing from the request. */
export const publicEndpoint =
  (run: (context: RequestContext) => Promise<Result<Reply, Fault>>): Route =>
  (_event, context) =>
    run(context);

const authorizationOf = ({ headers }: APIGatewayProxyEvent): string | undefined =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1];

const nothing = z.strictObject({});

const partsOf = (shape: RequestShape) =>
  z.object({ path: shape.path ?? nothing, query: shape.query ?? nothing, body: shape.body ?? nothing });

const parseRequest = <Shape extends RequestShape>(
  shape: Shape,
  parts: ReturnType<typeof partsOf>,
  event: APIGatewayProxyEvent,
): Result<Parsed<Shape>, Fault> => {
  const body = shape.body ? parseBody(event) : ok({});
  if (!body.ok) return body;
  const parsed = parts.safeParse({
    path: event.pathParameters ?? {},
    query: event.queryStringParameters ?? {},
    body: body.value,
  });
  // The output of `parts` is that of the shape's own schemas, member by member, which the compiler cannot follow.
  return parsed.success
    ? ok(parsed.data as Parsed<Shape>)
    : refuse({ kind: 'request-invalid', violations: parsed.error.issues.flatMap(violationsOf) });
};

/** Pointers into the body are plain JSON pointers; those into `path` and `query` keep that first token. */
const violationsOf = (issue: z.core.$ZodIssue): readonly Violation[] => {
  const [part, ...rest] = issue.path;
  const path = part === 'body' ? rest : issue.path;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: jsonPointer([...path, key]),
      code: 'member-unknown',
      detail: `${key} is not a member here.`,
    }));
  }
  return [{ pointer: jsonPointer(path), code: issue.code.replaceAll('_', '-'), detail: issue.message }];
};
