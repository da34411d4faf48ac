// The parameters in a path, decoded once. API Gateway hands a REST API's `pathParameters` over as the client has encoded
// them, serverless-offline decodes them; both leave `path` encoded, so it is read instead.
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { Fault } from '../domain/fault.ts';
import { ok, type Result, refuse } from '../domain/result.ts';

type Path = Pick<APIGatewayProxyEvent, 'resource' | 'path'>;

/** By the names that `resource` gives them, e.g. `group` in `/groups/{group}`. */
export const pathParameters = ({ resource, path }: Path): Result<Readonly<Record<string, string>>, Fault> => {
  const names = segmentsOf(resource);
  // From the end: before a resource, the path has the base path of an own domain.
  const texts = segmentsOf(path).slice(-names.length);
  const parameters: [string, string][] = [];
  for (const [index, segment] of names.entries()) {
    if (!segment.startsWith('{')) continue;
    const name = segment.slice(1, -1);
    const value = decode(texts[index] ?? '');
    if (value === undefined) return refuse({ kind: 'request-invalid', violations: [undecodable(name)] });
    parameters.push([name, value]);
  }
  return ok(Object.fromEntries(parameters));
};

const segmentsOf = (path: string): readonly string[] => path.split('/').filter((segment) => segment !== '');

/** RFC 3986 §2.1; `+` is a plus sign in a path. */
const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

const undecodable = (name: string) => ({
  pointer: `/path/${name}`,
  code: 'text-invalid',
  detail: 'The path is not percent-encoded UTF-8.',
});
