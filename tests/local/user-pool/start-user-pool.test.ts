import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  ConfirmSignUpCommand,
  CreateGroupCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ListGroupsCommand,
  ListUsersCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { CognitoJwtVerifier } from 'aws-jwt-verify';
import { SimpleJwksCache } from 'aws-jwt-verify/jwk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startUserPool } from '../../../local/user-pool/start-user-pool.ts';
import { expectOpenToBrowsers } from '../expect-open-to-browsers.ts';
import {
  admin,
  alice,
  claimsOf,
  clientId,
  type OpenPool,
  openPool,
  refresh,
  signIn,
  userPoolId,
} from './open-pool.ts';

let pool: OpenPool;
beforeAll(async () => {
  pool = await openPool();
});
afterAll(() => pool.close());

const subOf = (token: string) => {
  const { sub } = claimsOf(token);
  return sub;
};
const refusal = (name: string, message: RegExp = /./) => ({ name, message: expect.stringMatching(message) });

describe('signing in', () => {
  test('gives an ID token that the service’s verifier accepts', async () => {
    const { idToken } = await signIn(pool.client, admin.username, admin.password);
    const jwksCache = new SimpleJwksCache({
      fetcher: { fetch: async () => (await fetch(pool.local.jwksUrl)).arrayBuffer() },
    });
    const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'id' }, { jwksCache });
    expect(await verifier.verify(idToken)).toMatchObject({
      iss: `https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`,
      aud: clientId,
      token_use: 'id',
      email: admin.username,
      'cognito:groups': ['admins'],
    });
    expect(pool.local.issuer).toBe(`https://cognito-idp.us-east-1.amazonaws.com/${userPoolId}`);
  });

  test('gives tokens that last an hour, and says so', async () => {
    const { AuthenticationResult } = await pool.client.send(
      new InitiateAuthCommand({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: alice.username, PASSWORD: alice.password },
      }),
    );
    const { iat, exp } = claimsOf(AuthenticationResult?.IdToken ?? '');
    expect(Number(exp) - Number(iat)).toBe(3600);
    expect(AuthenticationResult).toMatchObject({ ExpiresIn: 3600, TokenType: 'Bearer' });
  });

  test('names the user by the sub it was given, and no groups when it is in none', async () => {
    const { idToken } = await signIn(pool.client, alice.username, alice.password);
    expect(claimsOf(idToken)).toMatchObject({ sub: alice.userId, 'cognito:username': alice.userId });
    expect(claimsOf(idToken)).not.toHaveProperty('cognito:groups');
  });

  test.each([
    ['with a wrong password', alice.username, 'Wrong-Password-1'],
    ['as nobody known', 'nobody@example.com', alice.password],
  ])('%s is refused, in the same words', async (_name, username, password) => {
    await expect(signIn(pool.client, username, password)).rejects.toMatchObject(
      refusal('NotAuthorizedException', /^Incorrect username or password\.$/),
    );
  });

  test('by a client that is not known is refused', async () => {
    const request = new InitiateAuthCommand({
      ClientId: 'another',
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: alice.username, PASSWORD: alice.password },
    });
    await expect(pool.client.send(request)).rejects.toMatchObject(refusal('ResourceNotFoundException'));
  });

  test('again by refresh token gives a new ID token with the groups of now', async () => {
    const { refreshToken } = await signIn(pool.client, alice.username, alice.password);
    await pool.client.send(new CreateGroupCommand({ UserPoolId: userPoolId, GroupName: 'refreshed' }));
    const membership = { UserPoolId: userPoolId, Username: alice.username, GroupName: 'refreshed' };
    await pool.client.send(new AdminAddUserToGroupCommand(membership));
    const renewed = claimsOf(await refresh(pool.client, refreshToken));
    await pool.client.send(new AdminRemoveUserFromGroupCommand(membership));
    expect(renewed).toMatchObject({ sub: alice.userId, 'cognito:groups': ['refreshed'] });
    expect(claimsOf(await refresh(pool.client, refreshToken))).not.toHaveProperty('cognito:groups');
  });

  test('by a refresh token that was never given is refused', async () => {
    await expect(refresh(pool.client, 'made-up')).rejects.toMatchObject(refusal('NotAuthorizedException'));
  });

  test('lets the access token read the user', async () => {
    const { accessToken } = await signIn(pool.client, alice.username, alice.password);
    const { UserAttributes } = await pool.client.send(new GetUserCommand({ AccessToken: accessToken }));
    expect(UserAttributes).toContainEqual({ Name: 'email', Value: alice.username });
  });

  test('survives many at the same time, each with its own refresh token', async () => {
    const signedIn = await Promise.all(
      Array.from({ length: 8 }, () => signIn(pool.client, alice.username, alice.password)),
    );
    const renewed = await Promise.all(signedIn.map(({ refreshToken }) => refresh(pool.client, refreshToken)));
    expect(renewed.map((token) => subOf(token))).toEqual(signedIn.map(() => alice.userId));
  });
});

describe('signing up', () => {
  const Username = 'carol@example.com';
  const Password = 'Carol-Password-1';
  const confirm = (ConfirmationCode: string) =>
    pool.client.send(new ConfirmSignUpCommand({ ClientId: clientId, Username, ConfirmationCode }));

  test('takes the fixed code, and only then lets the user in', async () => {
    const { UserConfirmed, UserSub } = await pool.client.send(
      new SignUpCommand({ ClientId: clientId, Username, Password }),
    );
    expect(UserConfirmed).toBe(false);
    await expect(signIn(pool.client, Username, Password)).rejects.toMatchObject(
      refusal('UserNotConfirmedException'),
    );
    await expect(confirm('000000')).rejects.toMatchObject(refusal('CodeMismatchException'));
    await confirm(pool.local.confirmationCode);
    const { idToken } = await signIn(pool.client, Username, Password);
    expect(claimsOf(idToken)).toMatchObject({ sub: UserSub, email: Username });
  });

  test('has its code sent again as long as it waits for it, also where there is no such user', async () => {
    const Username = 'resend@example.com';
    const resend = (name: string) =>
      pool.client.send(new ResendConfirmationCodeCommand({ ClientId: clientId, Username: name }));
    await pool.client.send(new SignUpCommand({ ClientId: clientId, Username, Password }));
    for (const name of [Username, 'nobody@example.com']) {
      const { CodeDeliveryDetails } = await resend(name);
      expect(CodeDeliveryDetails).toMatchObject({ AttributeName: 'email', DeliveryMedium: 'EMAIL' });
    }
    await expect(resend(alice.username)).rejects.toMatchObject(refusal('InvalidParameterException'));
  });

  test('with an address in use is refused', async () => {
    const request = new SignUpCommand({ ClientId: clientId, Username: alice.username, Password });
    await expect(pool.client.send(request)).rejects.toMatchObject(refusal('UsernameExistsException'));
  });
});

describe('an administrator', () => {
  test('finds a user by name, by address and by sub', async () => {
    for (const Username of [alice.username, alice.userId]) {
      const found = await pool.client.send(new AdminGetUserCommand({ UserPoolId: userPoolId, Username }));
      expect(found).toMatchObject({ Username: alice.userId, Enabled: true, UserStatus: 'CONFIRMED' });
    }
    const { Users } = await pool.client.send(
      new ListUsersCommand({ UserPoolId: userPoolId, Filter: `email = "${alice.username}"` }),
    );
    expect(Users?.map(({ Username }) => Username)).toEqual([alice.userId]);
  });

  test('sees the groups that exist and adds and removes members', async () => {
    await pool.client.send(new CreateGroupCommand({ UserPoolId: userPoolId, GroupName: 'operators' }));
    const { Groups } = await pool.client.send(new ListGroupsCommand({ UserPoolId: userPoolId }));
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(
      expect.arrayContaining(['admins', 'operators']),
    );
    const membership = { UserPoolId: userPoolId, Username: alice.username, GroupName: 'operators' };
    await pool.client.send(new AdminAddUserToGroupCommand(membership));
    expect(await groupsOf(alice.userId)).toEqual(['operators']);
    await pool.client.send(new AdminRemoveUserFromGroupCommand(membership));
    expect(await groupsOf(alice.userId)).toEqual([]);
  });

  test('does not find a pool, a user or a group that is not there', async () => {
    const send = (UserPoolId: string, Username: string, GroupName: string) =>
      pool.client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName }));
    await expect(send('us-east-1_Other', alice.username, 'admins')).rejects.toMatchObject(
      refusal('ResourceNotFoundException'),
    );
    await expect(send(userPoolId, 'nobody@example.com', 'admins')).rejects.toMatchObject(
      refusal('UserNotFoundException'),
    );
    await expect(send(userPoolId, alice.username, 'nothing')).rejects.toMatchObject(
      refusal('ResourceNotFoundException'),
    );
  });

  const groupsOf = async (Username: string) => {
    const { Groups = [] } = await pool.client.send(
      new AdminListGroupsForUserCommand({ UserPoolId: userPoolId, Username }),
    );
    return Groups.map(({ GroupName }) => GroupName);
  };
});

describe('the server', () => {
  test('lets a web page of any origin call it', async () => {
    await expectOpenToBrowsers(pool.local.url);
    const call = await fetch(pool.local.url, {
      method: 'POST',
      headers: {
        origin: 'http://localhost:8000',
        'content-type': 'application/x-amz-json-1.1',
        'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
      },
      body: JSON.stringify({
        ClientId: clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: alice.username, PASSWORD: alice.password },
      }),
    });
    expect(call.headers.get('access-control-allow-origin')).toBe('*');
    expect(await call.json()).toMatchObject({ AuthenticationResult: { TokenType: 'Bearer' } });
  });

  test('says when its port is in use', async () => {
    const port = Number(new URL(pool.local.url).port);
    await expect(
      startUserPool({ port, region: 'us-east-1', userPoolId, clientId, users: [] }),
    ).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('keeps two pools apart', async () => {
    const other = await openPool({ users: [] });
    await expect(signIn(other.client, alice.username, alice.password)).rejects.toMatchObject(
      refusal('NotAuthorizedException'),
    );
    await other.close();
  });

  test('leaves nothing that keeps the process alive, and no files', async () => {
    const script = `
      import { readdirSync } from 'node:fs';
      import { startUserPool } from './local/user-pool/start-user-pool.ts';
      const before = readdirSync('.').join();
      const local = await startUserPool({
        region: 'us-east-1', userPoolId: 'us-east-1_X', clientId: 'x',
        users: [{ username: 'a@example.com', password: 'b', groups: ['c'] }],
      });
      await fetch(local.jwksUrl);
      await local.close();
      console.log(readdirSync('.').join() === before ? 'closed' : 'left files');`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      timeout: 10_000,
    });
    expect(await run).toEqual({ stdout: 'closed\n', stderr: '' });
  }, 15_000);
});
