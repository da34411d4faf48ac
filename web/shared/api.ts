// The service's API, typed by its OpenAPI document. What is refused or lost is thrown, as a `RequestFailed`.
import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api-paths.ts';
import { RequestFailed } from './request-failed.ts';

export type Api = Client<paths>;

/** @param idToken asked for at every request: of who is signed in, refreshed when necessary. */
export const createApi = ({
  apiUrl,
  idToken,
}: {
  readonly apiUrl: string;
  readonly idToken: () => Promise<string>;
}): Api => {
  const client = createClient<paths>({ baseUrl: apiUrl });
  client.use({
    onRequest: async ({ request }) => {
      request.headers.set('Authorization', `Bearer ${await idToken()}`);
      return request;
    },
    onError: ({ error }) => RequestFailed.toReach(apiUrl, error),
  });
  return client;
};

/** What was asked for. @throws RequestFailed with the problem that was answered instead. */
export const answerOf = async <Data>(
  asked: Promise<{ readonly data?: Data; readonly error?: unknown; readonly response: Response }>,
): Promise<Data> => {
  const { data, error, response } = await asked;
  if (!response.ok) throw RequestFailed.withAnswer(response.status, error);
  // Of an answer without a body (204), `Data` is undefined.
  return data as Data;
};
