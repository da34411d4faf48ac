// What transactions mean, said plainly: one after the other, on a map. The local DynamoDB is held against it.
import fc from 'fast-check';
import { item, TableName } from './open-table.ts';

type Condition = 'any' | 'present' | 'absent' | { readonly n: number };
export type Action = {
  readonly kind: 'Put' | 'Add' | 'Delete' | 'ConditionCheck';
  readonly key: string;
  readonly condition: Condition;
  readonly n: number;
};
export type State = ReadonlyMap<string, number>;
export type Outcome = readonly string[];

/** The state after the transaction and the code of each action's reason. */
export const transactInModel = (
  state: State,
  actions: readonly Action[],
): { state: State; codes: Outcome } => {
  const codes = actions.map(({ key, condition }) =>
    holds(state.get(key), condition) ? 'None' : 'ConditionalCheckFailed',
  );
  if (codes.some((code) => code !== 'None')) return { state, codes };
  const next = new Map(state);
  for (const { kind, key, n } of actions) {
    if (kind === 'Put') next.set(key, n);
    if (kind === 'Add') next.set(key, (state.get(key) ?? 0) + n);
    if (kind === 'Delete') next.delete(key);
  }
  return { state: next, codes };
};

const holds = (n: number | undefined, condition: Condition): boolean => {
  if (condition === 'any') return true;
  if (condition === 'present') return n !== undefined;
  return condition === 'absent' ? n === undefined : n === condition.n;
};

/** Over few keys and few numbers, so that conditions meet what is stored. */
export const anyTransaction: fc.Arbitrary<readonly Action[]> = fc.uniqueArray(
  fc
    .record({
      kind: fc.constantFrom('Put', 'Add', 'Delete', 'ConditionCheck'),
      key: fc.constantFrom('a', 'b', 'c'),
      condition: fc.oneof(
        { weight: 2, arbitrary: fc.constant('any' as const) },
        { weight: 2, arbitrary: fc.constantFrom('present' as const, 'absent' as const) },
        { weight: 1, arbitrary: fc.record({ n: fc.integer({ min: 0, max: 2 }) }) },
      ),
      n: fc.integer({ min: 0, max: 2 }),
    })
    .filter(({ kind, condition }) => kind !== 'ConditionCheck' || condition !== 'any'),
  { selector: ({ key }) => key, minLength: 1, maxLength: 3 },
);

/** The same action as DynamoDB takes it. */
export const asTransactItem = ({ kind, key, condition, n }: Action) => {
  const guard = guards(condition);
  const { ExpressionAttributeValues: values } = guard;
  switch (kind) {
    case 'Put':
      return { Put: { TableName, Item: item(key, { n }), ...guard } };
    case 'Add':
      return {
        Update: {
          TableName,
          Key: item(key),
          UpdateExpression: 'ADD n :n',
          ...guard,
          ExpressionAttributeValues: { ':n': n, ...values },
        },
      };
    case 'Delete':
      return { Delete: { TableName, Key: item(key), ...guard } };
    case 'ConditionCheck':
      return { ConditionCheck: { TableName, Key: item(key), ConditionExpression: 'pk = pk', ...guard } };
  }
};

const guards = (
  condition: Condition,
): { ConditionExpression?: string; ExpressionAttributeValues?: Record<string, number> } => {
  if (condition === 'any') return {};
  if (condition === 'present') return { ConditionExpression: 'attribute_exists(pk)' };
  if (condition === 'absent') return { ConditionExpression: 'attribute_not_exists(pk)' };
  return { ConditionExpression: 'n = :was', ExpressionAttributeValues: { ':was': condition.n } };
};
