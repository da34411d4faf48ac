import type { Example } from '../operation.ts';
import { effectiveBy, group, otherGroup, policyNames } from './samples.ts';

const operators = {
  group,
  documents: 1,
  members: 0,
  policies: [policyNames.group],
  state: 'applied',
  effectiveBy,
};
const guests = {
  ...operators,
  group: otherGroup,
  description: 'Visitors of the plant',
  policies: [policyNames.otherGroup],
};

export const groupExamples: readonly Example[] = [
  {
    operation: 'putGroup',
    name: 'managed',
    summary: 'A group is managed',
    as: 'administrator',
    path: { group: otherGroup },
    body: { description: 'Visitors of the plant' },
    status: 201,
    answer: guests,
  },
  {
    operation: 'putGroup',
    name: 'same',
    summary: 'The same again',
    as: 'administrator',
    path: { group: otherGroup },
    body: { description: 'Visitors of the plant', documents: 1 },
    status: 200,
    answer: guests,
  },
  {
    operation: 'listGroups',
    name: 'first',
    summary: 'All groups that are managed',
    as: 'administrator',
    status: 200,
    answer: { items: [guests, operators] },
  },
  {
    operation: 'getGroup',
    name: 'found',
    summary: 'A group that a grant has made a managed one',
    as: 'administrator',
    path: { group },
    status: 200,
    answer: operators,
  },
  {
    operation: 'getGroup',
    name: 'unknown',
    summary: 'A group that is not managed',
    as: 'administrator',
    path: { group: 'rotterdam-nobody' },
    status: 404,
  },
  {
    operation: 'deleteGroup',
    name: 'deleted',
    summary: 'A group is managed no more',
    as: 'administrator',
    path: { group: otherGroup },
    status: 202,
    answer: { ...guests, state: 'deleting' },
  },
];
