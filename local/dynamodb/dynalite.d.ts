// dynalite ships no types: only what the local DynamoDB uses of it is declared.
declare module 'dynalite' {
  import type { Server } from 'node:http';

  function dynalite(options: { createTableMs: number; updateTableMs: number; deleteTableMs: number }): Server;
  export = dynalite;
}

declare module 'dynalite/db/index.js' {
  type Key = Readonly<Record<string, unknown>>;
  type Schema = { readonly KeySchema: readonly unknown[]; readonly AttributeDefinitions: readonly unknown[] };
  /** The complaint, if the key does not fit the table's schema. */
  export function validateKey(key: Key, table: Schema): Error | null | undefined;
  /** One text for all spellings of a key: `1` and `1.0` are the same number. Throws when a part is missing. */
  export function createKey(key: Key, table: Schema): string;
  /** Bytes, counted as DynamoDB counts them. */
  export function itemSize(item: Key): number;
}

declare module 'dynalite/validations/index.js' {
  type Types = Readonly<Record<string, unknown>>;
  type Check = (data: Record<string, unknown>, store: Store) => string | undefined;
  type Store = { readonly options: { readonly maxItemSize: number } };
  /** Drops unknown members and throws a SerializationException on a wrong type. */
  export function checkTypes(data: Record<string, unknown>, types: Types): Record<string, unknown>;
  /** Throws a ValidationException when the request is wrong whatever is stored. */
  export function checkValidations(
    data: Record<string, unknown>,
    types: Types,
    custom: Check,
    store: Store,
  ): void;
}

declare module 'dynalite/validations/*.js' {
  export const types: Readonly<Record<string, unknown>>;
  export const custom: (
    data: Record<string, unknown>,
    store: { readonly options: { readonly maxItemSize: number } },
  ) => string | undefined;
}
