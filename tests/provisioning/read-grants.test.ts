import { beforeAll, describe, expect, it } from 'vitest';
import type { GrantFilter } from '../../src/provisioning/read-grants.ts';
import { subjectOf } from '../domain/rules.ts';
import { now } from '../fakes/samples.ts';
import { change, create, grant, revoke } from './administration.ts';
import { callsOf } from './faults.ts';
import { openWorld, type World } from './world.ts';

describe('one grant', () => {
  it('is read with its scope', async () => {
    const world = await openWorld();
    const made = await grant(world, 'group/a', 'allow publish a');
    expect(await world.flows().readGrant(made.grantId)).toEqual({
      ok: true,
      value: { grant: made, scope: expect.objectContaining({ subject: subjectOf('group/a'), documents: 1 }) },
    });
  });

  it('that is not there is refused', async () => {
    const world = await openWorld();
    expect(await world.flows().readGrant('unknown')).toEqual({
      ok: false,
      fault: { kind: 'grant-not-found', grantId: 'unknown' },
    });
  });
});

/** All that a filter takes, page by page. */
const listed = async (world: World, filter: GrantFilter, limit = 3) => {
  const texts: string[] = [];
  let after: string | undefined;
  for (let pages = 0; pages < 100; pages++) {
    const page = await world.flows().listGrants({ filter, limit, after, now: world.time.now });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    texts.push(...page.items.map((found) => found.grant.rule.topicFilter.text));
    if (page.after === undefined) return texts;
    after = page.after;
  }
  throw new Error('The list has no end.');
};

describe('grants are listed', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await grant(world, 'group/a', 'allow publish a/1');
    await grant(world, 'group/a', 'allow subscribe a/#');
    await grant(world, 'group/a', 'deny publish+receive a/secret');
    await grant(world, 'group/b', 'allow publish b/1', { expiresAt: now + 1000 });
    await grant(world, 'user/user-1', 'allow receive a/1');
    await grant(world, 'user/user-1', 'allow publish u/${userId}', { expiresAt: now + 10_000 });
    world.time.now += 2000;
    await world.flows().sweep();
    const scope = world.store.scopes.get('user/user-1');
    if (scope) world.store.scopes.set('user/user-1', { ...scope, appliedGeneration: 1 });
  });

  it.each<[string, GrantFilter, readonly string[]]>([
    ['all', {}, ['a/1', 'a/#', 'a/secret', 'b/1', 'a/1', 'u/${userId}']],
    ['of a subject', { subject: subjectOf('group/a') }, ['a/1', 'a/#', 'a/secret']],
    ['of a subject, ended ones too', { subject: subjectOf('group/b') }, ['b/1']],
    ['of a subject without any', { subject: subjectOf('group/c') }, []],
    ['by action', { action: 'receive' }, ['a/secret', 'a/1']],
    ['by effect', { effect: 'deny' }, ['a/secret']],
    ['by a topic that they cover', { topic: 'a/1' }, ['a/1', 'a/#', 'a/1']],
    ['by a topic, denies too', { topic: 'a/secret' }, ['a/#', 'a/secret']],
    ['that have ended', { state: 'expired' }, ['b/1']],
    ['that are to be applied', { state: 'pending' }, ['u/${userId}']],
    ['that are applied', { state: 'applied' }, ['a/1', 'a/#', 'a/secret', 'a/1']],
    ['that end before a time', { expiresBefore: now + 10_000 }, ['b/1']],
    ['that end before a later time', { expiresBefore: now + 10_001 }, ['b/1', 'u/${userId}']],
    [
      'by all that is asked together',
      { subject: subjectOf('group/a'), action: 'publish', effect: 'allow', topic: 'a/1', state: 'applied' },
      ['a/1'],
    ],
  ])('%s', async (_what, filter, texts) => {
    expect(await listed(world, filter)).toEqual(texts);
    expect(await listed(world, filter, 1)).toEqual(texts);
    expect(await listed(world, filter, 200)).toEqual(texts);
  });
});

describe('of 3,000 grants', () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    const made = await grant(world, 'group/a', 'allow publish a');
    for (let index = 0; index < 3000; index++) {
      const grantId = `many-${String(index).padStart(5, '0')}`;
      world.store.grants.set(grantId, { ...made, grantId });
    }
  });

  it('every one is listed once, whatever is granted and revoked between the pages', async () => {
    const ids: string[] = [];
    let after: string | undefined;
    for (let pages = 0; pages === 0 || after !== undefined; pages++) {
      const page = await world.flows().listGrants({ filter: {}, limit: 200, after, now });
      ids.push(...page.items.map((found) => found.grant.grantId).filter((id) => id.startsWith('many-')));
      after = page.after;
      const { results } = await change(world, [create('group/z', `allow publish z/${pages}`)]);
      if (pages % 2)
        await change(
          world,
          results.map((result) => revoke(result.grant.grantId)),
        );
    }
    expect(ids).toHaveLength(3000);
    expect(new Set(ids).size).toBe(3000);
  });

  it('a filter that takes none reads a bounded number of them, and goes on from there', async () => {
    const filter = { action: 'receive' as const };
    const calls = await callsOf(world, async (flows) => {
      const page = await flows.listGrants({ filter, limit: 50, now });
      expect(page.items).toEqual([]);
      expect(page.after).toBeDefined();
    });
    expect(calls.length).toBeLessThanOrEqual(20);
    expect(await listed(world, filter)).toEqual([]);
  });
});
