// Every grant there is, page after page, up to a bound that is told.

import { type Api, answerOf } from '../../shared/api.ts';
import type { Grant } from '../../shared/api-paths.ts';

export type AllGrants = {
  readonly grants: readonly Grant[];
  /** Whether there are more, which were not asked for. */
  readonly isCutOff: boolean;
};

const pageSize = 200;

/** So many grants are read at most: 25 requests. */
export const mostGrants = 5000;

/** @param onProgress how many have come so far. */
export const allGrants = async (
  api: Api,
  subject: string | undefined,
  onProgress: (count: number) => void,
  signal: AbortSignal,
): Promise<AllGrants> => {
  const grants: Grant[] = [];
  let cursor: string | undefined;
  onProgress(0);
  do {
    const query = { subject, cursor, limit: pageSize };
    const page = await answerOf(api.GET('/grants', { params: { query }, signal }));
    grants.push(...page.items);
    cursor = page.cursor;
    if (!signal.aborted) onProgress(grants.length);
  } while (cursor !== undefined && grants.length < mostGrants);
  return { grants, isCutOff: cursor !== undefined };
};
