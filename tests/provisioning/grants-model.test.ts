import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { AuditEvent } from '../../src/domain/audit-event.ts';
import { connectPolicyName, scopePolicyNames } from '../../src/domain/policy-name.ts';
import { formatSubject } from '../../src/domain/subject.ts';
import type { GrantOperation } from '../../src/provisioning/change-grants.ts';
import { subjectOf } from '../domain/rules.ts';
import { runs } from '../domain/runs.ts';
import { group, space } from '../fakes/samples.ts';
import { create, replace, requestOf, revoke } from './administration.ts';
import { faults, waitForLeases, withFault } from './faults.ts';
import { judge, type Model, type ModelOperation, orNothing, textsOf } from './grants-model.ts';
import { openWorld, registration, type World } from './world.ts';

/** What is granted by the model, and what has been seen of the real thing. */
type State = {
  grants: Model;
  requests: number;
  groups: Map<string, readonly string[]>;
  seen: Map<string, number>;
};
type Command = fc.AsyncCommand<State, World>;
type Fault = { readonly at: number; readonly kind: number } | undefined;
type Flows = ReturnType<World['flows']>;

const subjects = ['everyone', 'group/a', 'group/b', 'user/user-1', 'user/user-2'];
const users = ['user-1', 'user-2'];
const groupNames = ['a', 'b'];

const run = (world: World, fault: Fault, go: (flows: Flows) => Promise<unknown>): Promise<unknown> => {
  const kind = fault && faults[fault.kind];
  return fault && kind ? withFault(world, fault.at, kind[1], go) : go(world.flows());
};

/** An operation before it is known which grants there are: `nth` of them, and how it ends. */
type Draft = {
  readonly op: 'create' | 'replace' | 'delete';
  readonly nth: number;
  readonly subject: string;
  readonly words: string;
  readonly endsIn: number | undefined;
  readonly isStale: boolean;
};

const modelOperation = (draft: Draft, state: State, time: number): ModelOperation => {
  const { subject, words, endsIn } = draft;
  const expiresAt = endsIn === undefined ? undefined : time + endsIn;
  const ids = [...state.grants.keys()];
  const grantId = ids[draft.nth % Math.max(ids.length, 1)] ?? 'unknown';
  const seen = (state.grants.get(grantId)?.version ?? 1) + (draft.isStale ? 1 : 0);
  switch (draft.op) {
    case 'create':
      return { op: 'create', subject, words, expiresAt };
    case 'replace':
      return { op: 'replace', grantId, seen, words, expiresAt };
    case 'delete':
      return { op: 'delete', grantId, seen };
  }
};

const realOperation = (operation: ModelOperation, state: State): GrantOperation => {
  if (operation.op === 'delete') return revoke(operation.grantId, [operation.seen]);
  const draft = operation.expiresAt === undefined ? {} : { expiresAt: operation.expiresAt };
  if (operation.op === 'create') return create(operation.subject, operation.words, draft);
  const subject = state.grants.get(operation.grantId)?.subject ?? 'everyone';
  return replace(operation.grantId, subject, operation.words, { ...draft, ifMatch: [operation.seen] });
};

/** Of one administrator, or of several at once, and maybe of somebody who registers; the first may be cut off. */
class Change implements Command {
  readonly requests: readonly (readonly Draft[])[];
  readonly sessions: 'keep' | 'drop';
  readonly fault: Fault;
  readonly beside: Register | undefined;
  constructor(
    requests: readonly (readonly Draft[])[],
    sessions: 'keep' | 'drop',
    fault: Fault,
    beside?: Register,
  ) {
    this.requests = requests;
    this.sessions = sessions;
    this.fault = fault;
    this.beside = beside;
  }
  check = () => true;
  async run(state: State, world: World): Promise<void> {
    const time = world.time.now;
    const events = world.store.audit.length;
    const before = state.grants;
    const asked = this.requests.map((drafts) => {
      const operations = drafts.map((draft) => modelOperation(draft, state, time));
      return { requestId: `asked-${++state.requests}`, operations };
    });
    const real = asked.map(({ requestId, operations }) =>
      requestOf(
        world,
        operations.map((operation) => realOperation(operation, state)),
        { requestId, sessions: this.sessions },
      ),
    );
    const alone = asked.length === 1 && this.fault === undefined;
    const judged = asked[0] && judge(state.grants, asked[0].operations, time);
    const [answers] = await Promise.all([
      Promise.all(
        real.map((request, index) =>
          run(world, index === 0 ? this.fault : undefined, (flows) => flows.changeGrants(request)),
        ),
      ),
      // A policy that is wanted just now may be there a moment later: the registration is to be sent again.
      this.beside?.register(world).catch((error: unknown) => expect(error).toBeInstanceOf(Error)),
    ]);
    if (alone) expect(answers[0]).toMatchObject({ ok: judged !== undefined });
    for (const [index, answer] of answers.entries()) {
      const isThere = world.store.audit.some(({ requestId }) => requestId === asked[index]?.requestId);
      if (isChanged(answer)) expect(isThere, 'what is answered is stored').toBe(true);
    }
    for (const event of world.store.audit.slice(events)) {
      const request = asked.find(({ requestId }) => requestId === event.requestId);
      if (request === undefined) continue;
      const operations = request.operations.map((operation) => orNothing(before, operation));
      state.grants = replayed(state.grants, operations, event, time);
    }
    if (this.beside) state.groups.set(this.beside.user, groupsIn(world, this.beside.user));
    check(state, world);
    if (alone && !this.beside) checkAnswer(state, world, answers[0]);
  }
  toString = () => `change(${JSON.stringify([this.requests, this.sessions, this.fault, this.beside])})`;
}

type Answer = Awaited<ReturnType<Flows['changeGrants']>>;

const isAnswer = (answer: unknown): answer is Answer =>
  typeof answer === 'object' && answer !== null && 'ok' in answer;

const isChanged = (answer: unknown): boolean =>
  isAnswer(answer) && answer.ok && answer.value.results.some(({ outcome }) => outcome !== 'unchanged');

/** What is answered to be applied is. */
const checkAnswer = (state: State, world: World, answer: unknown): void => {
  if (!isAnswer(answer) || !answer.ok || answer.value.state !== 'applied') return;
  for (const { outcome, grant } of answer.value.results) {
    const subject = formatSubject(grant.rule.subject);
    if (outcome === 'unchanged') continue;
    expect(textsIn(world, subject), subject).toEqual(textsOf(state.grants, subject, world.time.now));
    const user = world.store.users.get(subject.slice('user/'.length));
    const attached = [...((user?.identityId && world.iot.attached.get(user.identityId)) ?? [])];
    const own = scopePolicyNames(space, subjectOf(subject), 2).filter((name) => attached.includes(name));
    // Due still for who was registering when nobody knew of it.
    const isDue = world.store.due.has(`apply-user/${user?.userId}`);
    if (user?.identityId && !isDue) expect(own, subject).toHaveLength(textsIn(world, subject).length);
  }
};

const groupsIn = ({ store }: World, user: string): readonly string[] => store.users.get(user)?.groups ?? [];

/** The default versions of the documents that the subject has. */
const textsIn = ({ store, iot }: World, subject: string) => {
  const scope = store.scopes.get(subject);
  const names = scopePolicyNames(space, subjectOf(subject), scope?.documents ?? 0);
  return names.map((name) => textIn(iot, name));
};

class Apply implements Command {
  readonly subject: string;
  constructor(subject: string) {
    this.subject = subject;
  }
  check = () => true;
  async run(state: State, world: World): Promise<void> {
    const applied = await world.flows().applyScope(subjectOf(this.subject));
    const texts = textsOf(state.grants, this.subject, world.time.now);
    const names = scopePolicyNames(space, subjectOf(this.subject), texts.length);
    if (applied === 'applied') expect(names.map((name) => textIn(world.iot, name))).toEqual(texts);
    check(state, world);
  }
  toString = () => `apply(${this.subject})`;
}

/** What an event that is stored makes of the model: the model must take it, too. */
const replayed = (
  grants: Model,
  operations: readonly (ModelOperation | 'nothing')[],
  event: AuditEvent,
  time: number,
): Model => {
  const next = judge(grants, operations, time);
  if (next === undefined) throw new Error(`${event.requestId} was to be refused.`);
  const after = [...(event.after as readonly { readonly grantId: string }[])];
  const named = new Map<string, string>();
  for (const [index, operation] of operations.entries()) {
    if (operation === 'nothing') continue;
    const id = operation.op === 'create' ? `new-${index}` : operation.grantId;
    const isChanged = operation.op !== 'delete' && next.get(id) !== grants.get(id);
    const grantId = isChanged ? after.shift()?.grantId : undefined;
    if (operation.op === 'create') named.set(id, grantId ?? 'missing');
    else if (isChanged) expect(grantId).toBe(id);
  }
  return new Map([...next].map(([id, each]) => [named.get(id) ?? id, each]));
};

class Pass implements Command {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  check = () => true;
  async run(state: State, world: World): Promise<void> {
    world.time.now += this.ms;
    check(state, world);
  }
  toString = () => `pass(${this.ms})`;
}

class Sweep implements Command {
  readonly fault: Fault;
  constructor(fault: Fault) {
    this.fault = fault;
  }
  check = () => true;
  async run(state: State, world: World): Promise<void> {
    await run(world, this.fault, (flows) => flows.sweep());
    check(state, world);
  }
  toString = () => `sweep(${JSON.stringify(this.fault)})`;
}

class Register implements Command {
  readonly user: string;
  readonly groups: readonly string[];
  readonly fault: Fault;
  constructor(user: string, groups: readonly string[], fault: Fault) {
    this.user = user;
    this.groups = groups;
    this.fault = fault;
  }
  check = () => true;
  async run(state: State, world: World): Promise<void> {
    world.time.now += 1;
    await this.register(world);
    if (world.store.users.has(this.user)) state.groups.set(this.user, groupsIn(world, this.user));
    check(state, world);
  }
  register(world: World): Promise<unknown> {
    const { caller, ...rest } = registration('web-1', this.user);
    const groups = this.groups.map(group);
    const request = {
      ...rest,
      caller: { ...caller, groups, groupsAsOf: world.time.now },
      now: world.time.now,
    };
    return run(world, this.fault, (flows) => flows.registerDevice(request));
  }
  toString = () => `register(${JSON.stringify([this.user, this.groups, this.fault])})`;
}

/** What holds at any moment: nothing goes back, and what is not applied is due. */
const check = (state: State, { store, iot, time }: World): void => {
  const counts: readonly (readonly [string, number])[] = [
    ...[...store.grants].map(([id, { version }]) => [`grant ${id}`, version] as const),
    ...[...store.scopes].map(([key, { generation }]) => [`scope ${key}`, generation] as const),
    ...[...store.users].map(([key, { generation }]) => [`user ${key}`, generation] as const),
    ...[...iot.policies].map(([name, { versions }]) => [name, Number(versions.at(-1)?.versionId)] as const),
  ];
  for (const [key, count] of counts) {
    expect(count, key).toBeGreaterThanOrEqual(state.seen.get(key) ?? 0);
    state.seen.set(key, count);
  }
  for (const subject of store.scopes.keys()) {
    const isDue = [`apply-scope/${subject}`, `expire-grants/${subject}`].some((key) => store.due.has(key));
    const wanted = textsOf(state.grants, subject, time.now);
    const names = scopePolicyNames(space, subjectOf(subject), wanted.length);
    const isApplied = names.every((name, index) => textIn(iot, name) === wanted[index]);
    expect(isApplied || isDue, `${subject} is applied or due`).toBe(true);
  }
};

const textIn = (iot: World['iot'], name: Parameters<World['iot']['readPolicy']>[0]) =>
  iot.policies.get(name)?.versions.at(-1)?.text;

/** What holds in the end, when some minutes have passed without anything happening. */
const checkEnd = async (state: State, world: World): Promise<void> => {
  waitForLeases(world);
  for (let minute = 0; minute < 15; minute++) {
    world.time.now += 60_000;
    await world.flows().sweep();
  }
  const { store, iot, time } = world;
  const stored = [...store.grants].map(([id, { version, expiresAt, rule }]) => [
    id,
    version,
    expiresAt,
    rule.effect,
  ]);
  const wanted = [...state.grants].map(([id, { version, expiresAt, words }]) => [
    id,
    version,
    expiresAt,
    words.split(' ').find((word) => word === 'allow' || word === 'deny'),
  ]);
  expect(stored.sort()).toEqual(wanted.sort());
  for (const subject of store.scopes.keys()) {
    const texts = textsOf(state.grants, subject, time.now);
    const names = scopePolicyNames(space, subjectOf(subject), texts.length);
    expect(
      names.map((name) => textIn(iot, name)),
      subject,
    ).toEqual(texts);
  }
  for (const [userId, groups] of state.groups) {
    checkAttached(state, world, userId);
    for (const name of groups) expect(store.members.get(name)).toContain(userId);
  }
  const left = [...store.due.values()].filter(({ dueAt }) => dueAt <= time.now);
  expect(left).toEqual([]);
};

const checkAttached = (state: State, { store, iot, time }: World, userId: string): void => {
  const user = store.users.get(userId);
  if (user?.identityId === undefined) return;
  const managed = user.groups.map((name) => `group/${name}`).filter((subject) => store.scopes.has(subject));
  const own = textsOf(state.grants, `user/${userId}`, time.now);
  const expected = [
    connectPolicyName(space),
    ...['everyone', ...managed].flatMap((subject) => scopePolicyNames(space, subjectOf(subject), 1)),
    ...scopePolicyNames(space, subjectOf(`user/${userId}`), own.length),
  ];
  expect([...(iot.attached.get(user.identityId) ?? [])].sort(), userId).toEqual(expected.toSorted());
};

const oneOf = <Value>(...values: readonly Value[]) => fc.constantFrom(...values);

const words = oneOf(
  'allow publish t/1',
  'allow subscribe t/#',
  'allow receive t/1',
  'allow publish+subscribe own/${identityId}/#',
  'deny publish t/2',
  'wider allow subscribe t/+/x',
  `allow publish+receive ${'long'.repeat(50)}/1`,
);
const draft: fc.Arbitrary<Draft> = fc.record({
  op: oneOf('create', 'create', 'replace', 'delete'),
  nth: fc.nat(20),
  subject: oneOf(...subjects),
  words,
  endsIn: oneOf(undefined, undefined, undefined, 45_000, 200_000, 0),
  isStale: oneOf(false, false, false, false, true),
});
/** More than one document holds. */
const longOnes = fc.constant(
  Array.from(
    { length: 9 },
    (_, index): Draft => ({
      op: 'create',
      nth: 0,
      subject: 'user/user-1',
      words: `allow publish ${'x'.repeat(200)}/${index}`,
      endsIn: index % 2 ? 45_000 : undefined,
      isStale: false,
    }),
  ),
);
const request = fc.oneof(
  { weight: 4, arbitrary: fc.array(draft, { minLength: 1, maxLength: 1 }) },
  { weight: 3, arbitrary: fc.array(draft, { minLength: 2, maxLength: 5 }) },
  { weight: 1, arbitrary: longOnes },
);
const fault: fc.Arbitrary<Fault> = fc.option(fc.record({ at: fc.nat(24), kind: fc.nat(faults.length - 1) }), {
  nil: undefined,
  freq: 3,
});
const registering = fc
  .tuple(oneOf(...users), fc.subarray(groupNames))
  .map(([user, groups]) => new Register(user, groups, undefined));
const commands = [
  oneOf(...subjects).map((subject) => new Apply(subject)),
  fc.tuple(request, registering).map(([one, beside]) => new Change([one], 'keep', undefined, beside)),
  fc
    .tuple(fc.array(request, { minLength: 1, maxLength: 2 }), oneOf('keep' as const, 'drop' as const), fault)
    .map(([requests, sessions, at]) => new Change(requests, sessions, at)),
  fc.tuple(request, fault).map(([one, at]) => new Change([one], 'keep', at)),
  oneOf(1, 46_000, 61_000, 201_000).map((ms) => new Pass(ms)),
  fault.map((at) => new Sweep(at)),
  fc
    .tuple(oneOf(...users), fc.subarray(groupNames), fault)
    .map(([user, groups, at]) => new Register(user, groups, at)),
];

it('what is stored, written and attached is what was granted, whatever is cut off, and by whomever at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.commands(commands, { maxCommands: 25, size: 'max' }), async (sequence) => {
      const world = await openWorld();
      await world.flows().registerDevice(registration('web-1', 'first-user'));
      const [started] = world.store.grants.keys();
      const state: State = {
        grants: new Map([
          [
            started ?? '',
            { subject: 'everyone', words: 'allow publish+subscribe users/${identityId}/#', version: 1 },
          ],
        ]),
        requests: 0,
        groups: new Map([['first-user', []]]),
        seen: new Map(),
      };
      await fc.asyncModelRun(() => ({ model: state, real: world }), sequence);
      await checkEnd(state, world);
    }),
    { ...runs(300), interruptAfterTimeLimit: 60_000 },
  );
}, 120_000);
