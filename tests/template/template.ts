// A packaged CloudFormation template and ways to look into it.
import * as z from 'zod/mini';

export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: unknown;
  readonly Metadata?: unknown;
};

export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
};

export const parseTemplate = (value: unknown): Template => Shape.parse(value);

/** What is at a path inside any JSON value, `undefined` where there is nothing. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce(
    (inner: unknown, key) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );

/** The items of a list, or the one thing that stands for a list of itself. */
export const listOf = (value: unknown): readonly unknown[] => {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

/** `[logical ID, properties]` of all resources of a type. */
export const ofType = (template: Template, type: string): readonly (readonly [string, Resource])[] =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);

/** A copy with the value at a path replaced, or taken away when it is `undefined`. */
export const planted = (
  template: Template,
  path: readonly [string, ...(string | number)[]],
  value: unknown,
): Template => {
  const copy: unknown = structuredClone(template);
  const parent = at(copy, 'Resources', ...path.slice(0, -1));
  const key = path[path.length - 1];
  if (typeof parent !== 'object' || parent === null || key === undefined) {
    throw new Error(`There is nothing at ${path.join('.')} to plant into.`);
  }
  if (value === undefined) Reflect.deleteProperty(parent, key);
  else Reflect.set(parent, key, value);
  return parseTemplate(copy);
};

const Shape = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z._default(z.record(z.string(), z.unknown()), {}),
    }),
  ),
  Outputs: z.record(z.string(), z.unknown()),
});
