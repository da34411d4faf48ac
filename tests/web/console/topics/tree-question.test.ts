import { expect, it } from 'vitest';
import { addressOfPlace, treeAddress, treeQuestionIn } from '../../../../web/console/topics/tree-question.ts';

const everything = { subject: undefined, action: undefined, view: 'picture', at: undefined } as const;

it.each([
  everything,
  { ...everything, subject: 'group/ops & co', action: 'subscribe' },
  { ...everything, view: 'list', at: 'plant/+/#' },
] as const)('finds in its address what it shows: %o', (question) => {
  const { searchParams } = new URL(treeAddress(question), 'http://localhost');
  expect(treeQuestionIn(Object.fromEntries(searchParams))).toEqual(question);
});

it('shows everything where the address says nothing that is known', () => {
  expect(treeQuestionIn({ subject: '', action: 'retain', view: 'globe' })).toEqual(everything);
});

it.each([
  ['plant/state', '/console/topic?topic=plant%2Fstate&action=publish'],
  ['plant/#', '/console/tree?action=publish&at=plant%2F%23'],
  ['users/${userId}', '/console/tree?action=publish&at=users%2F%24%7BuserId%7D'],
])('leads from %s to its topic, or to its grants', (path, address) => {
  expect(addressOfPlace(path, { ...everything, action: 'publish' })).toBe(address);
});
