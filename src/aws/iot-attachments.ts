// Which policies are attached to which Cognito identity. Only functions whose job it is hold these permissions:
// IAM cannot narrow AttachPolicy to some policies or some identities.
import {
  AttachPolicyCommand,
  DetachPolicyCommand,
  type IoTClient,
  paginateListAttachedPolicies,
  paginateListTargetsForPolicy,
} from '@aws-sdk/client-iot';
import { type IdentityId, parseIdentityId } from '../domain/identifiers.ts';
import { type PolicyName, parsePolicyName } from '../domain/policy-name.ts';
import type { AttachmentControl } from '../provisioning/ports.ts';
import { isAwsError } from './aws-error.ts';

/** @throws for a policy without our prefix: names are checked here, since IAM cannot. */
export const iotAttachments = (
  client: IoTClient,
  abortSignal: AbortSignal,
  prefix: string,
): AttachmentControl => {
  const ours = (policyName: string): string => {
    if (!policyName.startsWith(`${prefix}-`))
      throw new Error('Only policies of this service are attached or detached.');
    return policyName;
  };
  return {
    attachPolicy: async (name, target) => {
      await client.send(new AttachPolicyCommand({ policyName: ours(name), target }), { abortSignal });
    },

    detachPolicy: async (name, target) => {
      try {
        await client.send(new DetachPolicyCommand({ policyName: ours(name), target }), { abortSignal });
      } catch (error) {
        if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
      }
    },

    listAttached: async (target) => {
      const names: PolicyName[] = [];
      const pages = paginateListAttachedPolicies(
        { client, pageSize: 250 },
        { target, recursive: false },
        { abortSignal },
      );
      for await (const { policies = [] } of pages)
        names.push(...policies.flatMap(({ policyName = '' }) => parsePolicyName(policyName) ?? []));
      return names;
    },

    listTargets: async (name) => {
      const identities: IdentityId[] = [];
      const pages = paginateListTargetsForPolicy(
        { client, pageSize: 250 },
        { policyName: ours(name) },
        { abortSignal },
      );
      try {
        for await (const { targets = [] } of pages)
          identities.push(...targets.flatMap((target) => parseIdentityId(target) ?? []));
      } catch (error) {
        if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
      }
      return identities;
    },
  };
};
