// What differs between two JSON values: the members that were added, removed and changed, by their paths.

export type Change = { readonly path: readonly string[] } & (
  | { readonly kind: 'added'; readonly after: unknown }
  | { readonly kind: 'removed'; readonly before: unknown }
  | { readonly kind: 'changed'; readonly before: unknown; readonly after: unknown }
);

/** In the order of the members before, then of those that are new; of lists, order is no difference. */
export const difference = (
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): readonly Change[] => {
  if (isObject(before) && isObject(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      difference(memberOf(before, key), memberOf(after, key), [...path, key]),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    return [
      ...without(before, after).map((item) => ({ path, kind: 'removed' as const, before: item })),
      ...without(after, before).map((item) => ({ path, kind: 'added' as const, after: item })),
    ];
  }
  if (before === after) return [];
  if (before === undefined) return [{ path, kind: 'added', after }];
  if (after === undefined) return [{ path, kind: 'removed', before }];
  return [{ path, kind: 'changed', before, after }];
};

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Not what every object inherits. */
const memberOf = (value: Readonly<Record<string, unknown>>, key: string): unknown =>
  Object.hasOwn(value, key) ? value[key] : undefined;

/** Each item of the other list takes one away that is the same. */
const without = (list: readonly unknown[], other: readonly unknown[]): readonly unknown[] => {
  const rest = [...other];
  return list.filter((item) => {
    const place = rest.findIndex((each) => difference(each, item).length === 0);
    if (place >= 0) rest.splice(place, 1);
    return place < 0;
  });
};
