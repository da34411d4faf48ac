// Another part of the administrator's: a user is suspended and has nothing any more; it is resumed, and has it again.
import * as z from 'zod/mini';
import { type App, type Registration, signIn } from './app.ts';
import { adds, closes, does, holds, isRefused } from './narrate.ts';
import type { StackDescription } from './stack-description.ts';

const Me = z.object({ userId: z.string() });
const User = z.object({ status: z.string(), effectiveBy: z.string() });

export const demoSuspension = async (
  stack: StackDescription,
  alice: App,
  device: Registration,
): Promise<void> => {
  const adminUser = stack.users.find(({ groups }) => groups.includes('admins'));
  if (!adminUser) throw new Error('The local stack has no administrator.');
  const admin = await signIn(stack, adminUser);
  const { userId } = Me.parse(await (await alice.request('GET', '/me')).json());
  const decide = async (what: 'suspend' | 'resume') => {
    const response = await admin.request('POST', `/users/${userId}/${what}`, { reason: 'demo' });
    holds(response.status === 200, `the answer was ${response.status}`);
    return User.parse(await response.json());
  };

  const live = await does('alice connects once more', () => alice.connect(device));
  await does('alice is suspended (POST /users/{userId}/suspend): the session is dropped', async () => {
    const closed = closes(live);
    const { status, effectiveBy } = await decide('suspend');
    holds(status === 'suspended', `alice is ${status}`);
    await closed;
    adds(`effective everywhere by ${effectiveBy}, says the answer; here at once`);
  });
  await does('alice can neither connect nor register', async () => {
    holds(await isRefused(alice.connect(device)), 'the connection was accepted');
    const { status } = await alice.request('POST', '/register-device', { deviceId: device.deviceId });
    holds(status === 403, `the registration was answered ${status}`);
  });
  await does('alice is resumed (POST /users/{userId}/resume), and connects', async () => {
    await decide('resume');
    await (await alice.connect(device)).endAsync();
  });
};
