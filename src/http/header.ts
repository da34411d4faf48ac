import type { APIGatewayProxyEvent } from 'aws-lambda';

type Headers = Pick<APIGatewayProxyEvent, 'headers'> &
  Partial<Pick<APIGatewayProxyEvent, 'multiValueHeaders'>>;

/**
 * A header by its name in lower case, however the client has spelt it; what came on several lines is one list
 * (RFC 9110 §5.3), so that no line of a repeated header is chosen over another.
 */
export const headerOf = (event: Headers, name: string): string | undefined => headersOf(event).get(name);

/** All headers, by their names in lower case. */
export const headersOf = ({ headers, multiValueHeaders }: Headers): ReadonlyMap<string, string> => {
  const single = byName(headers);
  const values = byName(multiValueHeaders);
  return new Map([...single, ...values].map(([name, lines]) => [name, lines.join(', ')]));
};

const byName = (headers: Readonly<Record<string, string | string[] | undefined>> | null | undefined) => {
  const lines = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(headers ?? {})) {
    const key = name.toLowerCase();
    if (value !== undefined) lines.set(key, [...(lines.get(key) ?? []), ...[value].flat()]);
  }
  return lines;
};
