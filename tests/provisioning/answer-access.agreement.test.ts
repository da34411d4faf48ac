// What is answered from the store and what the policies that were attached allow by AWS's rules must be the same.
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { AccessAction } from '../../src/domain/access.ts';
import { authenticatedRoleDocument } from '../../src/domain/authenticated-role.ts';
import { compileScope } from '../../src/domain/compile-scope.ts';
import { evaluate, type IotRequest, type NamedDocument } from '../../src/domain/evaluate.ts';
import { connectDocument, suspendedDocument } from '../../src/domain/fixed-policies.ts';
import { type Action, parseGrantRule } from '../../src/domain/grant.ts';
import { thingNameOf } from '../../src/domain/identifiers.ts';
import { parsePolicyDocument } from '../../src/domain/parse-policy-document.ts';
import { connectPolicyName, suspendedPolicyName } from '../../src/domain/policy-name.ts';
import { iotArn } from '../../src/domain/policy-space.ts';
import { ok } from '../../src/domain/result.ts';
import { parseRetainedTopic } from '../../src/domain/retained-topics.ts';
import { isStanding, type StandingGrant } from '../../src/domain/scope.ts';
import { formatSubject, type Subject } from '../../src/domain/subject.ts';
import type { User } from '../../src/domain/user.ts';
import { answerAccess } from '../../src/provisioning/answer-access.ts';
import { subjectOf } from '../domain/rules.ts';
import { runs } from '../domain/runs.ts';
import type { MemoryIot } from '../fakes/memory-iot.ts';
import { everyoneScope, group, identityId, now, parsed, space } from '../fakes/samples.ts';
import { administrator, asked, registered, registeredUser } from './standing.ts';
import { openWorld } from './world.ts';

// A law is tried often, and the machine may be busy.
vi.setConfig({ testTimeout: 120_000 });

const retained = parseRetainedTopic('a/${identityId}/#');
const retainedTopics = retained.ok ? [retained.value] : [];
const role = authenticatedRoleDocument(space, retainedTopics);
const things = ['web-1', 'phone'].map((id) => thingNameOf(identityId, registered(id).deviceId));

const level = fc.constantFrom('b', 'c', '${identityId}', '${thingName}', '${userId}', '+');
const topicFilter = fc
  .tuple(fc.constantFrom('a', 'b'), fc.array(level, { maxLength: 2 }), fc.constantFrom('', '/#'))
  .map(([first, others, last]) => [first, ...others].join('/') + last);
const granted = fc.record({
  effect: fc.constantFrom('allow' as const, 'allow' as const, 'deny' as const),
  actions: fc.subarray<Action>(['publish', 'subscribe', 'receive'], { minLength: 1 }),
  topicFilter,
  allowWider: fc.boolean(),
  ends: fc.constantFrom('never', 'never', 'later', 'now'),
});
/** Large groups, so that some do not fit beside each other. */
const scope = (name: string) =>
  fc.record({
    name: fc.constant(name),
    documents: fc.constantFrom(1, 3, 3),
    grants: fc.array(granted, { maxLength: 4 }),
  });
const scopes = fc
  .tuple(
    ...['everyone', 'group/in', 'group/also', 'group/third', 'group/out', 'user/user-1', 'user/user-2'].map(
      scope,
    ),
  )
  .chain((all) => fc.subarray(all, { minLength: 3 }));
const user = fc
  .record({
    status: fc.constantFrom<User['status']>('active', 'active', 'active', 'suspended'),
    groups: fc.subarray(['in', 'also', 'third', 'fourth'], { minLength: 1 }),
    devices: fc.subarray(['web-1', 'phone']),
  })
  .map(({ status, groups, devices }) =>
    registeredUser({
      status,
      groups: groups.map(group),
      devices: devices.map(registered),
      appliedGeneration: 0,
    }),
  );

const word = fc.constantFrom('b', 'c', identityId as string, ...(things as string[]), 'user-1', '+');
const resource = fc
  .tuple(fc.constantFrom('a', 'b', '$SYS'), fc.array(word, { maxLength: 3 }), fc.constantFrom('', '/#'))
  .map(([first, others, last]) => [first, ...others].join('/') + last);
const question = fc.oneof(
  fc.tuple(fc.constantFrom<AccessAction>('publish', 'subscribe', 'receive', 'retain'), resource),
  fc.tuple(fc.constant<AccessAction>('connect'), fc.constantFrom(...(things as string[]), 'other')),
);

const operations = {
  connect: ['client', 'iot:Connect'],
  publish: ['topic', 'iot:Publish'],
  receive: ['topic', 'iot:Receive'],
  subscribe: ['topicfilter', 'iot:Subscribe'],
  retain: ['topic', 'iot:Publish', 'iot:RetainPublish'],
} as const satisfies Record<AccessAction, readonly [string, ...IotRequest['action'][]]>;

const attachedDocuments = (iot: MemoryIot): readonly NamedDocument[] =>
  [...(iot.attached.get(identityId) ?? [])].map((name) => {
    if (name === connectPolicyName(space)) return { name, document: connectDocument(space) };
    if (name === suspendedPolicyName(space)) return { name, document: suspendedDocument() };
    const text = iot.policies.get(name)?.versions.at(-1)?.text ?? '';
    return { name, document: parsed(parsePolicyDocument(text)) };
  });

/** A user has as many as its grants need. */
const documentsOf = (subject: Subject, grants: readonly StandingGrant[]): number => {
  const rules = grants.filter((grant) => isStanding(grant, now)).map(({ rule }) => rule);
  const compiled = compileScope({ space, subject, rules, documents: 2 });
  return compiled.ok ? compiled.value.length : 0;
};

/** Whether a connection of one of the registered devices may do it; a topic with a wildcard is none at all. */
const isAllowed = (
  policies: readonly NamedDocument[],
  devices: readonly string[],
  action: AccessAction,
  text: string,
): boolean => {
  const [type, ...needed] = operations[action];
  if (type === 'topic' && /[+#]/.test(text)) return false;
  const connections = action === 'connect' ? devices.filter((device) => device === text) : devices;
  return connections.some((thingName) =>
    needed.every(
      (operation) =>
        evaluate({
          policies,
          role,
          request: {
            action: operation,
            resource: iotArn(space, type, text),
            identityId,
            connection: { clientId: thingName, thingName },
          },
        }).allowed,
    ),
  );
};

test('an answer agrees with what is attached once every scope and the user have been applied', async () => {
  const seen = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(
      scopes,
      user,
      fc.array(question, { minLength: 1, maxLength: 12 }),
      async (held, who, questions) => {
        const { store, iot, flows } = await openWorld();
        await iot.createPolicy(suspendedPolicyName(space), '{}');
        for (const { name, documents, grants } of held) {
          const subject = subjectOf(name);
          const rules = grants.map(({ ends, ...input }) => ({
            ends,
            rule: parseGrantRule({ subject, ...input }),
          }));
          const standing = rules.flatMap(({ ends, rule }, index) => {
            if (!rule.ok) return [];
            const expiresAt = { never: undefined, later: now + 1, now }[ends];
            const grant = { grantId: `${name}-${index}`, rule: rule.value };
            return [expiresAt === undefined ? grant : { ...grant, expiresAt }];
          });
          store.scopes.set(
            formatSubject(subject),
            everyoneScope({
              subject,
              documents: subject.kind === 'user' ? documentsOf(subject, standing) : documents,
              grants: standing,
            }),
          );
        }
        store.users.set(who.userId, who);
        const { applyScope, applyUser } = flows();
        for (const { name } of held) await applyScope(subjectOf(name));
        await applyUser(who.userId);

        const policies = attachedDocuments(iot);
        const devices = who.devices.map(({ deviceId }) => thingNameOf(identityId, deviceId));
        const answers = await answerAccess({ store, retainedTopics })({
          asker: administrator,
          requests: questions.map(([action, text]) => ok(asked(action, text))),
          semantic: 'execute_all',
          now,
        });
        if (!answers.ok) throw new Error(answers.fault.kind);
        for (const [index, [action, text]] of questions.entries()) {
          const answer = answers.value[index];
          if (!answer?.ok) throw new Error('no answer');
          const { decision, reason } = answer.value;
          seen.set(reason, (seen.get(reason) ?? 0) + 1);
          expect([action, text, decision]).toEqual([
            action,
            text,
            isAllowed(policies, devices, action, text),
          ]);
        }
      },
    ),
    // A seed of its own, so that every reason is met in every run; PROOF_SEED tries others.
    { ...runs(800), seed: Number(process.env['PROOF_SEED'] ?? 1) },
  );
  for (const reason of [
    'granted',
    'no-grant',
    'denied',
    'expired',
    'no-device',
    'suspended',
    'role',
    'withheld',
  ])
    expect([reason, seen.get(reason) ?? 0]).not.toEqual([reason, 0]);
});
