import { describe, expect, it } from 'vitest';
import { documentChanges } from '../../../../web/console/grants/document-changes.ts';

const document = (name: string, size: number, effect: string) => ({
  name,
  size,
  document: { Effect: effect },
});

describe('the documents of a preview', () => {
  it('stand each beside what it would become', () => {
    const before = [document('p-1', 300, 'Allow'), document('p-2', 40, 'Allow')];
    const after = [document('p-1', 320, 'Deny'), document('p-2', 40, 'Allow')];
    expect(documentChanges({ before, after })).toEqual([
      {
        name: 'p-1',
        sizeBefore: 300,
        sizeAfter: 320,
        isChanged: true,
        lines: [
          { number: 1, kind: 'removed', text: '{ "Effect": "Allow" }' },
          { number: 2, kind: 'added', text: '{ "Effect": "Deny" }' },
        ],
      },
      {
        name: 'p-2',
        sizeBefore: 40,
        sizeAfter: 40,
        isChanged: false,
        lines: [{ number: 1, kind: 'same', text: '{ "Effect": "Allow" }' }],
      },
    ]);
  });

  it('may be new, all of it added', () => {
    const [change] = documentChanges({ before: [], after: [document('p-1', 300, 'Allow')] });
    expect(change).toMatchObject({ sizeBefore: undefined, sizeAfter: 300, isChanged: true });
    expect(change?.lines.map(({ kind }) => kind)).toEqual(['added']);
  });

  it('may go, all of it removed', () => {
    const [change] = documentChanges({ before: [document('p-1', 300, 'Allow')], after: [] });
    expect(change).toMatchObject({ sizeBefore: 300, sizeAfter: undefined, isChanged: true });
    expect(change?.lines.map(({ kind }) => kind)).toEqual(['removed']);
  });

  it('are none where nothing changes', () => {
    expect(documentChanges({ before: [], after: [] })).toEqual([]);
  });
});
