import {
  DecisionPointBody,
  EvaluationBody,
  EvaluationRequest,
  EvaluationsBody,
  EvaluationsRequest,
  SubjectSearchBody,
  SubjectSearchRequest,
} from '../../schema/authzen.ts';
import type { Operation } from '../operation.ts';

const authZen =
  'OpenID AuthZEN Authorization API 1.0: unknown members are ignored, and `X-Request-ID` comes back as it was sent.';
const about =
  'Administrators may ask about anybody, others about themselves. `action.name` is `connect`, `publish`, `subscribe`, `receive` or `retain`; the resource is a `topic` – a topic filter for `subscribe` – or, for `connect`, a `client`. The decision follows the stored grants; `context.reason` says why, `context.nearMisses` what is allowed instead, `context.effectiveBy` that a change is still spreading. An unknown subject is denied.';

export const accessOperations: readonly Operation[] = [
  {
    operationId: 'evaluateAccess',
    method: 'POST',
    path: '/access/v1/evaluation',
    tag: 'Access',
    who: 'user',
    summary: 'Ask whether somebody may do something, and why not',
    description: `${about} For \`subscribe\` the decision is whether the SUBSCRIBE is accepted, and \`context.deliverable\` the filters of what would be delivered. ${authZen}`,
    request: EvaluationRequest,
    answers: { 200: { description: 'The decision.', body: EvaluationBody, headers: ['X-Request-ID'] } },
    faults: [],
  },
  {
    operationId: 'evaluateAccessSeveralTimes',
    method: 'POST',
    path: '/access/v1/evaluations',
    tag: 'Access',
    who: 'user',
    summary: 'Ask several questions at once',
    description: `Up to 50 \`evaluations\`; what they have in common is said once, beside them. One that is not complete is answered for itself, with \`context.error\`. Without \`evaluations\` the request is a single one. ${about} ${authZen}`,
    request: EvaluationsRequest,
    answers: {
      200: {
        description: 'The decisions in the order of the questions; fewer where the semantic ends it early.',
        body: EvaluationsBody,
        headers: ['X-Request-ID'],
      },
    },
    faults: [],
  },
  {
    operationId: 'searchSubjects',
    method: 'POST',
    path: '/access/v1/search/subject',
    tag: 'Access',
    who: 'administrator',
    summary: 'Find who may do something',
    description: `All users who have registered and may do it. A page may be short, even empty, while there are more: go on with \`page.next_token\` until it is empty. ${authZen}`,
    request: SubjectSearchRequest,
    answers: {
      200: { description: 'A page of users.', body: SubjectSearchBody, headers: ['X-Request-ID'] },
    },
    faults: [],
  },
  {
    operationId: 'authzenConfiguration',
    method: 'GET',
    path: '/.well-known/authzen-configuration',
    tag: 'Access',
    who: 'anyone',
    summary: 'Tell AuthZEN clients where to ask',
    description: 'OpenID AuthZEN Authorization API 1.0, §9.',
    request: {},
    answers: {
      200: { description: 'The addresses.', body: DecisionPointBody, headers: ['Cache-Control'] },
    },
    faults: [],
  },
];
