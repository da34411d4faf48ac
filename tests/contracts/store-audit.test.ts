// Audit events: newest first, of all, of a subject or of an actor, between two moments, page by page.
import { beforeEach, describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../src/domain/audit-event.ts';
import type { AuditStore } from '../../src/provisioning/ports.ts';
import type { Store } from '../fakes/memory-store.ts';
import { auditEvent, now, scopeChange } from '../fakes/samples.ts';
import { bothStores } from './open-store.ts';

type Query = Parameters<AuditStore['listAuditEvents']>[0];

const day = 86_400_000;

describe.each(bothStores())('audit events of the store %s', (_where, open) => {
  let store: Store;
  beforeEach(async () => {
    ({ store } = await open());
  });
  const record = async (...events: readonly AuditEvent[]) => {
    for (const audit of events) await store.changeScopes(scopeChange({ audit }));
  };
  const reasonsOf = async (query: Partial<Query>) =>
    (await store.listAuditEvents({ of: 'all', limit: 50, ...query })).items.map(({ reason }) => reason);
  const at = (offset: number, changes: Partial<AuditEvent> = {}) =>
    auditEvent({ at: now + offset, reason: `${offset}`, ...changes });

  it('are none at first, of anybody', async () => {
    for (const of of ['all', { subject: 'everyone' }, { actor: 'system' }] as const)
      expect(await store.listAuditEvents({ of, limit: 5 })).toEqual({ items: [] });
  });

  it('are kept as they are', async () => {
    const plain = auditEvent({ at: now });
    const whole = auditEvent({
      at: now + 1,
      actor: 'admin-1',
      subjects: ['group/a#b', 'user/user-1'],
      action: 'grants-changed',
      reason: 'INC-4711 “why”',
      before: { grants: [{ topicFilter: '', allowWider: false, expiresAt: null }], version: 3 },
      after: [1, 'two', { three: [] }],
    });
    await record(plain, whole);
    for (const of of ['all', { subject: 'user/user-1' }, { actor: 'admin-1' }] as const)
      expect((await store.listAuditEvents({ of, limit: 1 })).items).toStrictEqual([whole]);
    expect((await store.listAuditEvents({ of: { actor: 'system' }, limit: 5 })).items).toStrictEqual([plain]);
  });

  it('are newest first, and of one moment the later ID', async () => {
    await record(at(0), at(-day), at(1), at(0, { reason: 'same' }), at(-1), at(365 * day));
    expect(await reasonsOf({})).toEqual([`${365 * day}`, '1', 'same', '0', '-1', `${-day}`]);
  });

  it('are found by each of their subjects and by none that is only alike', async () => {
    await record(
      at(0, { subjects: ['group/a', 'group/a/b'] }),
      at(1, { subjects: ['group/a/b', 'group/a/b'] }),
      at(2, { subjects: ['user/a'] }),
      at(3, { subjects: ['everyone', 'group/A'] }),
    );
    expect(await reasonsOf({ of: { subject: 'group/a' } })).toEqual(['0']);
    expect(await reasonsOf({ of: { subject: 'group/a/b' } })).toEqual(['1', '0']);
    expect(await reasonsOf({ of: { subject: 'group' } })).toEqual([]);
    expect(await reasonsOf({ of: { subject: 'everyone' } })).toEqual(['3']);
  });

  it('are found by who asked', async () => {
    await record(at(0, { actor: 'admin-1' }), at(1, { actor: 'admin-2' }), at(2, { actor: 'admin-1' }));
    expect(await reasonsOf({ of: { actor: 'admin-1' } })).toEqual(['2', '0']);
    expect(await reasonsOf({ of: { actor: 'admin' } })).toEqual([]);
  });

  describe.each([['all'], [{ subject: 'group/a' }], [{ actor: 'admin-1' }]] as const)('of %j', (of) => {
    const mine = (offset: number) => at(offset, { subjects: ['group/a'], actor: 'admin-1' });
    /** Of others, at the same moments; those are listed only with all. */
    const others = of === 'all' ? [] : [at(2), at(4)];

    it('are those between two moments, both included', async () => {
      await record(...others, ...[0, 1, 2, 3, 4].map(mine));
      const between = (since?: number, until?: number) =>
        reasonsOf({
          of,
          ...(since !== undefined && { since: now + since }),
          ...(until !== undefined && { until: now + until }),
        });
      expect(await between(1, 3)).toEqual(['3', '2', '1']);
      expect(await between(3)).toEqual(['4', '3']);
      expect(await between(undefined, 1)).toEqual(['1', '0']);
      expect(await between(2, 2)).toEqual(['2']);
      expect(await between(3, 2)).toEqual([]);
      expect(await between(5)).toEqual([]);
      expect(await between(undefined, -1)).toEqual([]);
      expect(await reasonsOf({ of, since: 0, until: Number.MAX_SAFE_INTEGER })).toHaveLength(5);
    });

    it.each([
      [1, 3, [1]],
      [3, 3, [3]],
      [4, 3, [3, 1]],
      [6, 3, [3, 3]],
      [4, 1, [1, 1, 1, 1]],
    ])('come, %i of them, in pages of %i, and the last one says so', async (count, limit, lengths) => {
      const offsets = Array.from({ length: count }, (_, index) => Math.floor(index / 2));
      await record(...others, ...offsets.map(mine));
      const pages: (readonly AuditEvent[])[] = [];
      let after: string | undefined;
      do {
        const page = await store.listAuditEvents({ of, limit, after, since: now, until: now + count });
        pages.push(page.items);
        after = page.after;
        // What is newer than the pages to come is not in them.
        await record(mine(count + pages.length), mine(-pages.length));
      } while (after !== undefined);
      expect(pages.map(({ length }) => length)).toEqual(lengths);
      const ids = pages.flat().map(({ auditId }) => auditId);
      expect(ids).toEqual([...new Set(ids)].toSorted().toReversed());
      expect(pages.flat().map(({ reason }) => reason)).toEqual(offsets.toReversed().map(String));
    });
  });
});
