// The Cognito identity pool: from an ID token to the one identity of its login.
import { type CognitoIdentityClient, GetIdCommand } from '@aws-sdk/client-cognito-identity';
import { parseIdentityId } from '../domain/identifiers.ts';
import type { IdentityPool } from '../provisioning/ports.ts';
import { isAwsError } from './aws-error.ts';

/** Always with `Logins`: without it GetId would mint a new guest identity. */
export const identityPool = (
  client: CognitoIdentityClient,
  abortSignal: AbortSignal,
  settings: { readonly region: string; readonly userPoolId: string; readonly identityPoolId: string },
): IdentityPool => ({
  identityOf: async (idToken) => {
    const login = `cognito-idp.${settings.region}.amazonaws.com/${settings.userPoolId}`;
    try {
      const { IdentityId = '' } = await client.send(
        new GetIdCommand({ IdentityPoolId: settings.identityPoolId, Logins: { [login]: idToken } }),
        { abortSignal },
      );
      const identityId = parseIdentityId(IdentityId);
      if (identityId === undefined) throw new Error('The identity pool answered without an identity ID.');
      return identityId;
    } catch (error) {
      if (isAwsError(error, 'NotAuthorizedException')) return 'refused';
      throw error;
    }
  },
});
