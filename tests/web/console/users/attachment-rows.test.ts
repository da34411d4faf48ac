import { expect, it } from 'vitest';
import { attachmentRows } from '../../../../web/console/users/attachment-rows.ts';

it('tells of every policy that is attached or should be how it stands', () => {
  const rows = attachmentRows({
    wanted: ['ours-connect', 'ours-everyone-1'],
    present: ['theirs', 'ours-connect', 'ours-old'],
    withheld: [],
    drift: [
      { policy: 'ours-everyone-1', kind: 'missing' },
      { policy: 'ours-old', kind: 'surplus' },
      { policy: 'theirs', kind: 'foreign' },
    ],
  });
  expect(rows).toEqual([
    { policy: 'ours-connect', state: 'attached' },
    { policy: 'ours-everyone-1', state: 'missing' },
    { policy: 'ours-old', state: 'surplus' },
    { policy: 'theirs', state: 'foreign' },
  ]);
});

it('does not know how anything stands when AWS has not answered', () => {
  expect(attachmentRows({ wanted: ['ours-connect'], withheld: [] })).toEqual([
    { policy: 'ours-connect', state: 'unknown' },
  ]);
});
