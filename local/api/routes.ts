// The routes of serverless.yml, as API Gateway would match them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { parseCloudFormation } from '../cloudformation-yaml.ts';

export type Route = { readonly method: string; readonly path: readonly string[]; readonly cors: boolean };

export type Api = {
  readonly routes: readonly Route[];
  readonly cors: { readonly headers: readonly string[]; readonly maxAge: number };
};

/** Of the serverless.yml in `folder`. */
export const readApi = (folder: string): Api => {
  const { functions, custom } = Service.parse(
    parseCloudFormation(readFileSync(join(folder, 'serverless.yml'), 'utf8')),
  );
  return {
    routes: Object.values(functions).flatMap(({ events }) =>
      (events ?? []).flatMap(({ http }) =>
        http === undefined
          ? []
          : [
              {
                method: http.method.toUpperCase(),
                path: http.path.split('/'),
                cors: http.cors !== undefined,
              },
            ],
      ),
    ),
    cors: custom.cors,
  };
};

/**
 * The routes at a path, `undefined` when the path cannot be decoded or has a segment `.` or `..`, which the web server
 * behind would resolve (URL standard, "path state") and so answer another path. Of several resources that match, API Gateway takes
 * the one whose first parts are literal, whatever methods the others have.
 */
export const routesAt = ({ routes }: Api, pathname: string): readonly Route[] | undefined => {
  try {
    const segments = pathname.slice(1).split('/').map(decodeURIComponent);
    if (segments.some((segment) => segment === '.' || segment === '..')) return undefined;
    const matching = routes.filter(
      ({ path }) =>
        path.length === segments.length &&
        path.every((part, index) => (isParameter(part) ? segments[index] !== '' : part === segments[index])),
    );
    const [resource] = matching.map(placeOf).sort();
    return matching.filter((route) => placeOf(route) === resource);
  } catch {
    return undefined;
  }
};

const isParameter = (part: string): boolean => part.startsWith('{');

/** Sorts the resources that match one path: a literal part before a parameter. */
const placeOf = ({ path }: Route): string => path.map((part) => (isParameter(part) ? 1 : 0)).join('');

const Service = z.object({
  custom: z.object({ cors: z.object({ headers: z.array(z.string()), maxAge: z.number() }) }),
  functions: z.record(
    z.string(),
    z.object({
      events: z.optional(
        z.array(
          z.object({
            http: z.optional(
              z.object({ method: z.string(), path: z.string(), cors: z.optional(z.unknown()) }),
            ),
          }),
        ),
      ),
    }),
  ),
});
