// Policies; their versions are in policy-version-operations.ts.
import * as z from 'zod/mini';
import { ok, type Result } from '../../src/domain/result.ts';
import { type AwsFailure, refused } from './aws-failure.ts';
import { arnOf, type IotState, type Policy, type PolicyVersion } from './iot-state.ts';
import { BooleanText, done, type Operation, type Outcome, operation, PolicyName } from './operation.ts';
import { PageSize, pageOf } from './paging.ts';
import { parsePolicyText } from './policy-text.ts';

const ByName = z.object({ policyName: PolicyName });
const WithDocument = z.object({ policyName: PolicyName, policyDocument: z.string() });
const Listing = z.object({
  marker: z.optional(z.string()),
  pageSize: PageSize,
  isAscendingOrder: z.optional(BooleanText),
});

const createPolicy = (
  state: IotState,
  { policyName, policyDocument }: z.output<typeof WithDocument>,
): Outcome => {
  const parsed = parsePolicyText(policyDocument);
  if (!parsed.ok) return refused('MalformedPolicyException', parsed.fault);
  if (state.policies.has(policyName)) {
    return refused('ResourceAlreadyExistsException', `Policy ${policyName} already exists`);
  }
  const now = state.now();
  const first: PolicyVersion = { id: '1', text: policyDocument, createdAt: now };
  state.policies.set(policyName, {
    name: policyName,
    versions: [first],
    defaultVersionId: first.id,
    lastVersion: 1,
    createdAt: now,
    changedAt: now,
  });
  state.effective.documentChanged(policyName, parsed.value, now);
  const policyArn = arnOf(state, 'policy', policyName);
  return ok({ policyName, policyArn, policyDocument, policyVersionId: first.id });
};

const getPolicy = (state: IotState, { policyName }: z.output<typeof ByName>): Outcome => {
  const found = policyNamed(state, policyName);
  if (!found.ok) return found;
  const policy = found.value;
  return ok({
    policyName,
    policyArn: arnOf(state, 'policy', policyName),
    policyDocument: policy.versions.find((version) => version.id === policy.defaultVersionId)?.text,
    defaultVersionId: policy.defaultVersionId,
    creationDate: policy.createdAt / 1000,
    lastModifiedDate: policy.changedAt / 1000,
    generationId: String(policy.lastVersion),
  });
};

const deletePolicy = (state: IotState, { policyName }: z.output<typeof ByName>): Outcome => {
  const found = policyNamed(state, policyName);
  if (!found.ok) return found;
  if (isAttached(state, policyName)) {
    return refused('DeleteConflictException', `Cannot delete policy ${policyName}: it is attached`);
  }
  if (found.value.versions.length > 1) {
    return refused('DeleteConflictException', `Cannot delete policy ${policyName}: it has other versions`);
  }
  state.policies.delete(policyName);
  return done;
};

const listPolicies = (state: IotState, input: z.output<typeof Listing>): Outcome => {
  const page = pageOf([...state.policies.keys()], (name) => name, {
    marker: input.marker,
    size: input.pageSize,
  });
  if (!page.ok) return page;
  return ok({
    policies: page.value.entries.map((name) => ({
      policyName: name,
      policyArn: arnOf(state, 'policy', name),
    })),
    nextMarker: page.value.next,
  });
};

export const policyOperations: readonly Operation[] = [
  operation('CreatePolicy', 'POST /policies/{policyName}', WithDocument, createPolicy),
  operation('GetPolicy', 'GET /policies/{policyName}', ByName, getPolicy),
  operation('DeletePolicy', 'DELETE /policies/{policyName}', ByName, deletePolicy),
  operation('ListPolicies', 'GET /policies', Listing, listPolicies),
];

export const policyNamed = (state: IotState, name: string): Result<Policy, AwsFailure> => {
  const policy = state.policies.get(name);
  return policy ? ok(policy) : refused('ResourceNotFoundException', `Policy ${name} does not exist`);
};

const isAttached = (state: IotState, policyName: string): boolean => {
  const detachedAt = state.detachedAt.get(policyName);
  if (detachedAt !== undefined && state.now() < detachedAt + (state.lag.deletePolicy ?? 0)) return true;
  return [...state.attachments.values()].some((attached) =>
    attached.some((one) => one.policyName === policyName),
  );
};
