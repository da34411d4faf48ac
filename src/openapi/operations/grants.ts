import { GrantBody, GrantList, GrantPreview } from '../../schema/grant-body.ts';
import * as shape from '../../schema/grants.ts';
import type { Answer, Operation } from '../operation.ts';
import { BatchReply, GrantReply } from '../replies.ts';

const pending =
  'Stored, and not in the policies yet: AWS throttles or fails, or another change of the same subject is being applied. The service finishes it within minutes; until then `status.state` is `pending`.';
const dryRun = 'With `dryRun=true` nothing is stored: 200 with the documents before and after.';

/** What a change answers, which a dry run answers otherwise. */
const changed = (description: string): Answer => ({ description, body: GrantBody, headers: ['ETag'] });

export const grantOperations: readonly Operation[] = [
  {
    operationId: 'listGrants',
    method: 'GET',
    path: '/grants',
    tag: 'Grants',
    who: 'administrator',
    summary: 'List grants',
    description:
      'In order of their IDs. Filters are all to be met; a filtered page may be short, even empty, while there are more: go on until there is no `cursor`. With `subject` the list is as of now, without it the latest changes may be missing for a moment.',
    request: shape.ListGrantsRequest,
    answers: { 200: { description: 'A page of grants.', body: GrantList } },
    faults: [],
  },
  {
    operationId: 'createGrant',
    method: 'POST',
    path: '/grants',
    tag: 'Grants',
    who: 'administrator',
    summary: 'Make a grant',
    description: `Stores the grant and applies it to the policies of its subject; nobody's attachments change. A first grant for a group manages the group. The same grant a second time is 409 and names the first, so that a request without an answer can be sent again. ${dryRun}`,
    request: shape.CreateGrantRequest,
    answers: {
      201: { ...changed('Stored, and applied to the policies.'), headers: ['Location', 'ETag'] },
      202: { ...changed(pending), headers: ['Location', 'ETag'] },
      200: { description: 'Of a dry run: what the grant would make of the documents.', body: GrantPreview },
    },
    faults: ['grant-duplicate', 'rule-violated', 'policy-budget-exceeded'],
  },
  {
    operationId: 'changeGrants',
    method: 'POST',
    path: '/grants/batch',
    tag: 'Grants',
    who: 'administrator',
    summary: 'Make, replace and revoke grants, all or none',
    description: `Up to 20 operations, at most one for each grant; each is answered as if it had been a request of its own. One that is refused refuses all, with a pointer to it, and nothing is stored. \`ifMatch\` is the grant's ETag. ${dryRun}`,
    request: shape.ChangeGrantsRequest,
    answers: {
      200: { description: 'What became of each operation; of a dry run, the documents.', body: BatchReply },
    },
    faults: [
      'grant-not-found',
      'grant-duplicate',
      'precondition-required',
      'precondition-failed',
      'rule-violated',
      'policy-budget-exceeded',
    ],
  },
  {
    operationId: 'getGrant',
    method: 'GET',
    path: '/grants/{grantId}',
    tag: 'Grants',
    who: 'administrator',
    summary: 'Look at a grant',
    description: 'As of now. The ETag is what a change of it has to bring along in `If-Match`.',
    request: shape.GetGrantRequest,
    answers: { 200: changed('The grant.') },
    faults: ['grant-not-found'],
  },
  {
    operationId: 'replaceGrant',
    method: 'PUT',
    path: '/grants/{grantId}',
    tag: 'Grants',
    who: 'administrator',
    summary: 'Replace a grant',
    description: `The whole grant as it shall be; its subject stays. What is the same already stays as it is, with the same version. Old subscriptions that the change leaves wider than the grants are dropped. ${dryRun}`,
    request: shape.ReplaceGrantRequest,
    answers: {
      200: {
        ...changed('Replaced and applied, or the same already. Of a dry run: the documents.'),
        body: GrantReply,
      },
      202: changed(pending),
    },
    faults: [
      'grant-not-found',
      'grant-duplicate',
      'precondition-required',
      'precondition-failed',
      'rule-violated',
      'policy-budget-exceeded',
    ],
  },
  {
    operationId: 'deleteGrant',
    method: 'DELETE',
    path: '/grants/{grantId}',
    tag: 'Grants',
    who: 'administrator',
    summary: 'Revoke a grant',
    description: `Live sessions whose old subscriptions would still deliver more than is granted are dropped in any case; with \`disconnect=true\` all live sessions of the subject. ${dryRun}`,
    request: shape.DeleteGrantRequest,
    answers: {
      200: { description: 'The grant as it was. Of a dry run: the documents.', body: GrantReply },
      202: { description: pending, body: GrantBody },
    },
    faults: ['grant-not-found', 'precondition-required', 'precondition-failed', 'policy-budget-exceeded'],
  },
];
