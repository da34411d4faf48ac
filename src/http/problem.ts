// From a fault to its answer: RFC 9457 `application/problem+json`. A fault without a row here does not compile.
import type { Fault, Violation } from '../domain/fault.ts';
import type { Reply } from './reply.ts';

type Meaning<Kind extends Fault['kind']> = {
  readonly status: number;
  readonly title: string;
  readonly detail: (fault: Extract<Fault, { kind: Kind }>) => string;
  readonly headers?: (fault: Extract<Fault, { kind: Kind }>) => Readonly<Record<string, string>>;
  /** Members of the problem's own (RFC 9457 §3.2). */
  readonly members?: (fault: Extract<Fault, { kind: Kind }>) => Readonly<Record<string, unknown>>;
};

const meanings: { readonly [Kind in Fault['kind']]: Meaning<Kind> } = {
  'request-invalid': {
    status: 400,
    title: 'The request is invalid',
    detail: ({ violations }) => violations.map(({ detail }) => detail).join(' '),
  },
  unauthenticated: {
    status: 401,
    title: 'A valid ID token is required',
    detail: ({ detail }) => detail,
    headers: () => ({ 'WWW-Authenticate': 'Bearer' }), // RFC 9110 §11.6.1
  },
  'route-not-found': {
    status: 404,
    title: 'No such route',
    detail: () => 'Nothing answers at this path.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    detail: ({ allowed }) => `This path answers ${allowed.join(', ')}.`,
    headers: ({ allowed }) => ({ Allow: allowed.join(', ') }), // RFC 9110 §15.5.6
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    detail: ({ limit }) => `A body may have at most ${limit} bytes.`,
  },
  'media-type-unsupported': {
    status: 415,
    title: 'Unsupported media type',
    detail: ({ supported }) => `Send the body as ${supported}.`,
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    detail: ({ detail }) => detail,
  },
  'grant-not-found': {
    status: 404,
    title: 'No such grant',
    detail: ({ grantId }) => `There is no grant ${grantId}.`,
  },
  'group-not-found': {
    status: 404,
    title: 'No such group',
    detail: ({ group }) => `Group ${group} is not managed.`,
  },
  'group-grants-exceeded': {
    status: 409,
    title: 'The group has too many grants',
    detail: ({ group, grants, limit }) =>
      `Group ${group} has ${grants} grants, with those that ended in the last 30 days; it can be deleted with at most ${limit}: revoke some first.`,
  },
  'precondition-required': {
    status: 428,
    title: 'If-Match is required',
    detail: () => 'Send the ETag of the version that you have seen in If-Match.',
  },
  'precondition-failed': {
    status: 412,
    title: 'It has changed meanwhile',
    detail: ({ current }) => `The version is ${current} by now; look at it before you change it.`,
    members: ({ current }) => ({ current: `"${current}"` }),
  },
  'grant-duplicate': {
    status: 409,
    title: 'The same grant exists',
    detail: ({ grantId }) => `Grant ${grantId} says the same.`,
    members: ({ grantId }) => ({ grantId }),
  },
  'rule-violated': {
    status: 422,
    title: 'A rule is violated',
    detail: ({ violations }) => violations.map(({ detail }) => detail).join(' '),
  },
  'policy-budget-exceeded': {
    status: 422,
    title: 'The policies are full',
    detail: ({ exceeded }) => exceeded.detail,
    members: ({ exceeded: { used, limit, documentsNeeded } }) => ({
      used,
      limit,
      ...(documentsNeeded !== undefined && { documentsNeeded }),
    }),
  },
  'user-suspended': {
    status: 403,
    title: 'The user is suspended',
    detail: () =>
      'An administrator has suspended this user; no device can be registered until it is resumed.',
  },
  'user-offboarded': {
    status: 403,
    title: 'The user has been offboarded',
    detail: () =>
      'This user has been offboarded; no device can be registered until an administrator resumes it.',
  },
  'user-not-found': {
    status: 404,
    title: 'No such user',
    detail: ({ userId }) => `Nothing is known of a user ${userId}.`,
  },
  'user-not-in-pool': {
    status: 409,
    title: 'The user is gone from the user pool',
    detail: ({ userId }) => `The user pool has no user ${userId} any more: nobody can sign in as it.`,
  },
  'device-blocked': {
    status: 403,
    title: 'The device is blocked',
    detail: ({ deviceId }) => `An administrator has blocked device ${deviceId}: it cannot be registered.`,
  },
  'device-not-found': {
    status: 404,
    title: 'No such device',
    detail: ({ deviceId }) => `No device ${deviceId} is registered.`,
  },
  'device-removed': {
    status: 409,
    title: 'The device is being removed',
    detail: ({ deviceId }) =>
      `Device ${deviceId} is being removed, or was removed while it was being registered; delete it, then register it again.`,
  },
  'device-limit-exceeded': {
    status: 409,
    title: 'Too many devices',
    detail: ({ limit }) => `A user may have ${limit} devices; remove one first.`,
  },
  'blocked-limit-exceeded': {
    status: 409,
    title: 'Too many blocked devices',
    detail: ({ limit }) =>
      `A user may have ${limit} blocked devices; lift a block first, or suspend the user: it has more device IDs than there are blocks.`,
  },
  'temporarily-unavailable': {
    status: 503,
    title: 'Temporarily unavailable',
    detail: () => 'The request could not be finished in time. Nothing is lost: send it again.',
    headers: ({ retryAfterSeconds }) => ({ 'Retry-After': String(retryAfterSeconds) }), // RFC 9110 §10.2.3
  },
  internal: {
    status: 500,
    title: 'Internal error',
    detail: () => 'The service has failed; the request ID leads to the cause in its log.',
  },
};

/** The whole answer to a refused request. `instance` is the request's ID. */
export const problem = (fault: Fault, requestId: string): Reply => {
  const { status, title, detail, headers, members } = meaningOf(fault);
  const errors = violationsOf(fault, detail);
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
    body: {
      type: `urn:iot-attache:problem:${fault.kind}`,
      title,
      status,
      detail,
      code: fault.kind,
      instance: requestId,
      ...members,
      ...(errors.length > 0 && { errors }),
    },
  };
};

const violationsOf = (fault: Fault, detail: string): readonly Violation[] => {
  if ('violations' in fault) return fault.violations;
  return 'pointer' in fault && fault.pointer !== undefined
    ? [{ pointer: fault.pointer, code: fault.kind, detail }]
    : [];
};

const meaningOf = <Kind extends Fault['kind']>(fault: Extract<Fault, { kind: Kind }>) => {
  const meaning: Meaning<Kind> = meanings[fault.kind as Kind];
  return {
    status: meaning.status,
    title: meaning.title,
    detail: meaning.detail(fault),
    headers: meaning.headers?.(fault) ?? {},
    members: meaning.members?.(fault) ?? {},
  };
};
