// From the operations of a request to what is to be done; or why not, with every place that breaks a rule.
import type * as z from 'zod/mini';
import type { Fault, Violation } from '../domain/fault.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { GrantOperation } from '../provisioning/change-grants.ts';
import { grantDraft } from '../schema/grant-draft.ts';
import type { GrantOperationInput } from '../schema/grants.ts';

type Input = z.output<typeof GrantOperationInput>;

/** Where in the request an operation's grant and its condition stand; a header has no pointer. */
type Place = { readonly grant: string; readonly ifMatch?: string };

/**
 * A dry run changes nothing: it needs no condition, and heeds the one that it is given.
 */
type Run = 'dry' | 'real';

/** The one operation of a request that is about one grant. */
export const singleOperation = (input: Input, run: Run): Result<readonly GrantOperation[], Fault> =>
  operationsOf([[input, { grant: '' }]], run);

export const batchOperations = (
  inputs: readonly Input[],
  run: Run,
): Result<readonly GrantOperation[], Fault> =>
  operationsOf(
    inputs.map((input, index) => {
      const place = `/operations/${index}`;
      const grant = input.op === 'delete' ? place : `${place}/grant`;
      return [input, { grant, ifMatch: `${place}/ifMatch` }];
    }),
    run,
  );

const operationsOf = (
  inputs: readonly (readonly [Input, Place])[],
  run: Run,
): Result<readonly GrantOperation[], Fault> => {
  const unconditional = inputs.find(
    ([input]) => input.op !== 'create' && conditionOf(input, run) === undefined,
  );
  if (unconditional) {
    const [, { ifMatch: pointer }] = unconditional;
    return refuse({ kind: 'precondition-required', ...(pointer !== undefined && { pointer }) });
  }
  const operations = inputs.map(([input, place]) => operationOf(input, place, run));
  const violations = operations.flatMap((operation) => (operation.ok ? [] : [operation.fault]));
  return violations.length > 0
    ? refuse({ kind: 'rule-violated', violations })
    : ok(operations.flatMap((operation) => (operation.ok ? [operation.value] : [])));
};

const operationOf = (
  input: Input,
  { grant: pointer }: Place,
  run: Run,
): Result<GrantOperation, Violation> => {
  if (input.op === 'delete') {
    const { op, grantId } = input;
    return ok({ op, pointer, grantId, ifMatch: conditionOf(input, run) ?? [] });
  }
  const draft = grantDraft(input.grant, pointer);
  if (!draft.ok) return draft;
  if (input.op === 'create') return ok({ op: input.op, pointer, draft: draft.value });
  const { op, grantId } = input;
  return ok({ op, pointer, grantId, ifMatch: conditionOf(input, run) ?? [], draft: draft.value });
};

const conditionOf = ({ ifMatch }: Exclude<Input, { op: 'create' }>, run: Run) =>
  ifMatch ?? (run === 'dry' ? 'any' : undefined);
