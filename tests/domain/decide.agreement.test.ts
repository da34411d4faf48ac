// What grants mean and what their compiled policies allow, decided independently, must be the same.
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import type { AccessAction, HeldGrant } from '../../src/domain/access.ts';
import { authenticatedRoleDocument } from '../../src/domain/authenticated-role.ts';
import { compileScope } from '../../src/domain/compile-scope.ts';
import { decide } from '../../src/domain/decide.ts';
import { evaluate, type IotRequest, type NamedDocument } from '../../src/domain/evaluate.ts';
import { connectDocument } from '../../src/domain/fixed-policies.ts';
import { type Action, parseGrantRule } from '../../src/domain/grant.ts';
import {
  parseDeviceId,
  parseGroupName,
  parseIdentityId,
  parseUserId,
  thingNameOf,
} from '../../src/domain/identifiers.ts';
import { iotArn } from '../../src/domain/policy-space.ts';
import { parseRetainedTopic } from '../../src/domain/retained-topics.ts';
import { formatSubject, parseSubject } from '../../src/domain/subject.ts';
import { matchesTopic } from '../../src/domain/topic-match.ts';
import { runs } from './runs.ts';

// A law is tried often, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'p' };
const known = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('a fixture does not parse');
  return value;
};
const identityId = known(parseIdentityId('us-east-1:00000000-0000-4000-8000-000000000001'));
const thingName = thingNameOf(identityId, known(parseDeviceId('d')));
const userId = known(parseUserId('u'));
const retainedTopics = ['users/${identityId}/#', 'a/b', 'b/#'].map((text) => {
  const topic = parseRetainedTopic(text);
  if (!topic.ok) throw new Error(topic.fault.detail);
  return topic.value;
});
const user = {
  userId,
  identityId,
  groups: [known(parseGroupName('in'))],
  suspended: false,
  devices: [thingName],
  withheld: [],
};

const level = fc.constantFrom('a', 'b', 'c', '+', '${identityId}', '${thingName}', '${userId}');
const filter = fc
  .tuple(
    fc.constantFrom('a', 'b', 'users', '${identityId}', '$aws/things/${thingName}/shadow'),
    fc.array(level, { maxLength: 3 }),
    fc.boolean(),
  )
  .map(([first, others, open]) => [first, ...others, ...(open ? ['#'] : [])].join('/'));
const grant = fc
  .record({
    subject: fc.constantFrom('everyone', 'group/in', 'group/out', 'user/u', 'user/v'),
    effect: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
    actions: fc.subarray<Action>(['publish', 'subscribe', 'receive'], { minLength: 1 }),
    topicFilter: filter,
    allowWider: fc.boolean(),
  })
  .map((input) => parseGrantRule({ ...input, subject: known(parseSubject(input.subject)) }))
  .filter((parsed) => parsed.ok)
  .map((parsed) => parsed.value);
const grants = fc
  .array(grant, { maxLength: 8 })
  .map((rules) => rules.map((rule, index): HeldGrant => ({ grantId: `g${index}`, rule })));

/** "256 bytes, at most 7 `/`": a longer text is refused by AWS IoT Core before any policy is asked. */
const withinLimits = (text: string): boolean => text.length <= 256 && text.split('/').length <= 8;

const word = fc.constantFrom('a', 'b', 'c', 'd', '', identityId as string, thingName as string, 'u');
const topic = fc
  .tuple(
    fc.constantFrom(
      'a',
      'b',
      'users',
      `users/${identityId}`,
      identityId as string,
      `$aws/things/${thingName}/shadow`,
      '$SYS',
    ),
    fc.array(word, { maxLength: 4 }),
  )
  .map(([first, others]) => [first, ...others].join('/'))
  .filter(withinLimits);
const asked = fc
  .tuple(
    fc.constantFrom('a', 'b', 'users', '+', `$aws/things/${thingName}/shadow`),
    fc.array(fc.oneof(word, fc.constant('+')), { maxLength: 4 }),
    fc.boolean(),
  )
  .map(([first, others, open]) => [first, ...others, ...(open ? ['#'] : [])].join('/'))
  .filter(withinLimits);

/** The filter of the n-th grant as a client of this device would write it; another where there is none. */
const filterOf = (held: readonly HeldGrant[], n: number, other: string): string =>
  (held[n]?.rule.topicFilter.text ?? other)
    .replaceAll('${identityId}', identityId)
    .replaceAll('${thingName}', thingName)
    .replaceAll('${userId}', userId);

const policiesOf = (held: readonly HeldGrant[]): readonly NamedDocument[] => {
  const subjects = ['everyone', 'group/in', 'user/u'].map((text) => known(parseSubject(text)));
  const documents = subjects.flatMap((subject) => {
    const rules = held
      .map(({ rule }) => rule)
      .filter((rule) => formatSubject(rule.subject) === formatSubject(subject));
    const compiled = compileScope({ space, subject, rules, documents: 2 });
    if (!compiled.ok) throw new Error(compiled.fault.detail);
    return compiled.value;
  });
  return [{ name: 'connect', document: connectDocument(space) }, ...documents];
};
const role = authenticatedRoleDocument(space, retainedTopics);

const types = {
  connect: 'client',
  publish: 'topic',
  receive: 'topic',
  retain: 'topic',
  subscribe: 'topicfilter',
} as const;
const operations = {
  connect: ['iot:Connect'],
  publish: ['iot:Publish'],
  receive: ['iot:Receive'],
  subscribe: ['iot:Subscribe'],
  retain: ['iot:Publish', 'iot:RetainPublish'],
} as const satisfies Record<AccessAction, IotRequest['action'][]>;

const allowedByPolicies = (
  policies: readonly NamedDocument[],
  action: AccessAction,
  resource: string,
): boolean =>
  operations[action].every(
    (operation) =>
      evaluate({
        policies,
        role,
        request: {
          action: operation,
          resource: iotArn(space, types[action], resource),
          identityId,
          connection: { clientId: thingName, thingName },
        },
      }).allowed,
  );

describe('decide', () => {
  const agrees = (action: AccessAction, resources: fc.Arbitrary<string>) =>
    fc.assert(
      fc.property(grants, fc.array(resources, { minLength: 1, maxLength: 6 }), (held, some) => {
        const policies = policiesOf(held);
        for (const resource of some) {
          const { decision } = decide({ user, action, resource, grants: held, retainedTopics, now: 0 });
          expect([resource, decision]).toEqual([resource, allowedByPolicies(policies, action, resource)]);
        }
      }),
      runs(400),
    );

  test.each(['publish', 'receive', 'retain'] as const)(
    'of %s agrees with the compiled policies',
    (action) => {
      agrees(action, topic);
    },
  );

  test('of subscribe agrees with the compiled policies', () => {
    agrees('subscribe', fc.oneof(asked, topic));
  });

  test('of connect agrees with the compiled policies', () => {
    agrees('connect', fc.constantFrom(thingName as string, 'x', '', identityId as string));
  });

  test('of subscribing to what is granted agrees with the compiled policies', () => {
    fc.assert(
      fc.property(grants, asked, (held, other) => {
        const policies = policiesOf(held);
        for (const n of held.keys()) {
          const resource = filterOf(held, n, other);
          const { decision } = decide({
            user,
            action: 'subscribe',
            resource,
            grants: held,
            retainedTopics,
            now: 0,
          });
          expect([resource, decision]).toEqual([
            resource,
            allowedByPolicies(policies, 'subscribe', resource),
          ]);
        }
        expect(policies.length).toBeGreaterThan(0);
      }),
      runs(400),
    );
  });

  test('delivers all that a subscription matches and the policies let through, and nothing that it does not match', () => {
    let accepted = 0;
    fc.assert(
      fc.property(
        grants,
        asked,
        fc.nat({ max: 8 }),
        fc.array(topic, { maxLength: 12 }),
        (held, other, n, topics) => {
          const resource = filterOf(held, n, other);
          const { deliverable } = decide({
            user,
            action: 'subscribe',
            resource,
            grants: held,
            retainedTopics,
            now: 0,
          });
          if (!deliverable) return;
          accepted += 1;
          const policies = policiesOf(held);
          for (const each of topics) {
            const matched = matchesTopic(resource, each) && allowedByPolicies(policies, 'receive', each);
            if (matched) expect(deliverable.filter((filter) => reads(filter, each))).not.toEqual([]);
            // Denials are not subtracted; but what is listed is subscribed to.
            if (deliverable.some((filter) => matchesTopic(filter, each)))
              expect(matchesTopic(resource, each)).toBe(true);
          }
        },
      ),
      runs(1500),
    );
    expect(accepted).toBeGreaterThan(10);
  });

  /** A `+` granted wider is one level or several. */
  const reads = (filter: string, each: string): boolean =>
    matchesTopic(filter, each) ||
    (filter.includes('+') &&
      ['+/+', '+/+/+', '+/+/+/+'].some((more) =>
        filter
          .split('/')
          .some((part, index, all) => part === '+' && matchesTopic(all.with(index, more).join('/'), each)),
      ));
});
