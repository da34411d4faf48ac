// Credentials of the identity: GetCredentialsForIdentity of the identity pool, which takes no signature.
// docs/decisions: the SDK's client for this one unsigned call is twice as large as this library may be.
import { AttacheError } from './attache-error.ts';
import type { IdToken } from './id-token.ts';
import { answerOf, type Fetch } from './request.ts';
import { type Credentials, isObject, parseCredentials, type Registration } from './wire.ts';

/** @throws `credentials-refused` when the pool does not take the token, `network` when it may do so later. */
export const fetchCredentials = async (input: {
  readonly fetch: Fetch;
  readonly registration: Pick<Registration, 'identityId' | 'region'>;
  readonly idToken: IdToken;
  /** AWS's of the region when absent. */
  readonly identityEndpoint?: string | undefined;
}): Promise<Credentials> => {
  const { fetch, registration, idToken } = input;
  const { identityId: IdentityId, region } = registration;
  const { response, body } = await answerOf(fetch, input.identityEndpoint ?? endpointOf(region), {
    method: 'POST',
    headers: {
      'Content-Type': 'application/x-amz-json-1.1',
      'X-Amz-Target': 'AWSCognitoIdentityService.GetCredentialsForIdentity',
    },
    body: JSON.stringify({ IdentityId, Logins: { [idToken.provider]: idToken.text } }),
  });
  if (response.ok) return parseCredentials(body);
  const { __type: type, message } = isObject(body) ? body : {};
  const name = String(type ?? response.headers.get('X-Amzn-ErrorType') ?? response.status).replace(
    /^.*#/,
    '',
  );
  const code = permanent.has(name) ? 'credentials-refused' : 'network';
  throw new AttacheError(code, `The identity pool answered ${name}: ${String(message ?? '')}`, {
    status: response.status,
    reason: name,
  });
};

const permanent = new Set([
  'NotAuthorizedException',
  'ResourceNotFoundException',
  'InvalidParameterException',
  'InvalidIdentityPoolConfigurationException',
]);

const endpointOf = (region: string): string =>
  `https://cognito-identity.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}/`;
