// The questions that the stand-in must answer rightly bite: a broker with a planted bug answers one of them wrongly.
import { describe, expect, it } from 'vitest';
import { type Authorizer, createAuthorizer, type Requester } from '../../../local/iot/authorizer.ts';
import { createIotState, type IotState } from '../../../local/iot/iot-state.ts';
import { parsePolicyText } from '../../../local/iot/policy-text.ts';
import { parseIdentityId } from '../../../src/domain/identifiers.ts';
import type { PolicyDocument, PolicyStatement } from '../../../src/domain/policy-document.ts';

const arn = 'arn:aws:iot:us-east-1:123456789012';
const identityId = parseIdentityId('us-east-1:0f8fad5b-d9cb-469f-a165-70867728950e');
if (identityId === undefined) throw new Error('not an identity');

const statement = (more: object): PolicyStatement => ({
  Effect: 'Allow',
  Action: 'iot:*',
  Resource: [`${arn}:topic/a/*`, `${arn}:topicfilter/a/*`, `${arn}:client/*`],
  ...more,
});
const attached = { Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } } };
const documentOf = (...Statement: readonly PolicyStatement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement,
});
const policy = documentOf(
  statement(attached),
  statement({ Effect: 'Deny', Resource: [`${arn}:topic/a/secret`] }),
);
const role = documentOf(
  statement({ Action: ['iot:Connect', 'iot:Publish', 'iot:Subscribe', 'iot:Receive'] }),
  statement({ Action: 'iot:RetainPublish', Resource: [`${arn}:topic/a/kept`] }),
  statement({ Effect: 'Deny', Resource: [`${arn}:topic/a/fenced`, `${arn}:topicfilter/a/fenced`] }),
);

const stateWith = (document: PolicyDocument): IotState => {
  const state = createIotState({
    region: 'us-east-1',
    accountId: '123456789012',
    now: () => 0,
    lag: {},
    propagationSeconds: 0,
  });
  const parsed = parsePolicyText(JSON.stringify(document));
  if (!parsed.ok) throw new Error(parsed.fault);
  state.effective.documentChanged('p', parsed.value, 0);
  state.effective.attachmentsChanged(identityId, ['p'], 0);
  const principals = new Map([[identityId, undefined]]);
  state.things.set('thing', { name: 'thing', id: '1', attributes: {}, principals });
  state.things.set('foreign', { name: 'foreign', id: '2', attributes: {}, principals: new Map() });
  return state;
};

const device: Requester = { identityId, clientId: 'thing' };
const message = (topic: string, retain = false) => ({ topic, retain });

/** What a device and others may do, by the documents above. */
const questions: readonly (readonly [string, boolean, (authorizer: Authorizer) => boolean])[] = [
  ['a device connects', true, (broker) => broker.connect(device)],
  ['a thing of others connects', false, (broker) => broker.connect({ identityId, clientId: 'foreign' })],
  ['what is no thing connects', false, (broker) => broker.connect({ identityId, clientId: 'none' })],
  ['a device publishes', true, (broker) => broker.publish(device, message('a/b'))],
  ['a device publishes elsewhere', false, (broker) => broker.publish(device, message('b/b'))],
  ['a device publishes what is denied', false, (broker) => broker.publish(device, message('a/secret'))],
  ['a device publishes outside the fence', false, (broker) => broker.publish(device, message('a/fenced'))],
  ['nothing but credentials publishes', false, (broker) => broker.publish({ identityId }, message('a/b'))],
  ['a device retains', true, (broker) => broker.publish(device, message('a/kept', true))],
  ['a device retains elsewhere', false, (broker) => broker.publish(device, message('a/b', true))],
  ['a device subscribes', true, (broker) => broker.subscribe(device, 'a/#')],
  ['a device subscribes to all', false, (broker) => broker.subscribe(device, '#')],
  ['a device receives', true, (broker) => broker.receive(device, 'a/b')],
  ['a device receives what is denied', false, (broker) => broker.receive(device, 'a/secret')],
];

const wrongAnswers = (authorizer: Authorizer): readonly string[] =>
  questions.flatMap(([question, expected, ask]) => (ask(authorizer) === expected ? [] : [question]));

const sound = createAuthorizer(stateWith(policy), role);
const everything = documentOf({ Effect: 'Allow', Action: 'iot:*', Resource: '*' });
const unconditional = documentOf(...policy.Statement.map(({ Condition: _, ...rest }) => rest));
const everyThingBound = (() => {
  const state = stateWith(policy);
  for (const name of ['foreign', 'none']) {
    state.things.set(name, {
      name,
      id: name,
      attributes: {},
      principals: new Map([[identityId, undefined]]),
    });
  }
  return state;
})();

describe('the authorizer', () => {
  it.each(questions)('%s: %s', (_, expected, ask) => {
    expect(ask(sound)).toBe(expected);
  });
});

describe('a planted bug is caught', () => {
  it.each<[string, Authorizer, string]>([
    [
      'the role is not consulted',
      createAuthorizer(stateWith(policy), everything),
      'a device publishes outside the fence',
    ],
    [
      'the policies are not consulted',
      createAuthorizer(stateWith(everything), role),
      'a device receives what is denied',
    ],
    [
      'a condition is ignored',
      createAuthorizer(stateWith(unconditional), role),
      'nothing but credentials publishes',
    ],
    ['things of others count', createAuthorizer(everyThingBound, role), 'a thing of others connects'],
    ['connecting is not checked', { ...sound, connect: () => true }, 'what is no thing connects'],
    ['publishing is not checked', { ...sound, publish: () => true }, 'a device publishes elsewhere'],
    [
      'retaining is not checked',
      { ...sound, publish: (who, { topic }) => sound.publish(who, message(topic)) },
      'a device retains elsewhere',
    ],
    ['subscribing is not checked', { ...sound, subscribe: () => true }, 'a device subscribes to all'],
    ['receiving is not checked', { ...sound, receive: () => true }, 'a device receives what is denied'],
  ])('%s', (_, broken, caught) => {
    expect(wrongAnswers(broken)).toContain(caught);
  });
});
