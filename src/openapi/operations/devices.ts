import {
  MeBody,
  RegisterDeviceRequest,
  RegistrationBody,
  RemoveDeviceRequest,
} from '../../schema/devices.ts';
import type { Operation } from '../operation.ts';

export const deviceOperations: readonly Operation[] = [
  {
    operationId: 'registerDevice',
    method: 'POST',
    path: '/register-device',
    tag: 'Devices',
    who: 'user',
    summary: 'Register the caller’s device',
    description:
      'Finds the Cognito identity of the token, attaches the policies of everyone, of the caller’s groups and of the caller itself, and answers with all that is needed to connect by MQTT. Calls with the same `deviceId` are one registration, however often and at whatever time; without `deviceId` one is made up. Connect with `clientId` as it is: policies let no other one in.',
    request: RegisterDeviceRequest,
    answers: {
      201: { description: 'A new device.', body: RegistrationBody },
      200: { description: 'A known device, its policies brought up to date.', body: RegistrationBody },
    },
    faults: [
      'user-suspended',
      'user-offboarded',
      'device-blocked',
      'device-removed',
      'device-limit-exceeded',
    ],
  },
  {
    operationId: 'me',
    method: 'GET',
    path: '/me',
    tag: 'Devices',
    who: 'user',
    summary: 'Show the caller: identity, devices, permissions',
    description:
      'Before the first registration `identityId` is null, `status` is `unregistered`, and variables stand in the permissions as they are.',
    request: {},
    answers: { 200: { description: 'The caller, as it is stored.', body: MeBody } },
    faults: [],
  },
  {
    operationId: 'removeDevice',
    method: 'DELETE',
    path: '/me/devices/{deviceId}',
    tag: 'Devices',
    who: 'user',
    summary: 'Remove one of the caller’s devices',
    description: 'Its live session is dropped, now and again once the change is effective everywhere.',
    request: RemoveDeviceRequest,
    answers: { 204: { description: 'The device is gone.' } },
    faults: ['device-not-found'],
  },
];
