import type { Example } from '../operation.ts';
import {
  administratorId,
  batchId,
  createdAt,
  denyId,
  effectiveBy,
  grantId,
  group,
  policyNames,
  userId,
} from './samples.ts';

const stateGrant = {
  subject: `group/${group}`,
  actions: ['publish', 'subscribe'],
  topicFilter: 'sites/rotterdam/state/#',
  reason: 'Change 4711',
};
const withCommands = { ...stateGrant, actions: ['subscribe'], topicFilter: 'sites/rotterdam/#' };
const denial = {
  subject: `user/${userId}`,
  effect: 'deny',
  actions: ['publish'],
  topicFilter: 'sites/rotterdam/commands/#',
  expiresAt: '2099-12-31T23:00:00Z',
};
const alarms = { subject: `group/${group}`, actions: ['receive'], topicFilter: 'sites/rotterdam/alarms' };

const status = (policy: string) => ({ state: 'applied', effectiveBy, policies: [policy] });

const stored = {
  grantId,
  effect: 'allow',
  allowWider: false,
  ...stateGrant,
  createdBy: administratorId,
  createdAt,
  version: 1,
  status: status(policyNames.group),
};
const replaced = { ...stored, ...withCommands, version: 2 };
const { reason: _reason, ...unexplained } = stored;
const storedDenial = {
  ...unexplained,
  ...denial,
  grantId: denyId,
  expiresAt: '2099-12-31T23:00:00.000Z',
  status: status(policyNames.user),
};
const storedAlarms = { ...unexplained, ...alarms, grantId: batchId };

const arn = (resource: string) => `arn:aws:iot:us-east-1:123456789012:${resource}`;

const preview = {
  before: [],
  after: [
    {
      name: policyNames.group,
      size: 419,
      document: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['iot:Publish', 'iot:RetainPublish'],
            Resource: [arn('topic/sites/rotterdam/state'), arn('topic/sites/rotterdam/state/*')],
            Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } },
          },
        ],
      },
    },
  ],
  notes: [],
};

export const grantExamples: readonly Example[] = [
  {
    operation: 'createGrant',
    name: 'dryRun',
    summary: 'What a grant would make of the documents',
    as: 'administrator',
    query: { dryRun: 'true' },
    body: stateGrant,
    status: 200,
    answer: preview,
  },
  {
    operation: 'createGrant',
    name: 'group',
    summary: 'A group may publish and subscribe below a topic',
    as: 'administrator',
    body: stateGrant,
    status: 201,
    answer: stored,
    learns: { [grantId]: '/grantId', [administratorId]: '/createdBy' },
  },
  {
    operation: 'createGrant',
    name: 'again',
    summary: 'The same grant a second time',
    as: 'administrator',
    body: stateGrant,
    status: 409,
  },
  {
    operation: 'createGrant',
    name: 'userDenied',
    summary: 'One user may not, until then',
    as: 'administrator',
    body: denial,
    status: 201,
    answer: storedDenial,
    learns: { [denyId]: '/grantId' },
  },
  {
    operation: 'createGrant',
    name: 'wildcard',
    summary: 'A wildcard that no IoT policy can say exactly',
    as: 'administrator',
    body: { ...stateGrant, topicFilter: 'sites/+/state' },
    status: 422,
  },
  {
    operation: 'listGrants',
    name: 'ofGroup',
    summary: 'The grants of a group',
    as: 'administrator',
    query: { subject: `group/${group}`, limit: '20' },
    status: 200,
    answer: { items: [stored] },
  },
  {
    operation: 'listGrants',
    name: 'coveringTopic',
    summary: 'Whoever’s grants let a topic be subscribed to',
    as: 'administrator',
    query: { action: 'subscribe', topic: 'sites/rotterdam/state/door', effect: 'allow' },
    status: 200,
    answer: { items: [stored] },
  },
  {
    operation: 'getGrant',
    name: 'found',
    summary: 'A grant, with its ETag',
    as: 'administrator',
    path: { grantId },
    status: 200,
    answer: stored,
  },
  {
    operation: 'getGrant',
    name: 'unknown',
    summary: 'A grant that there is not',
    as: 'administrator',
    path: { grantId: '01KAR00000000000000000000' },
    status: 404,
  },
  {
    operation: 'replaceGrant',
    name: 'unconditional',
    summary: 'Without If-Match',
    as: 'administrator',
    path: { grantId },
    body: withCommands,
    status: 428,
  },
  {
    operation: 'replaceGrant',
    name: 'replaced',
    summary: 'Other actions on another filter',
    as: 'administrator',
    path: { grantId },
    headers: { 'If-Match': '"1"' },
    body: withCommands,
    status: 200,
    answer: replaced,
  },
  {
    operation: 'replaceGrant',
    name: 'stale',
    summary: 'With the ETag of an older version',
    as: 'administrator',
    path: { grantId },
    headers: { 'If-Match': '"1"' },
    body: stateGrant,
    status: 412,
  },
  {
    operation: 'changeGrants',
    name: 'several',
    summary: 'A grant is made and another one revoked, at once',
    as: 'administrator',
    body: {
      operations: [
        { op: 'create', grant: alarms },
        { op: 'delete', grantId: denyId, ifMatch: '"1"' },
      ],
      reason: 'Change 4712',
    },
    status: 200,
    answer: {
      results: [
        { index: 0, status: 201, grant: storedAlarms },
        { index: 1, status: 200, grant: storedDenial },
      ],
    },
    learns: { [batchId]: '/results/0/grant/grantId' },
  },
  {
    operation: 'changeGrants',
    name: 'noneDone',
    summary: 'One that cannot be done, and so none is',
    as: 'administrator',
    body: {
      operations: [
        { op: 'delete', grantId, ifMatch: '*' },
        { op: 'delete', grantId: denyId, ifMatch: '*' },
      ],
    },
    status: 404,
  },
  {
    operation: 'deleteGrant',
    name: 'revoked',
    summary: 'A grant is revoked, and the sessions of its subject dropped',
    as: 'administrator',
    path: { grantId },
    query: { disconnect: 'true', reason: 'Change 4713' },
    headers: { 'If-Match': '"2"' },
    status: 200,
    answer: replaced,
  },
];
