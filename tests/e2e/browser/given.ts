// Users and grants that a test of the console begins with.
import { expect, inject } from 'vitest';
import { type Administrator, subOf } from '../administrator.ts';
import { newUser } from '../new-user.ts';

/** The ID of a new user with one device, `web-1`. */
export const registeredUser = async (groups: readonly string[] = []): Promise<string> => {
  const app = await newUser(inject('stack'), groups);
  await app.register('web-1');
  return subOf(app.idToken);
};

/** The ID of a new grant, of publishing if nothing else is said. */
export const grantedTo = async (
  admin: Administrator,
  subject: string,
  topicFilter: string,
  more = {},
): Promise<string> => {
  const grant = { subject, actions: ['publish'], topicFilter, ...more };
  const { status, body } = await admin.ask('POST /grants', grant);
  expect(status).toBe(201);
  return body.grantId;
};
