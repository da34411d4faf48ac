// What the user pool tells the service, on the running stack: its triggers, and what administrators do to users.
import { randomUUID } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminUserGlobalSignOutCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  CreateGroupCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { signIn } from '../../local/app.ts';
import { provisioningStore } from '../../src/aws/store-provisioning.ts';
import { parseUserId } from '../../src/domain/identifiers.ts';
import { parsed } from '../fakes/samples.ts';
import { send } from './api.ts';

const stack = inject('stack');
const { region, userPoolId: UserPoolId, userPoolClientId: ClientId, endpoints } = stack;
const aws = { region, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
const pool = new CognitoIdentityProviderClient({ ...aws, endpoint: endpoints.cognitoIdp });
const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ ...aws, endpoint: endpoints.dynamodb }));
const store = provisioningStore({
  client: documents,
  tableName: stack.tableName,
  abortSignal: new AbortController().signal,
});

const group = `crew-${randomUUID()}`;
const password = 'Correct-horse-1';
const clients: MqttClient[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
});
beforeAll(async () => {
  const admin = stack.users.find(({ groups }) => groups.includes('admins'));
  const { idToken: token } = await signIn(stack, parsed(admin));
  await pool.send(new CreateGroupCommand({ UserPoolId, GroupName: group }));
  const grant = { subject: `group/${group}`, actions: ['publish', 'subscribe'], topicFilter: `${group}/#` };
  const made = await send(stack, 'POST /grants', { token, body: JSON.stringify(grant) });
  expect(made.status).toBe(201);
});
afterAll(() => {
  pool.destroy();
  documents.destroy();
});

const signUp = async () => {
  const Username = `${randomUUID()}@example.com`;
  const UserAttributes = [{ Name: 'email', Value: Username }];
  const { UserSub = '' } = await pool.send(
    new SignUpCommand({ ClientId, Username, Password: password, UserAttributes }),
  );
  await pool.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode: stack.confirmationCode }));
  const userId = parsed(parseUserId(UserSub));
  const member = { UserPoolId, Username, GroupName: group };
  return {
    userId,
    signIn: () => signIn(stack, { username: Username, password }),
    join: () => pool.send(new AdminAddUserToGroupCommand(member)),
    leave: () => pool.send(new AdminRemoveUserFromGroupCommand(member)),
    named: { UserPoolId, Username },
    read: async () => (await store.readProvisioning({ userId, groups: [] })).user,
  };
};

const connected = async (user: Awaited<ReturnType<typeof signUp>>) => {
  const app = await user.signIn();
  const registration = await app.register('web-1');
  const client = await app.connect(registration);
  clients.push(client);
  const end = new Promise((done) => client.once('close', () => done('closed')));
  return { app, registration, client, end };
};

const ofGroup = (policies: readonly string[] = []) => policies.filter((name) => name.includes('-g-crew-'));

describe('the user pool tells', () => {
  it('who has signed up: the user is known before it registers', async () => {
    const user = await signUp();
    expect(await user.read()).toMatchObject({ status: 'active', groups: [], attached: [], generation: 1 });
    expect(await user.read()).not.toHaveProperty('identityId');
    const { registration } = await connected(user);
    expect(await user.read()).toMatchObject({ identityId: registration.identityId, generation: 1 });
  });

  it('who joins a group and who leaves it: its policies come, and go, with the sessions that outlive them', async () => {
    const user = await signUp();
    await connected(user);
    await user.join();
    const { registration, client, end } = await connected(user);
    expect(ofGroup(registration.policies)).toHaveLength(1);
    await expect.poll(async () => ofGroup((await user.read())?.attached)).toHaveLength(1);
    await client.subscribeAsync(`${group}/news`, { qos: 1 });
    await user.leave();
    await expect.poll(async () => (await user.read())?.groups).toEqual([]);
    await expect.poll(async () => ofGroup((await user.read())?.attached)).toEqual([]);
    const again = await (await user.signIn()).register('web-1');
    expect(ofGroup(again.policies)).toEqual([]);
    client.publish(`${group}/news`, 'x', { qos: 1 });
    expect(await end).toBe('closed');
  });

  it('who is disabled: its session ends, it cannot come back, and it can when it is enabled', async () => {
    const user = await signUp();
    const { app, registration, end } = await connected(user);
    await pool.send(new AdminDisableUserCommand(user.named));
    expect(await end).toBe('closed');
    await expect(app.connect(registration)).rejects.toThrow();
    const refused = await app.request('POST', '/register-device', { deviceId: 'web-1' });
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'user-suspended' }]);
    await pool.send(new AdminEnableUserCommand(user.named));
    await expect.poll(async () => (await user.read())?.disabled).toBe(false);
    await expect.poll(async () => (await user.read())?.attached).not.toContain('iot-attache-local-suspended');
    expect((await connected(user)).client.connected).toBe(true);
  });

  it('who is signed out: its session ends', async () => {
    const user = await signUp();
    const { end } = await connected(user);
    await pool.send(new AdminUserGlobalSignOutCommand(user.named));
    expect(await end).toBe('closed');
  });

  it('who is deleted: nothing is left of it but that it was', async () => {
    const user = await signUp();
    const { app, end } = await connected(user);
    await pool.send(new AdminDeleteUserCommand(user.named));
    expect(await end).toBe('closed');
    await expect.poll(async () => (await user.read())?.status).toBe('offboarded');
    const refused = await app.request('POST', '/register-device', { deviceId: 'web-1' });
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'user-offboarded' }]);
  });
});
