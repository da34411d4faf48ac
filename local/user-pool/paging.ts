// Pages of the list operations, which cognito-local answers whole.
import { InvalidParameterError } from 'cognito-local/lib/errors.js';
import type { Route } from 'cognito-local/lib/server/Router.js';
import * as z from 'zod/mini';

/** "Valid Range: Minimum value of 0. Maximum value of 60." (API reference; 0 means as many as possible) */
const mostPerPage = 60;

/**
 * Wraps an operation that lists `items` (`Users`, say) and continues by `token` (`NextToken` or `PaginationToken`).
 * A page continues after the last name of the one before, so what comes and goes meanwhile shifts nothing.
 */
export const paged =
  (
    list: Route,
    { items, token, name }: { readonly items: string; readonly token: string; readonly name: string },
  ): Route =>
  async (context, request) => {
    const asked = Request.parse(request);
    const limit = limitOf(asked.Limit);
    const after = positionOf(asked[token]);
    const answer = Answer.parse(await list(context, request));
    const all = Items.parse(answer[items] ?? [])
      .map((item) => ({ item, key: String(item[name]) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
    const rest = after === undefined ? all : all.filter(({ key }) => key > after);
    const page = rest.slice(0, limit);
    const last = page.at(-1);
    return {
      ...answer,
      [items]: page.map(({ item }) => item),
      ...(last && rest.length > page.length && { [token]: tokenAt(last.key) }),
    };
  };

const limitOf = (limit: unknown): number => {
  if (limit === undefined || limit === null || limit === 0) return mostPerPage;
  if (typeof limit === 'number' && Number.isInteger(limit) && limit > 0 && limit <= mostPerPage) return limit;
  throw new InvalidParameterError(
    `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: ` +
      `Member must have value less than or equal to ${mostPerPage}`,
  );
};

const tokenAt = (key: string): string => Buffer.from(JSON.stringify({ after: key })).toString('base64url');

const positionOf = (token: unknown): string | undefined => {
  if (token === undefined || token === null) return undefined;
  try {
    return Position.parse(JSON.parse(Buffer.from(String(token), 'base64url').toString())).after;
  } catch {
    throw new InvalidParameterError('Invalid pagination token.');
  }
};

const Position = z.object({ after: z.string() });
const Request = z.looseObject({ Limit: z.optional(z.unknown()) });
const Answer = z.record(z.string(), z.unknown());
const Items = z.array(z.record(z.string(), z.unknown()));
