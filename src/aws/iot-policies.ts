// IoT Core's policies and their versions.
import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  type IoTClient,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iot';
import type { PolicyControl } from '../provisioning/ports.ts';
import { isAwsError } from './aws-error.ts';

export const iotPolicies = (client: IoTClient, abortSignal: AbortSignal): PolicyControl => ({
  readPolicy: async (policyName) => {
    try {
      // No paging: "a policy has up to five versions", and the answer holds them all.
      const [policy, { policyVersions = [] }] = await Promise.all([
        client.send(new GetPolicyCommand({ policyName }), { abortSignal }),
        client.send(new ListPolicyVersionsCommand({ policyName }), { abortSignal }),
      ]);
      const versions = policyVersions
        .map(({ versionId = '', isDefaultVersion }) => ({ versionId, isDefault: isDefaultVersion === true }))
        .sort((a, b) => Number(a.versionId) - Number(b.versionId));
      return { name: policyName, document: policy.policyDocument ?? '', versions };
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) return undefined;
      throw error;
    }
  },

  createPolicy: async (policyName, policyDocument) => {
    try {
      const created = await client.send(new CreatePolicyCommand({ policyName, policyDocument }), {
        abortSignal,
      });
      return { versionId: created.policyVersionId ?? '1' };
    } catch (error) {
      if (isAwsError(error, 'ResourceAlreadyExistsException')) return 'exists';
      throw error;
    }
  },

  createVersion: async (policyName, policyDocument) => {
    try {
      const created = await client.send(
        new CreatePolicyVersionCommand({ policyName, policyDocument, setAsDefault: true }),
        { abortSignal },
      );
      return { versionId: created.policyVersionId ?? '' };
    } catch (error) {
      if (isAwsError(error, 'VersionsLimitExceededException')) return 'versions-full';
      throw error;
    }
  },

  deleteVersion: async (policyName, policyVersionId) => {
    try {
      await client.send(new DeletePolicyVersionCommand({ policyName, policyVersionId }), { abortSignal });
    } catch (error) {
      if (!isAwsError(error, 'ResourceNotFoundException')) throw error;
    }
  },

  deletePolicy: async (policyName) => {
    try {
      await client.send(new DeletePolicyCommand({ policyName }), { abortSignal });
      return 'deleted';
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) return 'deleted';
      if (isAwsError(error, 'DeleteConflictException')) return 'attached';
      throw error;
    }
  },
});
