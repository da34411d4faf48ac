// POST /access/v1/evaluation and /evaluations: who may do what, answered from what is stored.
import type { Fault } from '../domain/fault.ts';
import { type GroupName, parseUserId, type UserId } from '../domain/identifiers.ts';
import { ok, type Result, refuse } from '../domain/result.ts';
import type { TopicFilter } from '../domain/topic-filter.ts';
import { type AccessAnswer, type AccessRequest, answerFor, unregistered } from './access-standing.ts';
import { allSettled } from './all-settled.ts';
import type { Provisioning, ProvisioningStore } from './ports.ts';
import { readForCaller } from './read-for-caller.ts';

/** Who asks: administrators about anybody, others about themselves. */
export type Asker = {
  readonly userId: UserId;
  readonly groups: readonly GroupName[];
  readonly groupsAsOf: number;
  readonly isAdministrator: boolean;
};

/** When to stop (AuthZEN §7.1.2.1). */
export type EvaluationsSemantic = 'execute_all' | 'deny_on_first_deny' | 'permit_on_first_permit';

export type AnswerAccess = (asked: {
  readonly asker: Asker;
  /** One that could not be read is refused with what is wrong with it, and counts as denied. */
  readonly requests: readonly Result<AccessRequest, string>[];
  readonly semantic: EvaluationsSemantic;
  /** Epoch milliseconds. */
  readonly now: number;
}) => Promise<Result<readonly Result<AccessAnswer, string>[], Fault>>;

type Dependencies = {
  readonly store: ProvisioningStore;
  readonly retainedTopics: readonly TopicFilter[];
};

/**
 * All or nothing as to who may ask: one question about somebody else, and a user gets no answer at all. Every subject
 * is read once, in one round trip or two.
 */
export const answerAccess =
  ({ store, retainedTopics }: Dependencies): AnswerAccess =>
  async ({ asker, requests, semantic, now }) => {
    if (!requests.every((request) => !request.ok || mayAsk(asker, request.value))) {
      return refuse({ kind: 'forbidden', detail: 'Only administrators may ask about others.' });
    }
    const standing = onceEach((userId: UserId) => readStanding(store, asker, userId));
    const answer = async (request: Result<AccessRequest, string>): Promise<Result<AccessAnswer, string>> => {
      if (!request.ok) return request;
      const userId = userIdOf(request.value);
      if (userId === undefined) return ok(unregistered);
      const { user, scopes } = await standing(userId);
      return ok(answerFor({ userId, user, scopes }, request.value, { retainedTopics, now }));
    };
    if (semantic === 'execute_all') return ok(await allSettled(requests.map(answer)));
    const answers: Result<AccessAnswer, string>[] = [];
    for (const request of requests) {
      const next = await answer(request);
      answers.push(next);
      if (isPermit(next) === (semantic === 'permit_on_first_permit')) break;
    }
    return ok(answers);
  };

const mayAsk = ({ isAdministrator, userId }: Asker, { subject }: AccessRequest): boolean =>
  isAdministrator || (subject.type === 'user' && subject.id === userId);

const userIdOf = ({ subject }: AccessRequest): UserId | undefined =>
  subject.type === 'user' ? parseUserId(subject.id) : undefined;

const isPermit = (answer: Result<AccessAnswer, string>): boolean => answer.ok && answer.value.decision;

/** About the asker by the later of its groups, the token's or those stored; about others by those stored. */
const readStanding = async (
  store: ProvisioningStore,
  asker: Asker,
  userId: UserId,
): Promise<Provisioning> => {
  if (userId === asker.userId) return readForCaller(store, asker);
  const found = await store.readProvisioning({ userId, groups: [] });
  return found.user === undefined || found.user.groups.length === 0
    ? found
    : store.readProvisioning(found.user);
};

const onceEach = <Key, Value>(read: (key: Key) => Promise<Value>): ((key: Key) => Promise<Value>) => {
  const readings = new Map<Key, Promise<Value>>();
  return (key) => {
    const reading = readings.get(key) ?? read(key);
    readings.set(key, reading);
    return reading;
  };
};
