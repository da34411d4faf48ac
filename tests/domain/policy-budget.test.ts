import { describe, expect, test } from 'vitest';
import {
  defaultDocuments,
  denialsExceeded,
  documentsExceeded,
  maximumDocuments,
} from '../../src/domain/policy-budget.ts';
import { everyone } from '../../src/domain/subject.ts';
import { subjectOf } from './rules.ts';

describe('the budget of a scope', () => {
  test.each([
    [everyone, 1, 3],
    [subjectOf('group/a'), 1, 3],
    [subjectOf('user/a'), 2, 2],
  ])('is so many documents', (subject, usual, most) => {
    expect([defaultDocuments(subject), maximumDocuments(subject)]).toEqual([usual, most]);
  });

  test.each([
    [
      subjectOf('user/a'),
      0,
      1,
      '100 bytes in 1 document; there are 0 documents of 2048 bytes. Give it 1 document, revoke',
    ],
    [
      subjectOf('group/a'),
      1,
      3,
      '100 bytes in 3 documents; there is 1 document of 2048 bytes. Give it 3 documents, revoke',
    ],
    [
      subjectOf('group/a'),
      3,
      4,
      '100 bytes in 4 documents; there are 3 documents of 2048 bytes. Revoke grants',
    ],
  ])(
    'that is exceeded says what is needed, what there is and what would fit',
    (subject, there, needed, sentence) => {
      const fault = documentsExceeded(subject, there, 100, needed);
      expect(fault).toMatchObject({ used: 100, limit: there * 2048, documentsNeeded: needed });
      expect(fault.detail).toContain(sentence);
    },
  );

  test('that is exceeded by denies is helped by no further document', () => {
    expect(denialsExceeded(everyone, 2049)).toMatchObject({ used: 2049, limit: 2048 });
    expect(denialsExceeded(everyone, 2049)).not.toHaveProperty('documentsNeeded');
  });
});
