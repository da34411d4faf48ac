// An AWS service's refusal: the error's name, its HTTP status, and a sentence.
import { refuse } from '../../src/domain/result.ts';

export type AwsFailure = { readonly name: string; readonly status: number; readonly message: string };

/** Statuses of the service models; ThrottlingException is 400 and LimitExceededException 410 in IoT. */
const statuses = {
  ConflictException: 409,
  DeleteConflictException: 409,
  ForbiddenException: 403,
  InternalFailureException: 500,
  InvalidRequestException: 400,
  LimitExceededException: 410,
  MalformedPolicyException: 400,
  MethodNotAllowedException: 405,
  RequestEntityTooLargeException: 413,
  ResourceAlreadyExistsException: 409,
  ResourceNotFoundException: 404,
  ServiceUnavailableException: 503,
  ThrottlingException: 400,
  UnauthorizedException: 401,
  VersionConflictException: 409,
  VersionsLimitExceededException: 409,
} as const;

export type IotErrorName = keyof typeof statuses;

export const iotFailure = (name: IotErrorName, message: string): AwsFailure => ({
  name,
  status: statuses[name],
  message,
});

export const refused = (name: IotErrorName, message: string) => refuse(iotFailure(name, message));
