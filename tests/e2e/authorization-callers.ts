// Who may call a route, and who only seems to: tokens with nothing wrong but what their name says.
import { randomUUID } from 'node:crypto';
import type { StackDescription } from '../../local/stack-description.ts';
import {
  accessTokenOf,
  forgedTokenOf,
  idTokenOf,
  issuerOf,
  secondsFromNow,
  unsignedTokenOf,
} from './pool-tokens.ts';

type Caller = {
  readonly name: string;
  readonly sub?: string;
  /** As it stands in the Authorization header. */
  readonly token?: string;
};

export type Callers = {
  /** Whom API Gateway's authorizer lets through to no function. */
  readonly strangers: readonly Caller[];
  /** Whom it lets through, since it looks neither at the audience nor at groups; the functions do. */
  readonly unreadable: readonly Caller[];
  /** Whom requests are about. */
  readonly user: Caller & { readonly sub: string };
  readonly others: readonly Caller[];
  readonly admin: Caller & { readonly sub: string };
};

export const callersOf = (stack: StackDescription): Callers => {
  const member = (name: string, claims: Readonly<Record<string, unknown>> = {}) => {
    const sub = randomUUID();
    return { name, sub, token: idTokenOf(stack, { sub, ...claims }) };
  };
  const admin = member('an administrator', { 'cognito:groups': ['admins'] });
  const administrator = { sub: admin.sub, 'cognito:groups': ['admins'] };
  const claiming = (name: string, claims: Readonly<Record<string, unknown>>) => ({
    name,
    sub: admin.sub,
    token: idTokenOf(stack, { ...administrator, ...claims }),
  });
  const inGroups = (...groups: readonly string[]) =>
    member(`a member of ${JSON.stringify(groups)}`, { 'cognito:groups': groups });

  return {
    strangers: [
      { name: 'nobody' },
      { name: 'an empty token', token: 'Bearer ' },
      { name: 'garbage', token: 'Bearer garbage' },
      { name: 'another scheme', token: `Basic ${Buffer.from('admin:admin').toString('base64')}` },
      { name: 'a token that nobody signed', token: unsignedTokenOf(stack, administrator) },
      { name: 'a token of another key', token: forgedTokenOf(stack, administrator) },
      claiming('an expired token', { exp: secondsFromNow(-1) }),
      claiming('a token of another pool', { iss: issuerOf('us-east-1_Elsewhere') }),
      { name: 'an access token', token: accessTokenOf(stack, administrator) },
    ],
    unreadable: [
      claiming('a token of another client', { aud: 'another-app' }),
      claiming('a token of the future', { iat: secondsFromNow(600) }),
      claiming('groups in one string', { 'cognito:groups': '[admins]' }),
      claiming('a group that is a list', { 'cognito:groups': [['admins']] }),
      claiming('a group with a blank', { 'cognito:groups': ['admins '] }),
      claiming('a group with an invisible letter', { 'cognito:groups': ['admins\u200d'] }),
    ],
    user: member('the user itself'),
    others: [
      member('another user'),
      inGroups('super-admins'),
      inGroups('admins,x'),
      inGroups('Admins'),
      inGroups('admin'),
      inGroups('[admins]'),
      inGroups('\u0430dmins'), // Cyrillic а
      member('a member of admins by other claims', {
        groups: ['admins'],
        'custom:groups': ['admins'],
        'cognito:roles': ['admins'],
        'cognito:preferred_role': 'admins',
      }),
    ],
    admin,
  };
};
