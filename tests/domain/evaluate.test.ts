// Laws of evaluation, against a matcher and a reading of documents written only for this test.
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { evaluate, type IotRequest } from '../../src/domain/evaluate.ts';
import { parseIdentityId } from '../../src/domain/identifiers.ts';
import type { PolicyDocument, PolicyStatement } from '../../src/domain/policy-document.ts';
import { runs } from './runs.ts';

// A law is tried often, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

const identityId = parseIdentityId('us-east-1:00000000-0000-4000-8000-000000000001');
if (!identityId) throw new Error('the identity is not one');

/** A pattern as its characters: a variable is already replaced by the characters of its value. */
type Symbol = { readonly special: '*' | '?' } | { readonly character: string };

const naiveMatch = (pattern: readonly Symbol[], text: readonly string[]): boolean => {
  const [head, ...rest] = pattern;
  if (!head) return text.length === 0;
  const [first, ...others] = text;
  if ('special' in head && head.special === '*')
    return naiveMatch(rest, text) || (text.length > 0 && naiveMatch(pattern, others));
  if (first === undefined) return false;
  return ('special' in head || head.character === first) && naiveMatch(rest, others);
};

type Item = { readonly text: string; readonly symbols: (client?: string) => readonly Symbol[] | undefined };

const letters = (text: string): Symbol[] => [...text].map((character) => ({ character }));
const item = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .constantFrom('a', 'b', '/', '+', '#', '$', ':', '😀')
      .map((text): Item => ({ text, symbols: () => letters(text) })),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('*' as const, '?' as const)
      .map((special): Item => ({ text: special, symbols: () => [{ special }] })),
  },
  {
    weight: 1,
    arbitrary: fc.constant<Item>({
      text: '${iot:ClientId}',
      symbols: (client) => (client === undefined ? undefined : letters(client)),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Item>({ text: '${iot:Nothing}', symbols: () => undefined }) },
);
const resourcePattern = fc.array(item, { maxLength: 7 });
const resource = fc
  .array(fc.constantFrom('a', 'b', '/', '+', '*', '?', '$', '😀'), { maxLength: 6 })
  .map((all) => all.join(''));
const client = fc.option(fc.constantFrom('', 'a', '*', '?', 'ab/', '😀'), { nil: undefined });

const actions = ['iot:Connect', 'iot:Publish', 'iot:RetainPublish', 'iot:Receive'] as const;
const rule = fc.record({
  effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Deny' as const),
  actions: fc.subarray([...actions], { minLength: 1 }),
  patterns: fc.array(resourcePattern, { minLength: 1, maxLength: 3 }),
  attached: fc.boolean(),
});
type Rule = typeof rule extends fc.Arbitrary<infer Value> ? Value : never;

const statementOf = ({ effect, actions, patterns, attached }: Rule): PolicyStatement => ({
  Effect: effect,
  Action: actions,
  Resource: patterns.map((items) => items.map(({ text }) => text).join('')),
  ...(attached && { Condition: { Bool: { 'iot:Connection.Thing.IsAttached': 'true' } } }),
});
const documentOf = (rules: readonly Rule[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: rules.map(statementOf),
});

const says = (
  rules: readonly Rule[],
  effect: Rule['effect'],
  request: IotRequest,
  source: 'role' | 'policy',
): boolean =>
  rules.some((each) => {
    const connection = source === 'policy' ? request.connection : undefined;
    if (each.effect !== effect || !(each.actions as string[]).includes(request.action)) return false;
    if (each.attached && connection?.thingName === undefined) return false;
    return each.patterns.some((items) => {
      const parts = items.map(({ symbols }) => symbols(connection?.clientId));
      return parts.every((part) => part !== undefined) && naiveMatch(parts.flat(), [...request.resource]);
    });
  });

const policies = fc.array(fc.array(rule, { maxLength: 3 }), { maxLength: 3 });
const request = fc.record({ action: fc.constantFrom(...actions), resource, client, thing: fc.boolean() }).map(
  ({ action, resource, client, thing }): IotRequest => ({
    action,
    resource,
    identityId,
    ...(client !== undefined && { connection: { clientId: client, ...(thing && { thingName: client }) } }),
  }),
);

const decide = (attached: readonly (readonly Rule[])[], role: readonly Rule[], asked: IotRequest) =>
  evaluate({
    policies: attached.map((rules, index) => ({ name: `p${index}`, document: documentOf(rules) })),
    role: documentOf(role),
    request: asked,
  });

describe('evaluate', () => {
  test('decides as a naive reading of the same documents does', () => {
    fc.assert(
      fc.property(policies, fc.array(rule, { maxLength: 3 }), request, (attached, role, asked) => {
        const inRole = says(role, 'Allow', asked, 'role') && !says(role, 'Deny', asked, 'role');
        const all = attached.flat();
        const inPolicies = says(all, 'Allow', asked, 'policy') && !says(all, 'Deny', asked, 'policy');
        const expected =
          attached.length > 0 && inRole && (asked.action === 'iot:RetainPublish' || inPolicies);
        expect(decide(attached, role, asked).allowed).toBe(expected);
      }),
      runs(4000),
    );
  });

  test('matches resources as a naive matcher does', () => {
    const open: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' };
    fc.assert(
      fc.property(resourcePattern, resource, client, (items, text, clientId) => {
        const parts = items.map(({ symbols }) => symbols(clientId));
        const expected = parts.every((part) => part !== undefined) && naiveMatch(parts.flat(), [...text]);
        const Resource = items.map(({ text }) => text).join('');
        const { allowed } = evaluate({
          policies: [
            {
              name: 'p',
              document: {
                Version: '2012-10-17',
                Statement: [{ Effect: 'Allow', Action: 'iot:Publish', Resource }],
              },
            },
          ],
          role: { Version: '2012-10-17', Statement: [open] },
          request: {
            action: 'iot:Publish',
            resource: text,
            identityId,
            ...(clientId !== undefined && { connection: { clientId } }),
          },
        });
        expect(allowed).toBe(expected);
      }),
      runs(20_000),
    );
  });

  test('names a statement that alone, in its place, gives the same answer', () => {
    fc.assert(
      fc.property(policies, fc.array(rule, { maxLength: 3 }), request, (attached, role, asked) => {
        const { allowed, by } = decide(attached, role, asked);
        if (!by) return;
        const named =
          by.source === 'role' ? role[by.statement] : attached[Number(by.name.slice(1))]?.[by.statement];
        expect(named?.effect).toBe(allowed ? 'Allow' : 'Deny');
        expect(named && says([named], named.effect, asked, by.source)).toBe(true);
      }),
      runs(2000),
    );
  });

  test('names a policy by its name, and the role without one', () => {
    const all: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
    };
    const input = { policies: [{ name: 'p', document: all }], role: all };
    const request = { resource: 'x', identityId };
    expect(evaluate({ ...input, request: { ...request, action: 'iot:Publish' } })).toEqual({
      allowed: true,
      reason: 'allowed',
      by: { source: 'policy', name: 'p', statement: 0 },
    });
    expect(evaluate({ ...input, request: { ...request, action: 'iot:RetainPublish' } })).toStrictEqual({
      allowed: true,
      reason: 'allowed',
      by: { source: 'role', statement: 0 },
    });
  });

  test('is not slowed down by a pattern made to be tried again and again', () => {
    const Resource = `${'*a'.repeat(60)}*b`;
    const started = performance.now();
    const { allowed } = evaluate({
      policies: [
        {
          name: 'p',
          document: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource }] },
        },
      ],
      role: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
      request: { action: 'iot:Publish', resource: 'a'.repeat(5000), identityId },
    });
    expect(allowed).toBe(false);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
