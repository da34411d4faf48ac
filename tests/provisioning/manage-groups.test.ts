import { describe, expect, it } from 'vitest';
import { scopePolicyNames } from '../../src/domain/policy-name.ts';
import { propagationMs } from '../../src/domain/scope.ts';
import { maximumGrantsDeleted } from '../../src/provisioning/delete-group.ts';
import { subjectOf } from '../domain/rules.ts';
import { group, now, space } from '../fakes/samples.ts';
import {
  administrator,
  auditOf,
  change,
  create,
  differences,
  everythingStored,
  grant,
  groupRequest,
} from './administration.ts';
import { disagreements, openWorld, registration, type World } from './world.ts';

const registerMember = async (world: World, ...names: readonly string[]) => {
  const { caller, ...rest } = registration();
  return world.flows().registerDevice({ ...rest, caller: { ...caller, groups: names.map(group) } });
};

const sweepFor = async (world: World, minutes: number) => {
  for (let minute = 0; minute < minutes; minute++) {
    world.time.now += 60_000;
    await world.flows().sweep();
  }
};

const policiesOf = (count: number) => scopePolicyNames(space, subjectOf('group/a'), count);

describe('managing a group', () => {
  it('makes its policies, which say nothing yet', async () => {
    const world = await openWorld();
    const answer = await world
      .flows()
      .putGroup({ ...groupRequest(world, 'a'), description: 'Operators', documents: 2 });
    expect(answer).toEqual({
      ok: true,
      value: {
        outcome: 'created',
        group: {
          group: 'a',
          description: 'Operators',
          documents: 2,
          members: 0,
          policies: policiesOf(2),
          state: 'applied',
          effectiveBy: now + propagationMs,
        },
      },
    });
    expect(differences(world)).toEqual([]);
    expect(auditOf(world, 'group-managed')).toMatchObject([
      {
        actor: administrator,
        subjects: ['group/a'],
        requestId: 'request-g',
        after: { description: 'Operators', documents: 2 },
      },
    ]);
  });

  it.each([
    ['the same again', { description: 'Operators', documents: 2 }],
    ['nothing', {}],
    ['the same description alone', { description: 'Operators' }],
  ])('changes nothing when %s is said', async (_what, content) => {
    const world = await openWorld();
    await world.flows().putGroup({ ...groupRequest(world, 'a'), description: 'Operators', documents: 2 });
    const before = everythingStored(world);
    expect(await world.flows().putGroup({ ...groupRequest(world, 'a'), ...content })).toMatchObject({
      value: { outcome: 'unchanged', group: { description: 'Operators', documents: 2 } },
    });
    expect(everythingStored(world)).toBe(before);
  });

  it('changes its description, or takes it away, and leaves what is not said', async () => {
    const world = await openWorld();
    await world.flows().putGroup({ ...groupRequest(world, 'a'), description: 'Operators', documents: 2 });
    expect(
      await world.flows().putGroup({ ...groupRequest(world, 'a'), description: 'Others' }),
    ).toMatchObject({
      value: { outcome: 'changed', group: { description: 'Others', documents: 2 } },
    });
    const answer = await world.flows().putGroup({ ...groupRequest(world, 'a'), description: '' });
    expect(answer).toMatchObject({ value: { outcome: 'changed', group: { documents: 2 } } });
    expect(answer.ok && 'description' in answer.value.group).toBe(false);
    expect(auditOf(world, 'group-changed')).toMatchObject([
      { before: { description: 'Operators' }, after: { description: 'Others', documents: 2 } },
      { before: { description: 'Others' }, after: { documents: 2 } },
    ]);
  });

  it('attaches its policies to members who are known already, in the background', async () => {
    const world = await openWorld();
    await registerMember(world, 'a', 'unmanaged');
    expect(world.store.members.get('unmanaged')).toEqual(new Set(['user-1']));
    expect(await world.flows().putGroup(groupRequest(world, 'a'))).toMatchObject({
      value: { group: { members: 1, state: 'pending' } },
    });
    await world.flows().sweep();
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect(world.store.users.get('user-1')?.attached).toEqual(expect.arrayContaining([...policiesOf(1)]));
    expect(await world.flows().readGroup(group('a'))).toMatchObject({ value: { state: 'pending' } });
    await sweepFor(world, 2);
    expect(await world.flows().readGroup(group('a'))).toMatchObject({ value: { state: 'applied' } });
  });

  it('by a first grant does the same', async () => {
    const world = await openWorld();
    await registerMember(world, 'a');
    await grant(world, 'group/a', 'allow publish a');
    expect(await world.flows().readGroup(group('a'))).toMatchObject({
      value: { documents: 1, members: 1, state: 'pending' },
    });
    await sweepFor(world, 3);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect(await world.flows().readGroup(group('a'))).toMatchObject({ value: { state: 'applied' } });
  });

  it('meets who was registering when it was made, with the scopes from before', async () => {
    const world = await openWorld();
    await world.flows().registerDevice(registration('web-1', 'first-user'));
    const flows = world.flows(async (call, run) => {
      // The member has read that there is no such scope, and is not known yet.
      if (call.name === 'identityOf') await grant(world, 'group/a', 'allow publish a');
      return run();
    });
    const { caller, ...rest } = registration();
    await flows.registerDevice({ ...rest, caller: { ...caller, groups: [group('a')] } });
    await sweepFor(world, 3);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect(world.store.users.get('user-1')?.attached).toHaveLength(3);
  });

  it.each([
    [1, 3],
    [3, 1],
  ])('with %i documents changes to %i, and so do its members', async (from, to) => {
    const world = await openWorld();
    await world.flows().putGroup({ ...groupRequest(world, 'a'), documents: from });
    await registerMember(world, 'a');
    await grant(world, 'group/a', 'allow publish a');
    const answer = await world.flows().putGroup({ ...groupRequest(world, 'a'), documents: to });
    expect(answer).toMatchObject({
      value: { outcome: 'changed', group: { documents: to, state: 'pending' } },
    });
    await sweepFor(world, 3);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect(world.store.users.get('user-1')?.attached).toHaveLength(2 + to);
    expect(differences(world)).toEqual([]);
  });

  it('refuses fewer documents than its grants need, and stores nothing', async () => {
    const world = await openWorld();
    await world.flows().putGroup({ ...groupRequest(world, 'a'), documents: 2 });
    const long = Array.from({ length: 9 }, (_, index) => `allow publish ${'x'.repeat(200)}/${index}`);
    await change(
      world,
      long.map((words) => create('group/a', words)),
    );
    const before = everythingStored(world);
    expect(await world.flows().putGroup({ ...groupRequest(world, 'a'), documents: 1 })).toMatchObject({
      fault: { kind: 'policy-budget-exceeded', pointer: '/documents', exceeded: { documentsNeeded: 2 } },
    });
    expect(everythingStored(world)).toBe(before);
  });

  it('that begins to deny asks again who can carry it', async () => {
    const world = await openWorld();
    const many = Array.from({ length: 8 }, (_, index) => `b${index}`);
    for (const name of ['a', ...many]) {
      await grant(world, `group/${name}`, `allow publish ${name}`);
    }
    await sweepFor(world, 3);
    await registerMember(world, 'a', ...many);
    const [last] = scopePolicyNames(space, subjectOf('group/b7'), 1);
    expect(world.store.users.get('user-1')?.attached).not.toContain(last);
    // It was the last by name and did not fit: as it denies something, it goes first.
    await grant(world, 'group/b7', 'deny publish secret');
    await sweepFor(world, 3);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect(world.store.users.get('user-1')?.attached).toContain(last);
  });
});

describe('deleting a group', () => {
  it('ends its grants at once, and its policies in the background', async () => {
    const world = await openWorld();
    await grant(world, 'group/a', 'allow publish a', { reason: 'INC-1' });
    await registerMember(world, 'a');
    const answer = await world.flows().deleteGroup(groupRequest(world, 'a'));
    expect(answer).toMatchObject({ ok: true, value: { group: 'a', state: 'deleting' } });
    expect(world.store.grants.size).toBe(1); // of everyone
    const [name] = policiesOf(1);
    expect(name && world.iot.policies.get(name)?.versions.at(-1)?.text).not.toContain('topic/a');
    expect(auditOf(world, 'group-deleted')).toMatchObject([
      {
        actor: administrator,
        subjects: ['group/a'],
        before: { documents: 1, grants: [{ subject: 'group/a', topicFilter: 'a', reason: 'INC-1' }] },
      },
    ]);
    await sweepFor(world, 12);
    expect(world.store.scopes.has('group/a')).toBe(false);
    expect([...world.iot.policies.keys()]).not.toContain(name);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect(await world.flows().readGroup(group('a'))).toMatchObject({ fault: { kind: 'group-not-found' } });
  });

  it('says the same when it is asked again, and stores nothing', async () => {
    const world = await openWorld();
    await grant(world, 'group/a', 'allow publish a');
    await world.flows().deleteGroup(groupRequest(world, 'a'));
    const before = everythingStored(world);
    expect(await world.flows().deleteGroup(groupRequest(world, 'a'))).toMatchObject({
      value: { state: 'deleting' },
    });
    expect(everythingStored(world)).toBe(before);
  });

  it.each(['a grant', 'managing it'])('is called off by %s', async (how) => {
    const world = await openWorld();
    await grant(world, 'group/a', 'allow publish a');
    await registerMember(world, 'a');
    await world.flows().deleteGroup(groupRequest(world, 'a'));
    await sweepFor(world, 2);
    if (how === 'a grant') await grant(world, 'group/a', 'allow publish anew');
    else {
      expect(await world.flows().putGroup(groupRequest(world, 'a'))).toMatchObject({
        value: { outcome: 'created', group: { state: 'pending' } },
      });
    }
    await sweepFor(world, 12);
    expect(world.store.scopes.get('group/a')).toMatchObject({ state: 'active' });
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect(differences(world)).toEqual([]);
  });

  it('is refused while it has more grants than one transaction removes, those that ended too', async () => {
    const world = await openWorld();
    await grant(world, 'group/a', 'allow publish a/#');
    const scope = world.store.scopes.get('group/a');
    const [first] = scope?.grants ?? [];
    if (!scope || !first) throw new Error('There is no scope.');
    const expired = Array.from({ length: maximumGrantsDeleted }, (_, index) => ({
      ...first,
      grantId: `old-${index}`,
      expiresAt: now - 1,
    }));
    world.store.scopes.set('group/a', { ...scope, expired });
    const before = everythingStored(world);
    expect(await world.flows().deleteGroup(groupRequest(world, 'a'))).toMatchObject({
      fault: { kind: 'group-grants-exceeded', grants: 81, limit: 80 },
    });
    expect(everythingStored(world)).toBe(before);
    world.store.scopes.set('group/a', { ...scope, expired: expired.slice(1) });
    expect(await world.flows().deleteGroup(groupRequest(world, 'a'))).toMatchObject({ ok: true });
  });

  it('that is not managed is refused', async () => {
    const world = await openWorld();
    expect(await world.flows().deleteGroup(groupRequest(world, 'a'))).toMatchObject({
      fault: { kind: 'group-not-found', group: 'a' },
    });
  });
});

it('groups are listed in order of their names, page by page', async () => {
  const world = await openWorld();
  for (const name of ['c', 'a', 'b']) await grant(world, `group/${name}`, `allow publish ${name}`);
  const first = await world.flows().listGroups({ limit: 2 });
  expect(first.items).toMatchObject([
    { group: 'a', state: 'applied' },
    { group: 'b', documents: 1 },
  ]);
  const second = await world.flows().listGroups({ limit: 2, after: first.after });
  expect(second).toMatchObject({ items: [{ group: 'c' }] });
  expect(second.after).toBeUndefined();
});
