import { expect, it } from 'vitest';
import { said } from '../../../../web/console/users/decision-words.ts';

it('tells what is done from what follows', () => {
  const done = { status: 'suspended', pending: false } as const;
  expect(said.suspended(done)).toContain('sessions were dropped');
  expect(said.suspended({ ...done, pending: true })).toContain('within minutes');
  expect(said.disconnected({ ...done, pending: true }, false)).toContain('within minutes');
});

it('tells that somebody whom the user pool has disabled stays suspended', () => {
  expect(said.resumed({ status: 'suspended', pending: false })).toMatch(/^Still suspended: .*user pool/);
  expect(said.resumed({ status: 'active', pending: false })).toMatch(/^Resumed/);
});

it('tells of refresh tokens only where they were revoked', () => {
  const active = { status: 'active', pending: false } as const;
  expect(said.disconnected(active, true)).toContain('Refresh tokens were revoked');
  expect(said.disconnected(active, false)).not.toContain('token');
});
