// What IoT Core's state allows, asked topic by topic, beside what the stored grants mean. Topics are named after who
// they are granted to – `e/…` everyone, `b/…` group b, `u/…` a user – so that a right tells the scope it is from.
import { evaluate, type NamedDocument } from '../../src/domain/evaluate.ts';
import type { IdentityId, ThingName } from '../../src/domain/identifiers.ts';
import { thingNameOf } from '../../src/domain/identifiers.ts';
import { parsePolicyDocument } from '../../src/domain/parse-policy-document.ts';
import type { PolicyDocument } from '../../src/domain/policy-document.ts';
import { isStanding, type Scope, type StandingGrant } from '../../src/domain/scope.ts';
import { isRegistered, isSuspended, type RegisteredUser } from '../../src/domain/user.ts';
import { space } from '../fakes/samples.ts';
import type { World } from './world.ts';

export type Right = {
  readonly identityId: IdentityId;
  readonly client: ThingName;
  /** `iot:Publish`, …, and its resource. */
  readonly action: string;
  readonly topic: string;
};

const topics = ['e/1', 'e2/1', 'b/1', 'b2/1', 'c/1', 'u/1', 'u2/1', 'users/${identityId}/1'];
const asked = [
  ['iot:Publish', 'topic'],
  ['iot:Subscribe', 'topicfilter'],
  ['iot:Receive', 'topic'],
] as const;

/** By a key that tells one from the other. */
export type Rights = ReadonlyMap<string, Right>;

export const attachedRights = ({ iot }: World): Rights => {
  const found: [string, Right][] = [];
  for (const [thing, identityIds] of iot.things) {
    for (const identityId of identityIds) {
      const texts = [...(iot.attached.get(identityId) ?? [])].map(
        (name) => [name, iot.policies.get(name)?.versions.at(-1)?.text ?? '{}'] as const,
      );
      const key = JSON.stringify([thing, identityId, texts]);
      const known = evaluated.get(key) ?? evaluateAll(thing, identityId, texts);
      evaluated.set(key, known);
      found.push(...known);
    }
  }
  return new Map(found);
};

/** For devices of each state: `registered` ones are to have it all; one that is being registered may. */
export const grantedRights = (
  { store, time }: World,
  of: 'registered' | 'registering-too' = 'registering-too',
): Rights => {
  const found: [string, Right][] = [];
  for (const user of [...store.users.values()].filter(isRegistered)) {
    if (isSuspended(user)) continue;
    const subjects = ['everyone', ...user.groups.map((group) => `group/${group}`), `user/${user.userId}`];
    const scopes = subjects.flatMap((subject) => store.scopes.get(subject) ?? []);
    const meant = meantBy(scopes, user, time.now);
    for (const { deviceId, state } of user.devices) {
      if (state === 'removing' || (of === 'registered' && state !== 'registered')) continue;
      const client = thingNameOf(user.identityId, deviceId);
      for (const [action, topic] of [['iot:Connect', ''] as const, ...meant])
        found.push(entry({ identityId: user.identityId, client, action, topic }));
    }
  }
  return new Map(found);
};

const entry = (right: Right): [string, Right] => [`${right.client} ${right.action} ${right.topic}`, right];

const role: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['iot:*'], Resource: ['*'] }],
};

const evaluated = new Map<string, readonly [string, Right][]>();
const documents = new Map<string, PolicyDocument | undefined>();
const documentOf = (text: string): PolicyDocument | undefined => {
  if (!documents.has(text)) documents.set(text, parsePolicyDocument(text));
  return documents.get(text);
};

const evaluateAll = (
  client: ThingName,
  identityId: IdentityId,
  texts: readonly (readonly [name: string, text: string])[],
): readonly [string, Right][] => {
  const policies: NamedDocument[] = texts.flatMap(([name, text]) => {
    const document = documentOf(text);
    return document ? [{ name, document }] : [];
  });
  const connection = { clientId: client, thingName: client };
  const isAllowed = (action: `iot:${string}`, resource: string) =>
    evaluate({
      policies,
      role,
      request: {
        identityId,
        connection,
        action,
        resource: `arn:aws:iot:${space.region}:${space.accountId}:${resource}`,
      },
    }).allowed;
  const connects = isAllowed('iot:Connect', `client/${client}`) ? [['iot:Connect', ''] as const] : [];
  const others = topics
    .map((topic) => topic.replace('${identityId}', identityId))
    .flatMap((topic) =>
      asked
        .filter(([action, type]) => isAllowed(action, `${type}/${topic}`))
        .map(([action]) => [action, topic] as const),
    );
  return [...connects, ...others].map(([action, topic]) => entry({ identityId, client, action, topic }));
};

/** Grants of `…/#` alone, by their meaning: publish, subscribe with receive, receive; what is denied is not allowed. */
const meantBy = (
  scopes: readonly Scope[],
  { identityId }: RegisteredUser,
  now: number,
): readonly (readonly [action: string, topic: string])[] => {
  const grants = scopes
    .filter(({ state }) => state === 'active')
    .flatMap((scope) => scope.grants.filter((grant) => isStanding(grant, now)));
  const says = (effect: 'allow' | 'deny', action: string, topic: string) =>
    grants.some(
      ({ rule }: StandingGrant) =>
        rule.effect === effect &&
        rule.actions.some((granted) => actionsOf[granted].includes(action)) &&
        topic.startsWith(rule.topicFilter.text.replace('${identityId}', identityId).slice(0, -1)),
    );
  return topics
    .map((topic) => topic.replace('${identityId}', identityId))
    .flatMap((topic) =>
      asked
        .filter(([action]) => says('allow', action, topic) && !says('deny', action, topic))
        .map(([action]) => [action, topic] as const),
    );
};

const actionsOf = {
  publish: ['iot:Publish'],
  subscribe: ['iot:Subscribe', 'iot:Receive'],
  receive: ['iot:Receive'],
};
