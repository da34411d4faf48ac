// The versions of policies, of which one is the default.
import * as z from 'zod/mini';
import { ok, type Result } from '../../src/domain/result.ts';
import { type AwsFailure, refused } from './aws-failure.ts';
import { arnOf, type IotState, type Policy, type PolicyVersion } from './iot-state.ts';
import { policyVersions } from './limits.ts';
import {
  BooleanText,
  done,
  type Operation,
  type Outcome,
  operation,
  PolicyName,
  PolicyVersionId,
} from './operation.ts';
import { policyNamed } from './policy-operations.ts';
import { parsePolicyText } from './policy-text.ts';

const ByName = z.object({ policyName: PolicyName });
const ByVersion = z.object({ policyName: PolicyName, policyVersionId: PolicyVersionId });
const NewVersion = z.object({
  policyName: PolicyName,
  policyDocument: z.string(),
  setAsDefault: z.optional(BooleanText),
});

const createPolicyVersion = (state: IotState, input: z.output<typeof NewVersion>): Outcome => {
  const { policyName, policyDocument, setAsDefault = false } = input;
  const parsed = parsePolicyText(policyDocument);
  if (!parsed.ok) return refused('MalformedPolicyException', parsed.fault);
  const found = policyNamed(state, policyName);
  if (!found.ok) return found;
  const policy = found.value;
  if (policy.versions.length >= policyVersions) {
    return refused(
      'VersionsLimitExceededException',
      `Policy ${policyName} already has ${policyVersions} versions`,
    );
  }
  const now = state.now();
  const version: PolicyVersion = { id: String(policy.lastVersion + 1), text: policyDocument, createdAt: now };
  state.policies.set(policyName, {
    ...policy,
    versions: [...policy.versions, version],
    lastVersion: policy.lastVersion + 1,
    defaultVersionId: setAsDefault ? version.id : policy.defaultVersionId,
    changedAt: now,
  });
  if (setAsDefault) state.effective.documentChanged(policyName, parsed.value, now);
  return ok({
    policyArn: arnOf(state, 'policy', policyName),
    policyDocument,
    policyVersionId: version.id,
    isDefaultVersion: setAsDefault,
  });
};

const getPolicyVersion = (state: IotState, input: z.output<typeof ByVersion>): Outcome => {
  const found = versionNamed(state, input);
  if (!found.ok) return found;
  const { policy, version } = found.value;
  return ok({
    policyName: policy.name,
    policyVersionId: version.id,
    isDefaultVersion: version.id === policy.defaultVersionId,
    policyArn: arnOf(state, 'policy', policy.name),
    policyDocument: version.text,
    creationDate: version.createdAt / 1000,
    lastModifiedDate: version.createdAt / 1000,
  });
};

const listPolicyVersions = (state: IotState, { policyName }: z.output<typeof ByName>): Outcome => {
  const found = policyNamed(state, policyName);
  if (!found.ok) return found;
  const policy = found.value;
  return ok({
    policyVersions: policy.versions.map(({ id, createdAt }) => ({
      versionId: id,
      isDefaultVersion: id === policy.defaultVersionId,
      createDate: createdAt / 1000,
    })),
  });
};

const deletePolicyVersion = (state: IotState, input: z.output<typeof ByVersion>): Outcome => {
  const found = versionNamed(state, input);
  if (!found.ok) return found;
  const { policy, version } = found.value;
  if (version.id === policy.defaultVersionId) {
    return refused('DeleteConflictException', `Cannot delete the default version of policy ${policy.name}`);
  }
  const versions = policy.versions.filter((other) => other !== version);
  state.policies.set(policy.name, { ...policy, versions });
  return done;
};

const setDefaultPolicyVersion = (state: IotState, input: z.output<typeof ByVersion>): Outcome => {
  const found = versionNamed(state, input);
  if (!found.ok) return found;
  const { policy, version } = found.value;
  const parsed = parsePolicyText(version.text);
  if (!parsed.ok) return refused('MalformedPolicyException', parsed.fault);
  const now = state.now();
  state.policies.set(policy.name, { ...policy, defaultVersionId: version.id, changedAt: now });
  state.effective.documentChanged(policy.name, parsed.value, now);
  return done;
};

export const policyVersionOperations: readonly Operation[] = [
  operation('CreatePolicyVersion', 'POST /policies/{policyName}/version', NewVersion, createPolicyVersion),
  operation(
    'GetPolicyVersion',
    'GET /policies/{policyName}/version/{policyVersionId}',
    ByVersion,
    getPolicyVersion,
  ),
  operation('ListPolicyVersions', 'GET /policies/{policyName}/version', ByName, listPolicyVersions),
  operation(
    'DeletePolicyVersion',
    'DELETE /policies/{policyName}/version/{policyVersionId}',
    ByVersion,
    deletePolicyVersion,
  ),
  operation(
    'SetDefaultPolicyVersion',
    'PATCH /policies/{policyName}/version/{policyVersionId}',
    ByVersion,
    setDefaultPolicyVersion,
  ),
];

const versionNamed = (
  state: IotState,
  { policyName, policyVersionId }: z.output<typeof ByVersion>,
): Result<{ policy: Policy; version: PolicyVersion }, AwsFailure> => {
  const found = policyNamed(state, policyName);
  if (!found.ok) return found;
  const version = found.value.versions.find(({ id }) => id === policyVersionId);
  return version
    ? ok({ policy: found.value, version })
    : refused('ResourceNotFoundException', `Policy ${policyName} has no version ${policyVersionId}`);
};
