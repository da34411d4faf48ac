// The identity pool's operations: guest access and the classic flow are off.
import * as z from 'zod/mini';
import { ok, type Result, refuse } from '../../src/domain/result.ts';
import type { AwsFailure } from '../iot/aws-failure.ts';
import type { CredentialStore } from '../iot/credentials.ts';
import type { Outcome } from '../iot/operation.ts';
import type { Identities } from './identities.ts';
import { type Login, providerOf, type VerifyLogin } from './verify-login.ts';

export type IdentityPool = {
  readonly identityPoolId: string;
  readonly userPoolId: string;
  readonly identities: Identities;
  readonly credentials: CredentialStore;
  readonly verifyLogin: VerifyLogin;
  /** The server-side token check: does the user pool still stand by this login? */
  readonly isGood: (login: Login) => boolean | Promise<boolean>;
  readonly now: () => number;
};

type Act = (pool: IdentityPool, input: unknown) => Promise<Outcome>;

const Logins = z.optional(z.record(z.string(), z.string()));
const IdentityId = z.string().check(z.regex(/^[\w-]+:[0-9a-f-]+$/), z.maxLength(55));

const act =
  <Input extends z.ZodMiniType>(
    shape: Input,
    run: (pool: IdentityPool, input: z.output<Input>) => Promise<Outcome>,
  ): Act =>
  async (pool, input) => {
    const parsed = shape.safeParse(input);
    return parsed.success
      ? run(pool, parsed.data)
      : identityRefused('ValidationException', z.prettifyError(parsed.error));
  };

const getId = act(z.object({ IdentityPoolId: IdentityId, Logins }), async (pool, input) => {
  if (input.IdentityPoolId !== pool.identityPoolId) {
    return identityRefused('ResourceNotFoundException', `IdentityPool '${input.IdentityPoolId}' not found.`);
  }
  const login = await verifiedLogin(pool, input.Logins);
  return login.ok ? ok({ IdentityId: pool.identities.of(login.value.sub) }) : login;
});

const getCredentialsForIdentity = act(
  z.object({ IdentityId, Logins, CustomRoleArn: z.optional(z.string()) }),
  async (pool, input) => {
    const owner = pool.identities.loginOf(input.IdentityId);
    if (owner === undefined) {
      return identityRefused('ResourceNotFoundException', `Identity '${input.IdentityId}' not found.`);
    }
    const login = await verifiedLogin(pool, input.Logins);
    if (!login.ok) return login;
    if (login.value.sub !== owner) {
      return identityRefused(
        'NotAuthorizedException',
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
      );
    }
    if (input.CustomRoleArn !== undefined) {
      return identityRefused('NotAuthorizedException', 'The pool has one authenticated role and no other');
    }
    const identityId = pool.identities.of(owner);
    const issued = pool.credentials.issue(identityId, pool.now());
    return ok({
      IdentityId: identityId,
      Credentials: {
        AccessKeyId: issued.accessKeyId,
        SecretKey: issued.secretKey,
        SessionToken: issued.sessionToken,
        Expiration: issued.expiresAt / 1000,
      },
    });
  },
);

const deleteIdentities = act(
  z.object({ IdentityIdsToDelete: z.array(IdentityId).check(z.minLength(1), z.maxLength(60)) }),
  async (pool, { IdentityIdsToDelete }) => {
    for (const identityId of IdentityIdsToDelete) pool.identities.remove(identityId);
    return ok({ UnprocessedIdentityIds: [] });
  },
);

const getOpenIdToken: Act = async () =>
  identityRefused(
    'InvalidParameterException',
    'Basic (classic) flow is not enabled, please use enhanced flow.',
  );

export const identityOperations: Readonly<Record<string, Act>> = {
  GetId: getId,
  GetCredentialsForIdentity: getCredentialsForIdentity,
  DeleteIdentities: deleteIdentities,
  GetOpenIdToken: getOpenIdToken,
};

/** Every refusal of this service is HTTP 400; the name tells which. */
export const identityFailure = (name: string, message: string): AwsFailure => ({
  name,
  status: 400,
  message,
});

const identityRefused = (name: string, message: string) => refuse(identityFailure(name, message));

const verifiedLogin = async (
  pool: IdentityPool,
  logins: Readonly<Record<string, string>> | undefined,
): Promise<Result<Login, AwsFailure>> => {
  const [provider, ...others] = Object.keys(logins ?? {});
  if (provider === undefined) {
    return identityRefused(
      'NotAuthorizedException',
      'Unauthenticated access is not supported for this identity pool.',
    );
  }
  if (provider !== providerOf(pool.userPoolId) || others.length > 0) {
    return identityRefused(
      'NotAuthorizedException',
      'Token is not from a supported provider of this identity pool.',
    );
  }
  const login = await pool.verifyLogin(logins?.[provider] ?? '');
  if (!login.ok) return identityRefused('NotAuthorizedException', login.fault);
  return (await pool.isGood(login.value))
    ? login
    : identityRefused('NotAuthorizedException', 'Invalid login token. Token is revoked or its user is gone');
};
