// A plant and its people, for pictures: prepared through the user pool and the API, as an administrator would.
import {
  AdminAddUserToGroupCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  CreateGroupCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import * as z from 'zod/mini';
import { type App, signIn } from '../local/app.ts';
import type { StackDescription } from '../local/stack-description.ts';

export type ScreenshotWorld = {
  readonly admin: Person;
  readonly operator: Person;
  readonly technician: Person;
};
type Person = { readonly username: string; readonly password: string; readonly userId: string };

export const prepareScreenshotWorld = async (stack: StackDescription): Promise<ScreenshotWorld> => {
  const administrator = stack.users.find(({ groups }) => groups.includes('admins'));
  if (!administrator) throw new Error('The local stack has no administrator.');
  const admin = await signIn(stack, administrator);
  await createGroups(stack);
  const people = new Map<string, Person>();
  for (const { name, groups, devices } of staff) {
    const credentials = { username: `${name}@example.com`, password: 'Believable-world-1' };
    const app = await signUp(stack, credentials, groups);
    for (const device of devices) await answered(app.request('POST', '/register-device', device));
    people.set(name, { ...credentials, userId: await userIdOf(app) });
  }
  const idOf = (name: string) => people.get(name)?.userId ?? '';
  for (const grant of grants(idOf)) await answered(admin.request('POST', '/grants', grant));
  await decide(admin, idOf);
  // The sweeper's minute: nothing is pending then.
  await fetch(`${stack.endpoints.lambda}/2015-03-31/functions/iot-attache-local-sweep/invocations`, {
    method: 'POST',
    body: '{}',
  });

  const person = (name: string): Person => {
    const found = people.get(name);
    if (!found) throw new Error(`Nobody is called ${name}.`);
    return found;
  };
  return {
    admin: { ...administrator, userId: await userIdOf(admin) },
    operator: person('mara.lind'),
    technician: person('jonas.weber'),
  };
};

const staff = [
  {
    name: 'mara.lind',
    groups: ['operators'],
    devices: [
      { deviceId: 'control-room-1', name: 'Control room, left', platform: 'web' },
      { deviceId: 'phone', name: 'Mara’s phone', platform: 'ios' },
    ],
  },
  {
    name: 'jonas.weber',
    groups: ['field-service'],
    devices: [{ deviceId: 'tablet-7', name: 'Service tablet 7', platform: 'android' }],
  },
  {
    name: 'ines.costa',
    groups: ['operators', 'field-service'],
    devices: [{ deviceId: 'laptop', name: 'Laptop', platform: 'web' }],
  },
  {
    name: 'tom.baker',
    groups: ['dashboards'],
    devices: [{ deviceId: 'hall-screen', name: 'Screen in the hall', platform: 'web' }],
  },
  { name: 'li.wei', groups: ['dashboards'], devices: [] },
] as const;

const inDays = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().replace(/\.\d+/, '');

const grants = (idOf: (name: string) => string) => [
  { subject: 'group/operators', actions: ['publish', 'subscribe'], topicFilter: 'plant/line-1/#' },
  { subject: 'group/operators', actions: ['subscribe'], topicFilter: 'plant/line-2/state' },
  {
    subject: 'group/operators',
    effect: 'deny',
    actions: ['publish'],
    topicFilter: 'plant/line-1/emergency-stop/reset',
    reason: 'Only on site, by key',
  },
  {
    subject: 'group/field-service',
    actions: ['publish', 'subscribe'],
    topicFilter: 'devices/+/commands',
    allowWider: true,
    reason: 'INC-4711: commands to any device',
    expiresAt: inDays(14),
  },
  { subject: 'group/dashboards', actions: ['subscribe'], topicFilter: 'plant/line-1/state' },
  { subject: 'group/dashboards', actions: ['receive'], topicFilter: 'plant/alarms/#' },
  {
    subject: `user/${idOf('jonas.weber')}`,
    actions: ['publish'],
    topicFilter: 'plant/line-2/calibration',
    reason: 'Calibration of the new press',
    expiresAt: inDays(3),
  },
  {
    subject: 'everyone',
    actions: ['subscribe'],
    topicFilter: 'announcements/#',
    reason: 'Notices of the plant',
  },
  {
    subject: 'group/field-service',
    actions: ['subscribe'],
    topicFilter: 'devices/+/telemetry',
    reason: 'Readings on the service tablets',
  },
  {
    subject: 'group/field-service',
    actions: ['publish', 'subscribe'],
    topicFilter: '$aws/things/${thingName}/shadow/#',
  },
  {
    subject: `user/${idOf('mara.lind')}`,
    actions: ['publish', 'subscribe'],
    topicFilter: 'shifts/${userId}/notes',
  },
  {
    subject: `user/${idOf('tom.baker')}`,
    effect: 'deny',
    actions: ['subscribe'],
    topicFilter: 'plant/alarms/test',
    reason: 'Drills are not for the hall',
    expiresAt: inDays(30),
  },
];

/** What makes an audit trail: a change, a revocation, a suspension. */
const decide = async (admin: App, idOf: (name: string) => string): Promise<void> => {
  const grant = { subject: 'group/dashboards', actions: ['subscribe'], topicFilter: 'plant/line-2/state' };
  const made = Grant.parse(await answered(admin.request('POST', '/grants', grant)));
  const changed = { ...grant, expiresAt: inDays(60), reason: 'Until the new dashboard is there' };
  const path = `/grants/${made.grantId}`;
  await answered(admin.request('PUT', path, changed, { 'If-Match': '"1"' }));
  const trial = Grant.parse(
    await answered(admin.request('POST', '/grants', { ...grant, topicFilter: 'plant/trial' })),
  );
  await answered(admin.request('DELETE', `/grants/${trial.grantId}`, undefined, { 'If-Match': '"1"' }));
  await answered(
    admin.request('POST', `/users/${idOf('ines.costa')}/suspend`, { reason: 'Laptop reported lost' }),
  );
};

const createGroups = async (stack: StackDescription): Promise<void> => {
  for (const GroupName of new Set(staff.flatMap(({ groups }) => groups))) {
    await poolOf(stack).send(new CreateGroupCommand({ UserPoolId: stack.userPoolId, GroupName }));
  }
};

const signUp = async (
  stack: StackDescription,
  { username, password }: { readonly username: string; readonly password: string },
  groups: readonly string[],
): Promise<App> => {
  const { userPoolId: UserPoolId, userPoolClientId: ClientId, confirmationCode } = stack;
  const pool = poolOf(stack);
  const UserAttributes = [{ Name: 'email', Value: username }];
  await pool.send(new SignUpCommand({ ClientId, Username: username, Password: password, UserAttributes }));
  await pool.send(
    new ConfirmSignUpCommand({ ClientId, Username: username, ConfirmationCode: confirmationCode }),
  );
  for (const GroupName of groups) {
    await pool.send(new AdminAddUserToGroupCommand({ UserPoolId, Username: username, GroupName }));
  }
  return signIn(stack, { username, password });
};

const poolOf = ({ region, endpoints }: StackDescription) =>
  new CognitoIdentityProviderClient({
    region,
    endpoint: endpoints.cognitoIdp,
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });

const Grant = z.object({ grantId: z.string() });
const Me = z.object({ userId: z.string() });

const userIdOf = async (app: App): Promise<string> =>
  Me.parse(await answered(app.request('GET', '/me'))).userId;

const answered = async (asked: Promise<Response>): Promise<unknown> => {
  const answer = await asked;
  if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
};
