// What is said when something has been decided about a user.
import type { User } from '../../shared/api-paths.ts';

type Decided = Pick<User, 'status' | 'pending'>;

export const said = {
  suspended: ({ pending }: Decided): string =>
    pending
      ? 'Suspended: registrations are refused from now on; denying everything else and dropping sessions follows within minutes.'
      : 'Suspended: everything is denied, and live sessions were dropped.',

  resumed: ({ status, pending }: Decided): string => {
    if (status === 'suspended') {
      return 'Still suspended: the user is disabled in the user pool, and only enabling it there lifts that.';
    }
    return pending
      ? 'Resumed: its policies are attached within minutes.'
      : 'Resumed: what is granted is allowed again.';
  },

  disconnected: ({ pending }: Decided, isSignedOut: boolean): string =>
    [
      pending
        ? 'Disconnecting: live sessions are dropped within minutes.'
        : 'Disconnected: live sessions were dropped.',
      ...(isSignedOut ? ['Refresh tokens were revoked; an ID token is good for until it expires.'] : []),
    ].join(' '),

  offboarded:
    'Offboarded: nothing is allowed any more. What is left of its policies is deleted within some minutes.',

  reconciled: 'A reconciliation is due: within a minute, what is attached is compared with what is wanted.',

  removed: (deviceId: string, isBlocked: boolean): string =>
    isBlocked
      ? `Device ${deviceId} is removed, and cannot be registered again.`
      : `Device ${deviceId} is removed. It can be registered again.`,

  allowedAgain: (deviceId: string): string => `Device ${deviceId} can be registered again.`,
} as const;
