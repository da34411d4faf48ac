// Pages as AWS IoT's list calls give them: at most 250 entries, an opaque marker while more follow.
import * as z from 'zod/mini';
import { ok, type Result } from '../../src/domain/result.ts';
import { type AwsFailure, refused } from './aws-failure.ts';
import { pageSize } from './limits.ts';
import { NumberText } from './operation.ts';

export const PageSize = z.optional(
  z.pipe(NumberText, z.number().check(z.gte(pageSize.least), z.lte(pageSize.most))),
);

export type Page<Entry> = { readonly entries: readonly Entry[]; readonly next?: string };

/** The page after the entry that the marker names: entries that come or go meanwhile move nothing. */
export const pageOf = <Entry>(
  all: readonly Entry[],
  keyOf: (entry: Entry) => string,
  request: { readonly marker?: string | undefined; readonly size?: number | undefined },
): Result<Page<Entry>, AwsFailure> => {
  const after = request.marker === undefined ? '' : readMarker(request.marker);
  if (after === undefined) return refused('InvalidRequestException', 'The marker is invalid');
  const rest = all.toSorted(byKey(keyOf)).filter((entry) => keyOf(entry) > after);
  const entries = rest.slice(0, request.size ?? pageSize.usual);
  const last = entries.at(-1);
  return ok(
    last === undefined || entries.length === rest.length
      ? { entries }
      : { entries, next: writeMarker(keyOf(last)) },
  );
};

const byKey =
  <Entry>(keyOf: (entry: Entry) => string) =>
  (one: Entry, other: Entry): number =>
    keyOf(one) < keyOf(other) ? -1 : 1;

const writeMarker = (key: string): string => Buffer.from(`after ${key}`).toString('base64url');

const readMarker = (marker: string): string | undefined => {
  const text = Buffer.from(marker, 'base64url').toString();
  return text.startsWith('after ') ? text.slice('after '.length) : undefined;
};
