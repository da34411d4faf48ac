import {
  DisconnectUserRequest,
  GetUserRequest,
  ListUsersRequest,
  OffboardUserRequest,
  ReconcileRequest,
  ReconciliationBody,
  RemoveUserDeviceRequest,
  ResumeUserRequest,
  SuspendUserRequest,
  UserBody,
  UserList,
  UserPageBody,
} from '../../schema/users.ts';
import type { Operation } from '../operation.ts';

const decided = {
  200: { description: 'The user as it is now.', body: UserBody },
  202: { description: 'Stored; attachments or sessions are still being changed.', body: UserBody },
};

export const userOperations: readonly Operation[] = [
  {
    operationId: 'listUsers',
    method: 'GET',
    path: '/users',
    tag: 'Users',
    who: 'administrator',
    summary: 'List users, or find some',
    description:
      'Those who have registered, or about whom something was decided, in order of their IDs; the latest changes may be missing for a moment. `username` and `email` ask the user pool, so that whoever never registered is found as well. At most one of `username`, `email`, `identityId` and `group` can be given.',
    request: ListUsersRequest,
    answers: { 200: { description: 'A page of users.', body: UserList } },
    faults: [],
  },
  {
    operationId: 'getUser',
    method: 'GET',
    path: '/users/{userId}',
    tag: 'Users',
    who: 'administrator',
    summary: 'Look at a user',
    description:
      'What is stored, what the user pool says, and what AWS has: the policies that are to be attached and those that are, and which devices are connected. What cannot be asked just now is missing, and named in `unavailable`.',
    request: GetUserRequest,
    answers: { 200: { description: 'The user.', body: UserPageBody } },
    faults: ['user-not-found'],
  },
  {
    operationId: 'suspendUser',
    method: 'POST',
    path: '/users/{userId}/suspend',
    tag: 'Users',
    who: 'administrator',
    summary: 'Suspend a user',
    description:
      'Everything is denied, no device can be registered, and live sessions are dropped: now, and once more when the denial is effective everywhere. Nothing is lost: resuming brings it back. A user who has never registered can be suspended as well.',
    request: SuspendUserRequest,
    answers: decided,
    faults: ['user-not-found'],
  },
  {
    operationId: 'resumeUser',
    method: 'POST',
    path: '/users/{userId}/resume',
    tag: 'Users',
    who: 'administrator',
    summary: 'Resume a user',
    description:
      'Ends a suspension, or lifts the tombstone of a user who was offboarded: its grants and devices do not come back. The groups are those that the user pool says. A user whom the user pool has disabled stays suspended until the pool enables it.',
    request: ResumeUserRequest,
    answers: decided,
    faults: ['user-not-found', 'user-not-in-pool'],
  },
  {
    operationId: 'disconnectUser',
    method: 'POST',
    path: '/users/{userId}/disconnect',
    tag: 'Users',
    who: 'administrator',
    summary: 'Drop a user’s sessions',
    description:
      'Now, and once more after 8 minutes. The user may connect again, unless its rights have gone; with `signOut`, its refresh tokens are revoked as well, so that it must sign in anew when its token ends.',
    request: DisconnectUserRequest,
    answers: decided,
    faults: ['user-not-found'],
  },
  {
    operationId: 'removeUserDevice',
    method: 'DELETE',
    path: '/users/{userId}/devices/{deviceId}',
    tag: 'Users',
    who: 'administrator',
    summary: 'Take a device away',
    description:
      'Its session is dropped and its rights end. With `block=true` that device ID cannot be registered again by the user; up to 100 device IDs of a user can be blocked.',
    request: RemoveUserDeviceRequest,
    answers: {
      204: { description: 'It is gone.' },
      202: { description: 'Stored; it is still being taken away.', body: UserBody },
    },
    faults: ['user-not-found', 'device-not-found', 'blocked-limit-exceeded'],
  },
  {
    operationId: 'offboardUser',
    method: 'DELETE',
    path: '/users/{userId}',
    tag: 'Users',
    who: 'administrator',
    summary: 'Offboard a user',
    description:
      'Everything is denied and sessions end at once; its grants, devices and memberships go, and its policies some minutes later. The audit stays, and a tombstone: no device can be registered until the user is resumed. The user in the user pool stays.',
    request: OffboardUserRequest,
    answers: { 202: { description: 'Stored; what is left of the user.', body: UserBody } },
    faults: ['user-not-found'],
  },
  {
    operationId: 'reconcile',
    method: 'POST',
    path: '/reconciliations',
    tag: 'Users',
    who: 'administrator',
    summary: 'Compare AWS with what is wanted',
    description:
      'Within a minute or so: of one subject and all whom it stands for, or of everything. Policies that somebody has changed are written anew, attachments of ours made and taken away; those of others are left alone.',
    request: ReconcileRequest,
    answers: { 202: { description: 'It will be compared.', body: ReconciliationBody } },
    faults: [],
  },
];
