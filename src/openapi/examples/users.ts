import type { Example } from '../operation.ts';
import { createdAt, effectiveBy, identityId, policyNames, userId, username } from './samples.ts';

const own = `users/${identityId}/#`;

const device = {
  deviceId: 'web-1',
  clientId: `${identityId}:web-1`,
  name: 'Laptop',
  platform: 'web',
  registeredAt: createdAt,
  state: 'registered',
  blocked: false,
};
const user = {
  userId,
  status: 'active',
  identityId,
  groups: [],
  groupsAsOf: createdAt,
  devices: [device],
  pending: false,
  effectiveBy,
};
const named = { ...user, username, email: 'alice@example.com' };
const policies = [policyNames.connect, policyNames.everyone];
const path = { userId };

export const userExamples: readonly Example[] = [
  {
    operation: 'getUser',
    name: 'registered',
    summary: 'A user with a device',
    as: 'administrator',
    path,
    status: 200,
    answer: {
      ...named,
      devices: [{ ...device, connected: false }],
      attachments: { wanted: policies, present: policies, withheld: [], drift: [] },
      capacity: { used: 2, limit: 9 },
      permissions: {
        publish: [own],
        subscribe: [own],
        receive: [],
        retain: [own],
        deny: { publish: [], subscribe: [], receive: [] },
        notes: [],
      },
      unavailable: [],
    },
    learns: { [username]: '/username' },
  },
  {
    operation: 'getUser',
    name: 'unknown',
    summary: 'Somebody whom nobody knows',
    as: 'administrator',
    path: { userId: 'nobody' },
    status: 404,
  },
  {
    operation: 'listUsers',
    name: 'byName',
    summary: 'Whoever has this user name',
    as: 'administrator',
    query: { username },
    status: 200,
    answer: { items: [named] },
  },
  {
    operation: 'listUsers',
    name: 'twoKeys',
    summary: 'Looked for by two things at once',
    as: 'administrator',
    query: { username, email: 'alice@example.com' },
    status: 400,
  },
  {
    operation: 'suspendUser',
    name: 'suspended',
    summary: 'A user is suspended',
    as: 'administrator',
    path,
    body: { reason: 'Laptop stolen' },
    status: 200,
    answer: { ...user, status: 'suspended' },
  },
  {
    operation: 'resumeUser',
    name: 'resumed',
    summary: 'The suspension ends',
    as: 'administrator',
    path,
    body: { reason: 'Laptop found' },
    status: 200,
    answer: user,
  },
  {
    operation: 'disconnectUser',
    name: 'dropped',
    summary: 'The sessions of a user are dropped',
    as: 'administrator',
    path,
    body: {},
    status: 200,
    answer: user,
  },
  {
    operation: 'removeUserDevice',
    name: 'blocked',
    summary: 'A device is kept from being registered',
    as: 'administrator',
    path: { userId, deviceId: 'phone-1' },
    query: { block: 'true', reason: 'Sold' },
    status: 204,
  },
  {
    operation: 'removeUserDevice',
    name: 'unknown',
    summary: 'A device that is not there',
    as: 'administrator',
    path: { userId, deviceId: 'phone-2' },
    status: 404,
  },
  {
    operation: 'reconcile',
    name: 'user',
    summary: 'What AWS has of one user is compared',
    as: 'administrator',
    body: { subject: `user/${userId}` },
    status: 202,
    answer: { subject: `user/${userId}`, state: 'pending' },
  },
];

/** When nothing else is to be said of the user. */
export const offboardingExamples: readonly Example[] = [
  {
    operation: 'offboardUser',
    name: 'offboarded',
    summary: 'A user has left',
    as: 'administrator',
    path,
    query: { reason: 'Left the company' },
    status: 202,
    answer: {
      ...user,
      status: 'offboarded',
      devices: [{ deviceId: 'phone-1', clientId: `${identityId}:phone-1`, state: 'blocked', blocked: true }],
    },
  },
];
