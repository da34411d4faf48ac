import { describe, expect, it } from 'vitest';
import { ok, refuse } from '../../src/domain/result.ts';
import { propagationMs, type Scope } from '../../src/domain/scope.ts';
import { everyone } from '../../src/domain/subject.ts';
import type { User } from '../../src/domain/user.ts';
import type { AccessRequest } from '../../src/provisioning/access-standing.ts';
import { type Asker, answerAccess, type EvaluationsSemantic } from '../../src/provisioning/answer-access.ts';
import type { MemoryStore } from '../fakes/memory-store.ts';
import { deviceId, group, identityId, now, user } from '../fakes/samples.ts';
import {
  administrator,
  asked,
  asker,
  type Granted,
  registered,
  registeredUser,
  scopeOf,
  standing,
  storeWith,
} from './standing.ts';

const phone = `${identityId}:phone`;
const web = `${identityId}:web-1`;

/** The answer to one question, and how many round trips it took. */
const ask = async (
  store: MemoryStore,
  request: AccessRequest,
  by: Asker = administrator,
  retainedTopics = [],
) => {
  let reads = 0;
  const counted = {
    ...store,
    readProvisioning: (of: Parameters<MemoryStore['readProvisioning']>[0]) => {
      reads += 1;
      return store.readProvisioning(of);
    },
  };
  const answers = await answerAccess({ store: counted, retainedTopics })({
    asker: by,
    requests: [ok(request)],
    semantic: 'execute_all',
    now,
  });
  const [answer] = answers.ok ? answers.value : [answers];
  return { answer: answer?.ok ? answer.value : answer?.fault, reads };
};

const allow: Granted = ['g-allow', 'allow publish+subscribe a/#'];
const groups = (...names: string[]) => names.map(group);
/** Together with everyone's, two of them leave one place. */
const managed = ['g0', 'g1', 'g2'].map((name) => scopeOf(`group/${name}`, [], { documents: 3 }));

describe('an answer', () => {
  const refused = { decision: false, grants: [], nearMisses: [] };

  it.each<[string, User[], Scope[], AccessRequest, object]>([
    [
      'grants what a grant to everyone allows',
      [registeredUser()],
      [scopeOf('everyone', [allow])],
      asked('publish', 'a/b'),
      { decision: true, reason: 'granted', grants: ['g-allow'], nearMisses: [] },
    ],
    [
      'grants what a grant to a group of the user allows',
      [registeredUser({ groups: groups('in') })],
      [scopeOf('group/in', [allow]), scopeOf('group/out', [['g-out', 'deny publish a/#']])],
      asked('publish', 'a/b'),
      { decision: true, reason: 'granted', grants: ['g-allow'], nearMisses: [] },
    ],
    [
      'says what a subscription would deliver',
      [registeredUser()],
      [scopeOf('user/user-1', [allow])],
      asked('subscribe', 'a/+/c'),
      { decision: true, reason: 'granted', grants: ['g-allow'], nearMisses: [], deliverable: ['a/+/c'] },
    ],
    [
      'names what is allowed instead where nothing is granted',
      [registeredUser()],
      [scopeOf('everyone', [allow])],
      asked('publish', 'b'),
      { ...refused, reason: 'no-grant', nearMisses: ['publish is allowed on a/#'] },
    ],
    [
      'names the grant that denies',
      [registeredUser()],
      [scopeOf('everyone', [allow]), scopeOf('user/user-1', [['g-deny', 'deny publish a/b']])],
      asked('publish', 'a/b'),
      {
        ...refused,
        reason: 'denied',
        grants: ['g-deny'],
        nearMisses: ['subscribe is allowed on a/#', 'receive is allowed on a/#', 'publish is allowed on a/#'],
      },
    ],
    [
      'names the grant that has expired and is still among the others',
      [registeredUser()],
      [scopeOf('everyone', [['g-old', 'allow publish a/b', now]])],
      asked('publish', 'a/b'),
      { ...refused, reason: 'expired', grants: ['g-old'] },
    ],
    [
      'names the grant whose end has been recorded, whatever the clock of the function says',
      [registeredUser()],
      [scopeOf('everyone', [], { expired: standing(everyone, [['g-old', 'allow publish a/b', now + 1]]) })],
      asked('publish', 'a/b'),
      { ...refused, reason: 'expired', grants: ['g-old'] },
    ],
    [
      'does not count the denial whose end has been recorded',
      [registeredUser()],
      [
        scopeOf('everyone', [allow], {
          expired: standing(everyone, [['g-old', 'deny publish a/b', now + 1]]),
        }),
      ],
      asked('publish', 'a/b'),
      { decision: true, reason: 'granted', grants: ['g-allow'], nearMisses: [] },
    ],
    [
      'knows nobody who has never registered',
      [],
      [scopeOf('everyone', [allow])],
      asked('publish', 'a/b'),
      { ...refused, reason: 'unregistered' },
    ],
    [
      'knows whoever has only signed up as one who has never registered, with nothing spreading',
      [{ ...user({ effectiveBy: now + 9 }), identityId: undefined }],
      [scopeOf('everyone', [allow])],
      asked('publish', 'a/b'),
      { ...refused, reason: 'unregistered' },
    ],
    [
      'takes whoever is disabled in the user pool for suspended',
      [registeredUser({ disabled: true })],
      [scopeOf('everyone', [allow])],
      asked('publish', 'a/b'),
      { ...refused, reason: 'suspended' },
    ],
    [
      'misses a device that is only being registered or removed',
      [
        registeredUser({
          devices: [
            { ...registered('web-1'), state: 'registering' },
            { ...registered('phone'), state: 'removing' },
          ],
        }),
      ],
      [scopeOf('everyone', [allow])],
      asked('publish', 'a/b'),
      { ...refused, reason: 'no-device' },
    ],
    [
      'refuses whoever is suspended',
      [registeredUser({ status: 'suspended' })],
      [scopeOf('everyone', [allow])],
      asked('publish', 'a/b'),
      { ...refused, reason: 'suspended' },
    ],
    [
      'takes whoever was offboarded for suspended',
      [registeredUser({ status: 'offboarded', devices: [] })],
      [scopeOf('everyone', [allow])],
      asked('publish', 'a/b'),
      { ...refused, reason: 'suspended' },
    ],
    [
      'says which grant is withheld since the policies of its scope do not fit',
      [registeredUser({ groups: groups('g0', 'g1', 'g2') })],
      [scopeOf('everyone', []), ...managed, scopeOf('user/user-1', [allow], { documents: 2 })],
      asked('publish', 'a/b'),
      { ...refused, reason: 'withheld', grants: ['g-allow'] },
    ],
    [
      'withholds everything when a scope with a denial does not fit',
      [registeredUser({ groups: groups('g0', 'g1', 'g2') })],
      [
        scopeOf('everyone', [allow, ['g-d1', 'deny publish x']]),
        ...managed.map((scope) => ({
          ...scope,
          grants: standing(scope.subject, [['g-d2', 'deny publish y']]),
        })),
      ],
      asked('publish', 'a/b'),
      { ...refused, reason: 'withheld', grants: ['g-allow'] },
    ],
    [
      'says that no grant gets through the fence that is the same for all',
      [registeredUser()],
      [scopeOf('everyone', [allow])],
      asked('publish', '$SYS/broker'),
      { ...refused, reason: 'role', nearMisses: ['publish is allowed on a/#'] },
    ],
    [
      'says that retaining is for the role to allow',
      [registeredUser()],
      [scopeOf('everyone', [allow])],
      asked('retain', 'a/b'),
      {
        ...refused,
        reason: 'role',
        grants: ['g-allow'],
        nearMisses: ['publish is allowed on a/#', 'subscribe is allowed on a/#', 'receive is allowed on a/#'],
      },
    ],
    [
      'lets a registered device connect',
      [registeredUser()],
      [],
      asked('connect', web),
      { decision: true, reason: 'granted', grants: [], nearMisses: [] },
    ],
    [
      'lets nothing else connect, and names what may',
      [registeredUser()],
      [],
      asked('connect', phone),
      { ...refused, reason: 'no-device', nearMisses: [`connect is allowed as ${web}`] },
    ],
    [
      'leaves out a scope that is being deleted',
      [registeredUser({ groups: groups('in') })],
      [scopeOf('group/in', [allow], { state: 'deleting' })],
      asked('publish', 'a/b'),
      { ...refused, reason: 'no-grant' },
    ],
    [
      'knows no subject of another type',
      [registeredUser()],
      [scopeOf('everyone', [allow])],
      { ...asked('publish', 'a/b'), subject: { type: 'group', id: 'user-1' } },
      { ...refused, reason: 'unregistered' },
    ],
    [
      'knows no subject whose ID can be nobody’s',
      [registeredUser()],
      [scopeOf('everyone', [allow])],
      asked('publish', 'a/b', 'alice@example.com'),
      { ...refused, reason: 'unregistered' },
    ],
    [
      'grants no action that does not exist',
      [registeredUser()],
      [scopeOf('everyone', [allow])],
      asked('constructor', 'a/b'),
      {
        ...refused,
        reason: 'no-grant',
        nearMisses: ['the actions are connect, publish, subscribe, receive, retain, not constructor'],
      },
    ],
    [
      'grants no action on a resource of another type',
      [registeredUser()],
      [scopeOf('everyone', [allow])],
      { ...asked('publish', 'a/b'), resource: { type: 'client', id: 'a/b' } },
      {
        ...refused,
        reason: 'no-grant',
        nearMisses: ['publish is an action on a topic, not on a client'],
      },
    ],
  ])('%s', async (_name, users, scopes, request, expected) => {
    expect((await ask(storeWith(users, scopes), request)).answer).toEqual(expected);
  });

  it('is about the device that the context names, or about any', async () => {
    const store = storeWith(
      [registeredUser({ devices: [registered('web-1'), registered('phone')] })],
      [scopeOf('everyone', [['g', 'allow publish d/${thingName}']])],
    );
    const about = (id: string) => ({
      ...asked('publish', `d/${phone}`),
      context: { deviceId: deviceId(id) },
    });
    expect((await ask(store, asked('publish', `d/${phone}`))).answer).toMatchObject({ decision: true });
    expect((await ask(store, about('phone'))).answer).toMatchObject({ decision: true });
    expect((await ask(store, about('web-1'))).answer).toMatchObject({
      decision: false,
      reason: 'no-grant',
      nearMisses: [`publish is allowed on d/${web}`],
    });
    expect((await ask(store, about('tablet'))).answer).toMatchObject({
      decision: false,
      reason: 'no-device',
    });
  });
});

describe('while a change is spreading', () => {
  const at = (changes: { user?: Partial<User>; scope?: Partial<Scope> }) =>
    ask(
      storeWith([registeredUser(changes.user)], [scopeOf('everyone', [allow], changes.scope)]),
      asked('publish', 'a/b'),
    );

  it.each<[string, Parameters<typeof at>[0], number | undefined]>([
    [
      'the later of both: the scope',
      { user: { effectiveBy: now + 5 }, scope: { effectiveBy: now + 7 } },
      now + 7,
    ],
    [
      'the later of both: the user',
      { user: { effectiveBy: now + 9 }, scope: { effectiveBy: now + 7 } },
      now + 9,
    ],
    ['nothing once it is over', { user: { effectiveBy: now }, scope: { effectiveBy: now - 1 } }, undefined],
    [
      'the expected time of a scope that is not applied',
      { scope: { generation: 3, appliedGeneration: 2, effectiveBy: now + 5 } },
      now + 60_000 + propagationMs,
    ],
    [
      'the expected time of a user who is not applied',
      { user: { generation: 3, appliedGeneration: 2 } },
      now + 60_000 + propagationMs,
    ],
  ])('says %s', async (_name, changes, effectiveBy) => {
    const { answer } = await at(changes);
    expect(answer).toEqual({
      decision: true,
      reason: 'granted',
      grants: ['g-allow'],
      nearMisses: [],
      ...(effectiveBy !== undefined && { effectiveBy }),
    });
  });
});

describe('a user who asks', () => {
  const scopes = [scopeOf('group/in', [allow])];

  it('is answered by the groups of its token when they are later than those stored', async () => {
    const store = storeWith([registeredUser({ groupsAsOf: now - 10 })], scopes);
    const { answer, reads } = await ask(store, asked('publish', 'a/b'), asker('user-1', ['in'], now));
    expect(answer).toMatchObject({ decision: true });
    expect(reads).toBe(1);
  });

  it('is answered by those stored when its token is older', async () => {
    const store = storeWith([registeredUser({ groupsAsOf: now })], scopes);
    const { answer } = await ask(store, asked('publish', 'a/b'), asker('user-1', ['in'], now - 10));
    expect(answer).toMatchObject({ decision: false, reason: 'no-grant' });
  });

  it.each(['user-2', 'USER-1', 'user-1 ', 'admin-1', 'nobody'])(
    'is not answered about %s, and nothing is read',
    async (id) => {
      const store = storeWith([registeredUser()], scopes);
      const { answer, reads } = await ask(store, asked('publish', 'a/b', id), asker('user-1'));
      expect(answer).toEqual({ kind: 'forbidden', detail: 'Only administrators may ask about others.' });
      expect(reads).toBe(0);
    },
  );

  it('is not answered about a subject of another type with its own ID', async () => {
    const request = { ...asked('publish', 'a/b'), subject: { type: 'group', id: 'user-1' } };
    const { answer } = await ask(storeWith([registeredUser()], scopes), request, asker('user-1'));
    expect(answer).toMatchObject({ kind: 'forbidden' });
  });
});

describe('an administrator who asks', () => {
  it('takes one round trip about whoever is in no group, and two about whoever is', async () => {
    const alone = storeWith([registeredUser()], []);
    expect((await ask(alone, asked('publish', 'a'))).reads).toBe(1);
    const member = storeWith([registeredUser({ groups: groups('in', 'out') })], []);
    expect((await ask(member, asked('publish', 'a'))).reads).toBe(2);
    expect((await ask(storeWith([], []), asked('publish', 'a'))).reads).toBe(1);
  });

  it('gives its own groups to nobody else', async () => {
    const store = storeWith([registeredUser()], [scopeOf('group/in', [allow])]);
    const by = { ...asker('admin-1', ['in'], now), isAdministrator: true };
    expect((await ask(store, asked('publish', 'a/b'), by)).answer).toMatchObject({ reason: 'no-grant' });
  });
});

describe('several questions', () => {
  const all = async (
    requests: readonly (AccessRequest | string)[],
    semantic: EvaluationsSemantic,
    by: Asker = administrator,
  ) => {
    const store = storeWith(
      [registeredUser(), registeredUser({ userId: asker('user-2').userId })],
      [scopeOf('everyone', [allow])],
    );
    const read: string[] = [];
    const watched = {
      ...store,
      readProvisioning: (of: Parameters<MemoryStore['readProvisioning']>[0]) => {
        read.push(of.userId);
        return store.readProvisioning(of);
      },
    };
    const answers = await answerAccess({ store: watched, retainedTopics: [] })({
      asker: by,
      requests: requests.map((each) => (typeof each === 'string' ? refuse(each) : ok(each))),
      semantic,
      now,
    });
    const decisions = answers.ok
      ? answers.value.map((answer) => (answer.ok ? answer.value.decision : answer.fault))
      : answers.fault.kind;
    return { decisions, read };
  };
  const yes = asked('publish', 'a/b');
  const no = asked('publish', 'b');

  it.each<[EvaluationsSemantic, (AccessRequest | string)[], unknown[]]>([
    ['execute_all', [yes, no, 'broken', yes], [true, false, 'broken', true]],
    ['deny_on_first_deny', [yes, yes, no, yes], [true, true, false]],
    ['deny_on_first_deny', [yes, 'broken', yes], [true, 'broken']],
    ['deny_on_first_deny', [yes, yes], [true, true]],
    ['permit_on_first_permit', [no, 'broken', yes, no], [false, 'broken', true]],
    ['permit_on_first_permit', [no, no], [false, false]],
  ])('with %s are answered in their order', async (semantic, requests, expected) => {
    expect((await all(requests, semantic)).decisions).toEqual(expected);
  });

  it.each<EvaluationsSemantic>(['execute_all', 'deny_on_first_deny'])(
    'with %s read every subject once',
    async (semantic) => {
      const other = asked('publish', 'a/b', 'user-2');
      expect((await all([yes, other, yes, other, yes], semantic)).read).toEqual(['user-1', 'user-2']);
    },
  );

  it('read nobody after the question that ends them', async () => {
    expect((await all([no, asked('publish', 'a', 'user-2')], 'deny_on_first_deny')).read).toEqual(['user-1']);
  });

  it.each<EvaluationsSemantic>(['execute_all', 'permit_on_first_permit'])(
    'with %s are refused whole when one of them is about somebody else',
    async (semantic) => {
      const { decisions, read } = await all(
        [yes, asked('publish', 'a', 'user-2')],
        semantic,
        asker('user-1'),
      );
      expect(decisions).toBe('forbidden');
      expect(read).toEqual([]);
    },
  );
});
