import {
  DeleteGroupRequest,
  GetGroupRequest,
  GroupBody,
  GroupList,
  ListGroupsRequest,
  PutGroupRequest,
} from '../../schema/groups.ts';
import type { Operation } from '../operation.ts';

export const groupOperations: readonly Operation[] = [
  {
    operationId: 'listGroups',
    method: 'GET',
    path: '/groups',
    tag: 'Groups',
    who: 'administrator',
    summary: 'List managed groups',
    description: 'In order of their names. The latest changes may be missing for a moment.',
    request: ListGroupsRequest,
    answers: { 200: { description: 'A page of groups.', body: GroupList } },
    faults: [],
  },
  {
    operationId: 'getGroup',
    method: 'GET',
    path: '/groups/{group}',
    tag: 'Groups',
    who: 'administrator',
    summary: 'Look at a managed group',
    description: 'As of now.',
    request: GetGroupRequest,
    answers: { 200: { description: 'The group.', body: GroupBody } },
    faults: ['group-not-found'],
  },
  {
    operationId: 'putGroup',
    method: 'PUT',
    path: '/groups/{group}',
    tag: 'Groups',
    who: 'administrator',
    summary: 'Manage a group, or change how',
    description:
      'Makes the group’s policies, or changes their number; what is left out stays as it is. The members that are known have them attached one after another, at the pace of AWS’s quotas. A group that is being deleted is managed again.',
    request: PutGroupRequest,
    answers: {
      200: { description: 'Changed, or the same already.', body: GroupBody },
      201: { description: 'Managed from now on.', body: GroupBody },
      202: { description: 'Stored; policies or attachments are still being changed.', body: GroupBody },
    },
    faults: ['policy-budget-exceeded'],
  },
  {
    operationId: 'deleteGroup',
    method: 'DELETE',
    path: '/groups/{group}',
    tag: 'Groups',
    who: 'administrator',
    summary: 'Manage a group no more',
    description:
      'Its grants are revoked at once. Its policies are emptied, detached from its members one after another, and deleted some minutes after the last of them. The group in the user pool stays.',
    request: DeleteGroupRequest,
    answers: { 202: { description: 'Its grants are revoked; the rest is on its way.', body: GroupBody } },
    faults: ['group-not-found', 'group-grants-exceeded'],
  },
];
