import * as z from 'zod/mini';

/** What a JSON pointer without escapes leads to. */
export const valueAt = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce((inner: unknown, token) => Container.parse(inner)[token], value);

const Container = z.pipe(
  z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]),
  z.transform((container): Readonly<Record<string, unknown>> => ({ ...container })),
);
