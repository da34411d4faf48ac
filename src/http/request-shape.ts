// The shape of a request, and how its parts are read: each is parsed once, and what is wrong has a pointer.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Fault, Violation } from '../domain/fault.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import { brokenText } from './broken-text.ts';
import { headersOf } from './header.ts';
import { jsonPointer } from './json-pointer.ts';
import { pathParameters } from './path-parameters.ts';
import { parseBody } from './request-body.ts';
import { violationsOf } from './violations.ts';

/** The parts stay apart; an absent one must be empty, but for headers, of which those in the shape are read alone. */
export type RequestShape = {
  readonly path?: z.ZodMiniType;
  readonly query?: z.ZodMiniType;
  /** By their names in lower case. */
  readonly headers?: z.ZodMiniType;
  readonly body?: z.ZodMiniType;
};

export type Parsed<Shape extends RequestShape> = {
  readonly [Part in keyof Shape]: Shape[Part] extends z.ZodMiniType ? z.output<Shape[Part]> : never;
};

export const requestParser = <const Shape extends RequestShape>(shape: Shape) => {
  const nothing = z.strictObject({});
  const parts = z.object({
    path: shape.path ?? nothing,
    query: shape.query ?? nothing,
    headers: shape.headers ?? z.object({}),
    body: shape.body ?? nothing,
  });
  return (event: APIGatewayProxyEvent): Result<Parsed<Shape>, Fault> => {
    const body = shape.body ? parseBody(event) : ok({});
    if (!body.ok) return body;
    const path = pathParameters(event);
    if (!path.ok) return path;
    const query = event.queryStringParameters ?? {};
    const fault = brokenText({ path: path.value, query }) ?? repetition(event);
    if (fault) return invalid([fault]);
    const headers = Object.fromEntries(headersOf(event));
    const parsed = parts.safeParse({ path: path.value, query, headers, body: body.value });
    // The output of `parts` is that of the shape's own schemas, member by member, which the compiler cannot follow.
    return parsed.success
      ? ok(parsed.data as Parsed<Shape>)
      : invalid(firstOfEach(parsed.error.issues.flatMap(violationsOf)));
  };
};

/** API Gateway takes the last value of a repeated parameter, others the first: none is what the client has said. */
const repetition = (event: APIGatewayProxyEvent): Violation | undefined => {
  const values = Object.entries(event.multiValueQueryStringParameters ?? {});
  const name = values.find(([, { length } = []]) => length > 1)?.[0];
  return name === undefined
    ? undefined
    : {
        pointer: jsonPointer(['query', name]),
        code: 'parameter-repeated',
        detail: `${name} may be given once.`,
      };
};

/** What has the wrong type may be too long as well; that is no help. */
const firstOfEach = (violations: readonly Violation[]): readonly Violation[] =>
  violations.filter(
    ({ pointer }, index) => violations.findIndex((other) => other.pointer === pointer) === index,
  );

const invalid = (violations: readonly Violation[]) => refuse<Fault>({ kind: 'request-invalid', violations });
