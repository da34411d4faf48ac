// The API of a test, over answers that it makes up; it keeps what it was asked.
import createClient from 'openapi-fetch';
import type { Api } from '../../../web/shared/api.ts';
import type { paths } from '../../../web/shared/api-paths.ts';

export type Asked = {
  readonly route: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Headers;
  readonly body: unknown;
};

export const answeringApi = (answer: (asked: Asked) => unknown) => {
  const asked: Asked[] = [];
  const api: Api = createClient<paths>({
    baseUrl: 'http://localhost',
    fetch: async (request: Request) => {
      const { pathname, searchParams } = new URL(request.url);
      const text = await request.text();
      const question: Asked = {
        route: `${request.method} ${pathname}`,
        query: Object.fromEntries(searchParams),
        headers: request.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
      asked.push(question);
      return Response.json(answer(question));
    },
  });
  return { api, asked };
};
