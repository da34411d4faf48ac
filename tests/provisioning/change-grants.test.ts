import { describe, expect, it } from 'vitest';
import { maximumGrants } from '../../src/domain/change-scope.ts';
import { propagationMs } from '../../src/domain/scope.ts';
import type { GrantOperation } from '../../src/provisioning/change-grants.ts';
import { now, userId } from '../fakes/samples.ts';
import {
  administrator,
  auditOf,
  change,
  create,
  differences,
  everythingStored,
  grant,
  replace,
  requestOf,
  revoke,
} from './administration.ts';
import { callsOf, throttled } from './faults.ts';
import { disagreements, openWorld, registration, type World } from './world.ts';

const withGrant = async () => {
  const world = await openWorld();
  const made = await grant(world, 'group/a', 'allow publish a/b', { reason: 'INC-1' });
  return { world, made };
};

describe('a grant', () => {
  it('is made, stored with its scope, and applied before the answer', async () => {
    const world = await openWorld();
    const answer = await change(world, [create('group/a', 'allow publish a/b', { reason: 'INC-1' })]);
    expect(answer).toMatchObject({
      state: 'applied',
      results: [
        {
          outcome: 'created',
          grant: {
            reason: 'INC-1',
            createdBy: administrator,
            createdAt: now,
            version: 1,
            generation: 1,
          },
          scope: { documents: 1, generation: 1, appliedGeneration: 1, effectiveBy: now + propagationMs },
        },
      ],
    });
    const [result] = answer.results;
    expect(world.store.grants.get(result?.grant.grantId ?? '')).toEqual(result?.grant);
    expect(differences(world)).toEqual([]);
    expect(world.store.due.has('apply-scope/group/a')).toBe(false);
  });

  it('is changed by whoever has seen its version, and keeps who made it', async () => {
    const { world, made } = await withGrant();
    world.time.now += 1000;
    const operation = replace(made.grantId, 'group/a', 'allow publish a/c', { ifMatch: [7, 1] });
    const { results } = await change(world, [operation], { actor: userId('admin-2') });
    expect(results).toMatchObject([
      {
        outcome: 'replaced',
        grant: { grantId: made.grantId, version: 2, generation: 2, createdBy: administrator, createdAt: now },
      },
    ]);
    // A replaced grant is what the request says: the reason it does not name is gone.
    expect(results[0]?.grant).not.toHaveProperty('reason');
    expect(world.store.grants.get(made.grantId)).toEqual(results[0]?.grant);
    expect(differences(world)).toEqual([]);
  });

  it('is revoked, and answered as it was', async () => {
    const { world, made } = await withGrant();
    const { state, results } = await change(world, [revoke(made.grantId, [1])]);
    expect(state).toBe('applied');
    expect(results).toMatchObject([
      { outcome: 'deleted', grant: { grantId: made.grantId, version: 1 }, scope: { grants: [] } },
    ]);
    expect(world.store.grants.size).toBe(0);
    expect(differences(world)).toEqual([]);
  });

  it.each([
    ['what it says', 'allow publish a/c', {}],
    ['its effect', 'deny publish a/b', { reason: 'INC-1' }],
    ['its actions', 'allow publish+subscribe a/b', { reason: 'INC-1' }],
    ['its end', 'allow publish a/b', { reason: 'INC-1', expiresAt: now + 1 }],
    ['its reason alone', 'allow publish a/b', { reason: 'INC-2' }],
  ])('changes when %s changes', async (_what, words, draft) => {
    const { world, made } = await withGrant();
    const { results } = await change(world, [replace(made.grantId, 'group/a', words, draft)]);
    expect(results[0]).toMatchObject({ outcome: 'replaced', grant: { version: 2, ...draft } });
    expect(auditOf(world, 'grants-changed')).toHaveLength(2);
  });

  it('stays as it is, with its version and without a write, when nothing is different', async () => {
    const { world, made } = await withGrant();
    const before = everythingStored(world);
    const same = replace(made.grantId, 'group/a', 'allow publish a/b', { reason: 'INC-1' });
    const { state, results } = await change(world, [same]);
    expect(state).toBe('applied');
    expect(results).toEqual([
      { outcome: 'unchanged', grant: made, scope: expect.objectContaining({ generation: 1 }) },
    ]);
    expect(everythingStored(world)).toBe(before);
  });

  it('for everyone begins with the default grants', async () => {
    const world = await openWorld();
    await grant(world, 'everyone', 'allow publish demoTopic');
    expect(
      world.store.scopes
        .get('everyone')
        ?.grants.map(({ rule }) => rule.topicFilter.text)
        .sort(),
    ).toEqual(['demoTopic', 'users/${identityId}/#']);
    expect(auditOf(world, 'scope-founded')).toHaveLength(1);
  });

  it('for a registered user is attached before the answer, and detached when it is revoked', async () => {
    const world = await openWorld();
    await world.flows().registerDevice(registration());
    const made = await grant(world, 'user/user-1', 'allow publish a/b');
    expect(world.store.users.get('user-1')?.attached).toHaveLength(3);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    await change(world, [revoke(made.grantId)]);
    expect(world.store.users.get('user-1')?.attached).toHaveLength(2);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect([...world.store.due.keys()]).toEqual([]);
  });

  it('for a user who has never registered is there when they do', async () => {
    const world = await openWorld();
    await grant(world, 'user/user-1', 'allow publish a/b');
    await world.flows().registerDevice(registration());
    expect(world.store.users.get('user-1')?.attached).toHaveLength(3);
    expect(disagreements(world.store, world.iot)).toEqual([]);
  });

  it('for a user who is registering just then is attached when both are done', async () => {
    const prepared = async () => {
      const world = await openWorld();
      await world.flows().registerDevice(registration('web-1', 'first-user'));
      return world;
    };
    const { length } = await callsOf(await prepared(), (flows) => flows.registerDevice(registration()));
    for (let at = 0; at < length; at++) {
      const world = await prepared();
      const flows = world.flows(async ({ index }, run) => {
        if (index === at) await grant(world, 'user/user-1', 'allow publish a/b');
        return run();
      });
      expect(await flows.registerDevice(registration()), `call ${at}`).toMatchObject({ ok: true });
      // Where the registration had read what there was before, and nobody knew of it yet, a sweep looks again.
      world.time.now += 90_000;
      await world.flows().sweep();
      expect(disagreements(world.store, world.iot), `call ${at}`).toEqual([]);
      expect(world.store.users.get('user-1')?.attached, `call ${at}`).toHaveLength(3);
    }
  });

  it('that ends before its documents were written keeps nobody from registering', async () => {
    const world = await openWorld();
    await world.flows().registerDevice(registration('web-1', 'first-user'));
    const flows = world.flows((call, run) =>
      call.name === 'createPolicy' ? Promise.reject(throttled) : run(),
    );
    const operation = create('user/user-1', 'allow publish a/b', { expiresAt: now + 1000 });
    expect(await flows.changeGrants(requestOf(world, [operation]))).toMatchObject({
      value: { state: 'pending' },
    });
    world.time.now += 2000;
    const answer = await world.flows().registerDevice({ ...registration(), now: world.time.now });
    expect(answer).toMatchObject({ ok: true, value: { outcome: 'created' } });
    await world.flows().sweep();
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect(world.store.users.get('user-1')?.attached).toHaveLength(2);
  });

  it('that has ended can be given another end, or be revoked', async () => {
    const world = await openWorld();
    const one = await grant(world, 'group/a', 'allow publish a/b', { expiresAt: now + 1000 });
    const other = await grant(world, 'group/a', 'allow publish a/c', { expiresAt: now + 1000 });
    world.time.now += 2000;
    await world.flows().sweep();
    expect(world.store.scopes.get('group/a')).toMatchObject({ grants: [], expired: [{}, {}] });
    await change(world, [replace(one.grantId, 'group/a', 'allow publish a/b'), revoke(other.grantId)]);
    expect(world.store.scopes.get('group/a')).toMatchObject({
      grants: [{ grantId: one.grantId }],
      expired: [],
    });
    expect(differences(world)).toEqual([]);
  });
});

describe('a request', () => {
  it('does all its operations at once, answers in their order and leaves one audit event', async () => {
    const { world, made } = await withGrant();
    const other = await grant(world, 'user/user-1', 'allow publish u/b');
    const { results } = await change(world, [
      revoke(other.grantId, [1], '/operations/0'),
      create('everyone', 'allow publish e', { reason: 'INC-2', pointer: '/operations/1/grant' }),
      replace(made.grantId, 'group/a', 'allow publish a/c', { reason: 'INC-2' }),
      create('group/a', 'allow publish a/b'),
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['deleted', 'created', 'replaced', 'created']);
    expect(differences(world)).toEqual([]);
    const event = auditOf(world, 'grants-changed').at(-1);
    expect(event).toEqual({
      auditId: expect.any(String),
      at: now,
      actor: administrator,
      subjects: ['user/user-1', 'everyone', 'group/a'],
      action: 'grants-changed',
      requestId: 'request-a',
      reason: 'INC-2',
      before: [
        said(other.grantId, 'user/user-1', 'u/b'),
        { ...said(made.grantId, 'group/a', 'a/b'), reason: 'INC-1' },
      ],
      after: [
        { ...said(results[1]?.grant.grantId, 'everyone', 'e'), reason: 'INC-2' },
        { ...said(made.grantId, 'group/a', 'a/c'), reason: 'INC-2' },
        said(results[3]?.grant.grantId, 'group/a', 'a/b'),
      ],
    });
  });

  it('says its own reason in the audit event, and in times of day when a grant ends', async () => {
    const world = await openWorld();
    const expiresAt = Date.UTC(2026, 5, 1);
    await change(world, [create('group/a', 'allow publish a/b', { reason: 'of the grant', expiresAt })], {
      reason: 'of the request',
    });
    expect(auditOf(world, 'grants-changed')).toMatchObject([
      {
        reason: 'of the request',
        after: [{ expiresAt: '2026-06-01T00:00:00.000Z', reason: 'of the grant' }],
      },
    ]);
  });

  it('may revoke a grant and make the same again', async () => {
    const { world, made } = await withGrant();
    const { results } = await change(world, [revoke(made.grantId), create('group/a', 'allow publish a/b')]);
    expect(results.map(({ outcome }) => outcome)).toEqual(['deleted', 'created']);
    expect(world.store.grants.size).toBe(1);
  });

  it('records grants that had ended by themselves beside those that it changes', async () => {
    const world = await openWorld();
    const ended = await grant(world, 'group/a', 'allow publish a/b', { expiresAt: now + 1000 });
    world.time.now += 2000;
    await grant(world, 'group/a', 'allow publish a/c');
    expect(world.store.scopes.get('group/a')?.expired).toMatchObject([{ grantId: ended.grantId }]);
    const event = auditOf(world, 'grants-changed').at(-1);
    expect(event?.before).toMatchObject([{ grantId: ended.grantId, expiresAt: '2026-01-01T00:00:01.000Z' }]);
    expect(event?.after).toMatchObject([{ topicFilter: 'a/c' }, { grantId: ended.grantId }]);
  });
});

const said = (grantId: string | undefined, subject: string, topicFilter: string) => ({
  grantId,
  subject,
  effect: 'allow',
  actions: ['publish'],
  topicFilter,
  allowWider: false,
});

const longFilters = (count: number, letter: string) =>
  Array.from({ length: count }, (_, index) => `allow publish ${letter.repeat(200)}/${index}`);

describe('a request is refused, and nothing is stored, nor AWS called,', () => {
  type Refused = (made: string) => readonly GrantOperation[];
  const twenty = longFilters(9, 'x').map((words) => create('group/a', words, { pointer: '/p' }));
  it.each<[string, Refused, unknown]>([
    [
      'for a grant that is not there',
      () => [revoke('unknown')],
      { kind: 'grant-not-found', grantId: 'unknown' },
    ],
    [
      'for one of several that is not there, saying which',
      (made) => [revoke(made), revoke('unknown', 'any', '/operations/1')],
      { kind: 'grant-not-found', grantId: 'unknown', pointer: '/operations/1' },
    ],
    [
      'when the grant has changed since it was seen',
      (made) => [revoke(made, [2])],
      { kind: 'precondition-failed', current: 1 },
    ],
    [
      'when no version matches',
      (made) => [replace(made, 'group/a', 'allow publish a/b', { ifMatch: [], reason: 'INC-1' })],
      { kind: 'precondition-failed', current: 1 },
    ],
    [
      'when one of several has changed since, saying which',
      (made) => [create('everyone', 'allow publish e'), revoke(made, [2], '/operations/1')],
      { kind: 'precondition-failed', current: 1, pointer: '/operations/1' },
    ],
    [
      'for another subject',
      (made) => [replace(made, 'group/b', 'allow publish a/b', { pointer: '/operations/0/grant' })],
      {
        kind: 'rule-violated',
        violations: [{ pointer: '/operations/0/grant/subject', code: 'subject-immutable' }],
      },
    ],
    [
      'for an end that has passed',
      () => [create('group/a', 'allow publish x', { expiresAt: now })],
      { kind: 'rule-violated', violations: [{ pointer: '/expiresAt', code: 'expiry-in-the-past' }] },
    ],
    [
      'for a change to an end that has passed',
      (made) => [replace(made, 'group/a', 'allow publish a/b', { expiresAt: now - 1, pointer: '/g' })],
      { kind: 'rule-violated', violations: [{ pointer: '/g/expiresAt', code: 'expiry-in-the-past' }] },
    ],
    [
      'for two operations on one grant',
      (made) => [revoke(made), revoke(made, 'any', '/operations/1')],
      { kind: 'rule-violated', violations: [{ pointer: '/operations/1', code: 'grant-repeated' }] },
    ],
    [
      'for a grant that says what another says',
      () => [create('group/a', 'allow publish a/b')],
      { kind: 'grant-duplicate', pointer: '' },
    ],
    [
      'for the same grant twice in itself',
      () => [
        create('group/b', 'allow publish x', { pointer: '/operations/0/grant' }),
        create('group/b', 'allow publish x', { pointer: '/operations/1/grant' }),
      ],
      { kind: 'rule-violated', violations: [{ pointer: '/operations/1/grant', code: 'grant-repeated' }] },
    ],
    [
      'for more than fits the documents, at the first operation that adds to them',
      (made) => [revoke(made, 'any', '/revoked'), ...twenty],
      {
        kind: 'policy-budget-exceeded',
        pointer: '/p',
        exceeded: { limit: 2048, used: expect.any(Number), documentsNeeded: 2 },
      },
    ],
  ])('%s', async (_what, operations, fault) => {
    const { world, made } = await withGrant();
    const before = everythingStored(world);
    const names: string[] = [];
    const flows = world.flows((call, run) => {
      names.push(call.name);
      return run();
    });
    const answer = await flows.changeGrants(requestOf(world, operations(made.grantId)));
    expect(answer).toMatchObject({ ok: false, fault });
    if (!answer.ok && answer.fault.kind === 'grant-duplicate')
      expect(answer.fault.grantId).toBe(made.grantId);
    if (!answer.ok && 'pointer' in answer.fault)
      expect(answer.fault.pointer).toBe((fault as { pointer?: string }).pointer);
    expect(everythingStored(world)).toBe(before);
    expect(names.filter((name) => !name.startsWith('read') && name !== 'countMembers')).toEqual([]);
  });

  it('over the number of grants that a subject may have', async () => {
    const world = await openWorld();
    await grant(world, 'group/a', 'allow publish a/#');
    const scope = world.store.scopes.get('group/a');
    const [first] = scope?.grants ?? [];
    if (!scope || !first) throw new Error('There is no scope.');
    const expired = Array.from({ length: maximumGrants - 1 }, (_, index) => ({
      ...first,
      grantId: `old-${index}`,
      expiresAt: now - 1,
    }));
    world.store.scopes.set('group/a', { ...scope, expired });
    const before = everythingStored(world);
    const answer = await world.flows().changeGrants(requestOf(world, [create('group/a', 'allow publish b')]));
    expect(answer).toMatchObject({
      fault: { kind: 'rule-violated', violations: [{ pointer: '', code: 'grant-limit-exceeded' }] },
    });
    expect(everythingStored(world)).toBe(before);
  });
});

describe('a change that cannot be applied at once', () => {
  const throttling = (names: readonly string[]) => (world: World) =>
    world.flows((call, run) => (names.includes(call.name) ? Promise.reject(throttled) : run()));

  it.each([
    ['the policies cannot be written', 'group/a', ['createPolicy', 'createVersion']],
    ['the user’s policies cannot be written', 'user/user-1', ['createPolicy']],
    ['the user’s policies cannot be attached', 'user/user-1', ['attachPolicy']],
    ['the record cannot be written', 'group/a', ['recordScope']],
  ])('is pending and due when %s; a sweep completes it', async (_what, subject, names) => {
    const world = await openWorld();
    await world.flows().registerDevice(registration());
    const flows = throttling(names)(world);
    const answer = await flows.changeGrants(requestOf(world, [create(subject, 'allow publish a/b')]));
    expect(answer).toMatchObject({
      ok: true,
      value: { state: 'pending', results: [{ outcome: 'created' }] },
    });
    expect(world.reported.length).toBeGreaterThan(0);
    expect(world.store.due.size).toBeGreaterThan(0);
    world.time.now += 60_000;
    await world.flows().sweep();
    await world.flows().sweep();
    expect(differences(world)).toEqual([]);
    expect(disagreements(world.store, world.iot)).toEqual([]);
    expect([...world.store.due.keys()].filter((key) => !key.startsWith('apply-members'))).toEqual([]);
  });

  it('is pending while somebody else applies the scope, and unchanged is pending too', async () => {
    const { world, made } = await withGrant();
    const scope = world.store.scopes.get('group/a');
    if (scope) scope.lease = { owner: 'somebody', now, until: now + 30_000 };
    const operation = replace(made.grantId, 'group/a', 'allow publish a/c');
    expect(await change(world, [operation])).toMatchObject({
      state: 'pending',
      results: [{ outcome: 'replaced' }],
    });
    expect(await change(world, [operation])).toMatchObject({
      state: 'pending',
      results: [{ outcome: 'unchanged' }],
    });
    world.time.now += 61_000;
    await world.flows().sweep();
    expect(differences(world)).toEqual([]);
    expect(await change(world, [operation])).toMatchObject({
      state: 'applied',
      results: [{ outcome: 'unchanged' }],
    });
  });

  it('is answered with what is known when the scopes cannot be read afterwards', async () => {
    const world = await openWorld();
    let isStored = false;
    const flows = world.flows((call, run) => {
      if (isStored && call.name === 'readScopes') return Promise.reject(new Error('gone'));
      isStored ||= call.name === 'changeScopes';
      return run();
    });
    const answer = await flows.changeGrants(requestOf(world, [create('group/a', 'allow publish a/b')]));
    expect(answer).toMatchObject({
      ok: true,
      value: { state: 'pending', results: [{ scope: { generation: 1, appliedGeneration: 0 } }] },
    });
    expect(differences(world)).toEqual([]);
  });

  it('gives up, with nothing stored, when others change the same all the time', async () => {
    const { world, made } = await withGrant();
    const flows = world.flows(async (call, run) => {
      const scope = world.store.scopes.get('group/a');
      if (call.name === 'changeScopes' && scope) {
        world.store.scopes.set('group/a', { ...scope, generation: scope.generation + 1 });
      }
      return run();
    });
    expect(await flows.changeGrants(requestOf(world, [revoke(made.grantId)]))).toMatchObject({
      ok: false,
      fault: { kind: 'temporarily-unavailable' },
    });
    expect(world.store.grants.has(made.grantId)).toBe(true);
  });
});

describe('two administrators at once', () => {
  it('make the same grant once: the other is told which', async () => {
    const world = await openWorld();
    const request = requestOf(world, [create('group/a', 'allow publish a/b')]);
    const answers = await Promise.all([
      world.flows().changeGrants(request),
      world.flows().changeGrants(request),
    ]);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    const [grantId] = world.store.grants.keys();
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ fault: { kind: 'grant-duplicate', grantId } });
    expect(differences(world)).toEqual([]);
  });

  it('change one grant once when both have seen the same version', async () => {
    const { world, made } = await withGrant();
    const answers = await Promise.all(
      ['a/c', 'a/d'].map((filter) =>
        world
          .flows()
          .changeGrants(
            requestOf(world, [replace(made.grantId, 'group/a', `allow publish ${filter}`, { ifMatch: [1] })]),
          ),
      ),
    );
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(answers.find(({ ok }) => !ok)).toMatchObject({
      fault: { kind: 'precondition-failed', current: 2 },
    });
    expect(differences(world)).toEqual([]);
  });

  it('make different grants of one subject: both are there', async () => {
    const world = await openWorld();
    await Promise.all(
      ['a', 'b', 'c', 'd'].map((filter) =>
        world.flows().changeGrants(requestOf(world, [create('group/a', `allow publish ${filter}`)])),
      ),
    );
    expect(world.store.scopes.get('group/a')).toMatchObject({ generation: 4, grants: [{}, {}, {}, {}] });
    world.time.now += 61_000;
    await world.flows().sweep();
    expect(differences(world)).toEqual([]);
  });
});
