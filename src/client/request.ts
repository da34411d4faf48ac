// Requests to the service: the token along, problems as typed errors, a busy service asked again later.
import { AttacheError } from './attache-error.ts';
import { backoff, type Timing } from './timing.ts';
import { isObject } from './wire.ts';

export type Fetch = (
  url: string,
  init: {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  },
) => Promise<Pick<Response, 'ok' | 'status' | 'headers' | 'text'>>;

type ApiRequest = {
  readonly method: 'GET' | 'POST';
  readonly path: `/${string}`;
  readonly idToken: string;
  readonly body?: unknown;
};

export type Api = (request: ApiRequest) => Promise<unknown>;

const maxAttempts = 4;

/** Every request of this library may be repeated: registering the same device again changes nothing. */
export const createApi =
  (deps: { readonly apiUrl: string; readonly fetch: Fetch; readonly timing: Timing }): Api =>
  async (request) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await send(deps, request);
      } catch (error) {
        if (!(error instanceof AttacheError) || attempt === maxAttempts || !isPassing(error)) throw error;
        await deps.timing.wait(Math.max(backoff(attempt, deps.timing), error.details.retryAfter ?? 0));
      }
    }
  };

/** Throttled, or AWS was: worth another try. */
const isPassing = ({ details: { status = 0 } }: AttacheError): boolean => status === 429 || status >= 500;

/** @throws an error of code `network` when there is no answer. */
export const answerOf = async (fetch: Fetch, ...[url, init]: Parameters<Fetch>) => {
  try {
    const response = await fetch(url, init);
    return { response, body: jsonOf(await response.text()) };
  } catch (cause) {
    throw new AttacheError('network', `There is no answer from ${url}.`, { cause });
  }
};

const send = async (
  { apiUrl, fetch }: { readonly apiUrl: string; readonly fetch: Fetch },
  { method, path, idToken, body }: ApiRequest,
): Promise<unknown> => {
  const answer = await answerOf(fetch, `${apiUrl.replace(/\/+$/, '')}${path}`, {
    method,
    headers: {
      Authorization: `Bearer ${idToken}`,
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const { ok, status, headers } = answer.response;
  if (ok) return answer.body;
  const problem = isObject(answer.body) ? answer.body : {};
  const { code, detail, title } = problem;
  const retryAfter = Number(headers.get('Retry-After') ?? 0) * 1000;
  throw new AttacheError(
    typeof code === 'string' ? code : 'answer-invalid',
    String(detail ?? title ?? `${method} ${path} answered ${status}.`),
    { status, problem, ...(retryAfter > 0 && { retryAfter }) },
  );
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
