// Why an operation may be refused: the kinds of faults, each with an example of its answer.
import type { Fault } from '../domain/fault.ts';
import type { GrantFault } from '../domain/grant-fault.ts';
import { problem } from '../http/problem.ts';
import type { Operation } from './operation.ts';

export type FaultKind = Fault['kind'] | GatewayCode;

/** What API Gateway alone answers with. */
type GatewayCode = 'too-many-requests';

/** Those of an operation, its own and those that any one like it has; none twice. */
export const faultsOf = ({ who, request, faults }: Operation): readonly FaultKind[] => {
  const guarded: readonly FaultKind[] =
    who === 'anyone' ? [] : ['unauthenticated', 'forbidden', 'request-invalid'];
  const sending: readonly FaultKind[] = request.body ? ['body-too-large', 'media-type-unsupported'] : [];
  return [...new Set([...guarded, ...sending, ...faults, ...always])];
};

const always: readonly FaultKind[] = ['too-many-requests', 'temporarily-unavailable', 'internal'];

type AnsweredFault = {
  readonly status: number;
  readonly title: string;
  readonly headers: readonly string[];
  readonly body: unknown;
};

/** As it is answered. */
export const answeredFault = (kind: FaultKind): AnsweredFault => {
  if (kind === 'too-many-requests') return tooManyRequests;
  const { status, headers = {}, body } = problem(samples[kind], requestId);
  const title = typeof body === 'object' && body !== null && 'title' in body ? String(body.title) : '';
  return { status, title, headers: Object.keys(headers).filter((name) => name !== 'Content-Type'), body };
};

const requestId = '0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f';

const tooManyRequests: AnsweredFault = {
  status: 429,
  title: 'Too many requests',
  headers: ['Retry-After'],
  body: {
    type: 'urn:iot-attache:problem:too-many-requests',
    title: 'Too many requests',
    status: 429,
    detail: 'Too many requests at once. Send it again in a moment.',
    code: 'too-many-requests',
    instance: requestId,
  },
};

const userId = '5b06b9cc-8658-4ded-a5ad-6e7516cd2e6d';
const grantId = '01KAR3C6V8Y3G5T0N8J1N5Q2ZB';

const samples: { readonly [Kind in Fault['kind']]: Extract<Fault, { kind: Kind }> } = {
  'request-invalid': {
    kind: 'request-invalid',
    violations: [
      { pointer: '/identityId', code: 'member-unknown', detail: 'identityId is not a member here.' },
    ],
  },
  unauthenticated: {
    kind: 'unauthenticated',
    detail: 'The token is not a valid, current ID token of this user pool.',
  },
  forbidden: { kind: 'forbidden', detail: 'Only administrators may do this.' },
  'route-not-found': { kind: 'route-not-found' },
  'method-not-allowed': { kind: 'method-not-allowed', allowed: ['GET', 'PUT', 'DELETE'] },
  'body-too-large': { kind: 'body-too-large', limit: 65_536 },
  'media-type-unsupported': { kind: 'media-type-unsupported', supported: 'application/json' },
  'grant-not-found': { kind: 'grant-not-found', grantId },
  'group-not-found': { kind: 'group-not-found', group: 'rotterdam' },
  'group-grants-exceeded': { kind: 'group-grants-exceeded', group: 'rotterdam', grants: 93, limit: 80 },
  'precondition-required': { kind: 'precondition-required' },
  'precondition-failed': { kind: 'precondition-failed', current: 4 },
  'grant-duplicate': { kind: 'grant-duplicate', grantId, pointer: '' },
  'rule-violated': {
    kind: 'rule-violated',
    violations: [
      {
        pointer: '/topicFilter',
        code: 'wildcard-not-expressible' satisfies GrantFault['code'],
        detail: 'Level 2 ("+") cannot be said exactly by an IoT policy for publish.',
      },
    ],
  },
  'policy-budget-exceeded': {
    kind: 'policy-budget-exceeded',
    pointer: '',
    exceeded: {
      code: 'policy-budget-exceeded',
      used: 2310,
      limit: 2048,
      documentsNeeded: 2,
      detail: 'The grants of group/rotterdam need 2,310 bytes; its 1 document holds 2,048.',
    },
  },
  'user-not-in-pool': { kind: 'user-not-in-pool', userId },
  'blocked-limit-exceeded': { kind: 'blocked-limit-exceeded', limit: 100 },
  'user-suspended': { kind: 'user-suspended' },
  'user-offboarded': { kind: 'user-offboarded' },
  'device-not-found': { kind: 'device-not-found', deviceId: 'web-1' },
  'device-blocked': { kind: 'device-blocked', deviceId: 'web-1' },
  'user-not-found': { kind: 'user-not-found', userId: '7a3c1f0e-2b4d-4c6e-8f90-1a2b3c4d5e6f' },
  'device-removed': { kind: 'device-removed', deviceId: 'web-1' },
  'device-limit-exceeded': { kind: 'device-limit-exceeded', limit: 20 },
  'temporarily-unavailable': { kind: 'temporarily-unavailable', retryAfterSeconds: 5 },
  internal: { kind: 'internal' },
};
