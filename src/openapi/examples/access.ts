import type { Example } from '../operation.ts';
import { identityId, userId } from './samples.ts';

const subject = { type: 'user', id: userId };
const ownTopic = { type: 'topic', id: `users/${identityId}/state` };
const foreignTopic = { type: 'topic', id: 'sites/rotterdam/commands/door' };

export const accessExamples: readonly Example[] = [
  {
    operation: 'evaluateAccess',
    name: 'oneself',
    summary: 'Why can’t I publish here?',
    as: 'user',
    headers: { 'X-Request-ID': 'question-1' },
    body: { subject, action: { name: 'publish' }, resource: foreignTopic, context: { deviceId: 'web-1' } },
    status: 200,
    answer: {
      decision: false,
      context: { reason: 'no-grant', nearMisses: [`publish is allowed on users/${identityId}/#`] },
    },
  },
  {
    operation: 'evaluateAccess',
    name: 'another',
    summary: 'An administrator learns which grants decide',
    as: 'administrator',
    body: { subject, action: { name: 'publish' }, resource: ownTopic },
    status: 200,
    answer: {
      decision: true,
      context: { reason: 'granted', grants: ['01KAR2ZZZZ4X7C5V9B8N6M1Q3W'], nearMisses: [] },
    },
  },
  {
    operation: 'evaluateAccess',
    name: 'notOneself',
    summary: 'Others are not for everybody to ask about',
    as: 'user',
    body: { subject: { type: 'user', id: 'somebody-else' }, action: { name: 'publish' }, resource: ownTopic },
    status: 403,
  },
  {
    operation: 'evaluateAccessSeveralTimes',
    name: 'several',
    summary: 'One user, several questions',
    as: 'user',
    body: {
      subject,
      evaluations: [
        { action: { name: 'subscribe' }, resource: { type: 'topic', id: `users/${identityId}/#` } },
        { action: { name: 'publish' }, resource: foreignTopic },
      ],
    },
    status: 200,
    answer: {
      evaluations: [
        {
          decision: true,
          context: { reason: 'granted', nearMisses: [], deliverable: [`users/${identityId}/#`] },
        },
        {
          decision: false,
          context: { reason: 'no-grant', nearMisses: [`publish is allowed on users/${identityId}/#`] },
        },
      ],
    },
  },
  {
    operation: 'searchSubjects',
    name: 'whoMay',
    summary: 'Who may publish there?',
    as: 'administrator',
    body: {
      subject: { type: 'user' },
      action: { name: 'publish' },
      resource: ownTopic,
      page: { limit: 20 },
    },
    status: 200,
    answer: { page: { next_token: '', count: 1 }, results: [subject] },
  },
];
