// Calls a function at a Lambda endpoint (`Invoke` of the Lambda API).
import * as z from 'zod/mini';

export type FunctionAnswer =
  | { readonly kind: 'answered'; readonly payload: unknown }
  /** The function ran and threw. */
  | { readonly kind: 'failed'; readonly message: string };

/** Throws when the endpoint cannot be reached, refuses, or takes longer than `timeoutMs`. */
export const invokeFunction = async (
  lambdaUrl: string,
  functionName: string,
  event: unknown,
  { type, timeoutMs }: { readonly type: 'RequestResponse' | 'Event'; readonly timeoutMs: number },
): Promise<FunctionAnswer> => {
  const url = new URL(`/2015-03-31/functions/${encodeURIComponent(functionName)}/invocations`, lambdaUrl);
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-amz-invocation-type': type },
    body: JSON.stringify(event),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${functionName} cannot be invoked: status ${response.status}`);
  const payload: unknown = text === '' ? undefined : JSON.parse(text);
  return response.headers.has('x-amz-function-error')
    ? { kind: 'failed', message: Failure.parse(payload ?? {}).errorMessage }
    : { kind: 'answered', payload };
};

const Failure = z.object({ errorMessage: z._default(z.string(), 'unknown') });
