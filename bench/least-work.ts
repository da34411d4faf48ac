// The least that a known device's registration has to do: verify the token, and read once what decides.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { CognitoJwtVerifier } from 'aws-jwt-verify/cognito-verifier';
import { clientOptions } from '../src/aws/client-options.ts';
import { scopeKey, stackKey, userKey } from '../src/aws/store-keys.ts';
import { parseGroupName, parseUserId } from '../src/domain/identifiers.ts';
import { everyone } from '../src/domain/subject.ts';
import { clientId, userPoolId } from '../tests/http/token-issuer.ts';
import { functionEnvironment } from './function-environment.ts';
import { groupName } from './managed-group.ts';

const { TABLE_NAME } = functionEnvironment;

/** Without any code of the service: the packages as their own guides use them. */
export const leastWork = async (
  environment: Readonly<Record<string, string>>,
  idToken: string,
): Promise<() => Promise<void>> => {
  const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'id' });
  const keys = await fetch(environment['JWKS_URI'] ?? '');
  verifier.cacheJwks(JSON.parse(await keys.text()));
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions));
  const { sub } = await verifier.verify(idToken);
  const Keys = keysOf(sub);
  return async () => {
    await verifier.verify(idToken);
    const { Responses } = await documents.send(
      new BatchGetCommand({ RequestItems: { [TABLE_NAME]: { Keys, ConsistentRead: true } } }),
    );
    // The user has no scope of its own.
    if (Responses?.[TABLE_NAME]?.length !== Keys.length - 1) throw new Error('An item is missing.');
  };
};

/** As src/aws/store-provisioning.ts reads. */
const keysOf = (sub: string) => {
  const userId = parseUserId(sub);
  const group = parseGroupName(groupName);
  if (userId === undefined || group === undefined) throw new Error('The token names no user.');
  return [
    userKey(userId),
    stackKey,
    scopeKey(everyone),
    scopeKey({ kind: 'group', group }),
    scopeKey({ kind: 'user', userId }),
  ];
};
