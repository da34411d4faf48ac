import { expect, it } from 'vitest';
import { unusedDocument } from '../../src/domain/fixed-policies.ts';
import { scopeDocuments } from '../../src/provisioning/scope-documents.ts';
import { now, space, userId } from '../fakes/samples.ts';
import { standing } from './standing.ts';

const subject = { kind: 'user' as const, userId: userId('user-1') };
const scope = {
  subject,
  state: 'active' as const,
  documents: 1,
  grants: standing(subject, [['short', 'allow publish a', now + 1000]]),
};

it('keeps a user’s document, saying nothing, when its grants have ended and the end is not recorded yet', () => {
  expect(scopeDocuments(scope, space, now)).toHaveLength(1);
  const [left, ...more] = scopeDocuments(scope, space, now + 1000);
  expect(left?.document).toEqual(unusedDocument(space));
  expect(left?.name).toBe(scopeDocuments(scope, space, now)[0]?.name);
  expect(more).toEqual([]);
});

it('makes none for a user’s scope that is being deleted', () => {
  expect(scopeDocuments({ ...scope, state: 'deleting' }, space, now)).toEqual([]);
});
