// What is done to a user of the Cognito user pool: one gateway for each privilege, since the role of a function holds
// what its bundle can call. src/aws/pool-users.ts reads.
import {
  AdminAddUserToGroupCommand,
  AdminUserGlobalSignOutCommand,
  type CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PoolMembership, PoolSessions } from '../provisioning/user-pool-port.ts';
import { isAwsError } from './aws-error.ts';

export const poolSessions = (
  client: CognitoIdentityProviderClient,
  abortSignal: AbortSignal,
  userPoolId: string,
): PoolSessions => ({
  signOut: async (username) => {
    const request = new AdminUserGlobalSignOutCommand({ UserPoolId: userPoolId, Username: username });
    const answer = await unlessUnknown(client.send(request, { abortSignal }), 'unknown-user');
    return answer === 'unknown-user' ? answer : 'signed-out';
  },
});

export const poolMembership = (
  client: CognitoIdentityProviderClient,
  abortSignal: AbortSignal,
  userPoolId: string,
): PoolMembership => ({
  addToGroup: async (username, group) => {
    const member = { UserPoolId: userPoolId, Username: username, GroupName: group };
    try {
      const added = client.send(new AdminAddUserToGroupCommand(member), { abortSignal });
      return (await unlessUnknown(added, 'unknown-user')) === 'unknown-user' ? 'unknown-user' : 'added';
    } catch (error) {
      if (isAwsError(error, 'ResourceNotFoundException')) return 'unknown-group';
      throw error;
    }
  },
});

/** `unknown` when the pool has no such user. */
export const unlessUnknown = async <Known, Unknown>(
  known: Promise<Known>,
  unknown: Unknown,
): Promise<Known | Unknown> => {
  try {
    return await known;
  } catch (error) {
    if (isAwsError(error, 'UserNotFoundException')) return unknown;
    throw error;
  }
};
