import { describe, expect, it } from 'vitest';
import type { GrantOperation } from '../../src/provisioning/change-grants.ts';
import { now } from '../fakes/samples.ts';
import { change, create, everythingStored, grant, replace, revoke } from './administration.ts';
import { callsOf } from './faults.ts';
import { openWorld, type World } from './world.ts';

const textsOf = (documents: readonly { readonly text: string }[]) => documents.map(({ text }) => text);

const preview = async (world: World, operations: readonly GrantOperation[]) => {
  const answer = await world.flows().previewGrants({ operations, now: world.time.now });
  if (!answer.ok) throw new Error(JSON.stringify(answer.fault));
  return answer.value;
};

describe('a preview', () => {
  it('shows the documents that the change then makes, and those that there are', async () => {
    const world = await openWorld();
    const made = await grant(world, 'group/a', 'allow publish a/1');
    const operations = [
      create('group/a', 'allow publish a/2'),
      replace(made.grantId, 'group/a', 'allow subscribe a/1'),
      create('user/user-1', 'allow publish u'),
    ];
    const { before, after } = await preview(world, operations);
    const written = () =>
      ['group/a', 'user/user-1'].flatMap((subject) =>
        (world.store.scopes.get(subject)?.applied ?? []).map(({ text }) => text),
      );
    expect(textsOf(before)).toEqual(written());
    await change(world, operations);
    expect(textsOf(after)).toEqual(written());
    expect(after.map(({ size }) => size)).toEqual(after.map(({ text }) => text.length));
  });

  it('of everyone’s first change begins with the default grants', async () => {
    const world = await openWorld();
    const { before, after } = await preview(world, [create('everyone', 'allow publish demoTopic')]);
    expect(before).toEqual([]);
    expect(textsOf(after)).toEqual([expect.stringContaining('demoTopic')]);
    expect(textsOf(after)).toEqual([expect.stringContaining('users/${cognito-identity.amazonaws.com:sub}')]);
    expect(world.store.scopes.size).toBe(0);
  });

  it('notes what the grants do otherwise than they read', async () => {
    const world = await openWorld();
    const { notes } = await preview(world, [
      create('group/a', 'allow subscribe a/+/c'),
      create('group/a', 'allow publish b'),
    ]);
    expect(notes.map(({ filter, code }) => [filter, code])).toEqual([
      ['a/+/c', 'literal-only'],
      ['a/+/c', 'wider'],
    ]);
  });

  it('of a change that changes nothing shows nothing', async () => {
    const world = await openWorld();
    const made = await grant(world, 'group/a', 'allow publish a/1');
    const nothing = { before: [], after: [], notes: [] };
    expect(await preview(world, [replace(made.grantId, 'group/a', 'allow publish a/1')])).toEqual(nothing);
  });

  it.each<[string, (made: string) => GrantOperation, string]>([
    ['a duplicate', () => create('group/a', 'allow publish a/1'), 'grant-duplicate'],
    ['a stale version', (made) => revoke(made, [7]), 'precondition-failed'],
    [
      'an end that has passed',
      () => create('group/a', 'allow publish x', { expiresAt: now }),
      'rule-violated',
    ],
  ])('refuses %s as the change would', async (_what, operation, kind) => {
    const world = await openWorld();
    const made = await grant(world, 'group/a', 'allow publish a/1');
    const operations = [operation(made.grantId)];
    expect(await world.flows().previewGrants({ operations, now })).toMatchObject({ fault: { kind } });
  });

  it('stores nothing and asks nothing of AWS', async () => {
    const world = await openWorld();
    const made = await grant(world, 'group/a', 'allow publish a/1');
    const before = everythingStored(world);
    const names = await callsOf(world, (flows) =>
      flows.previewGrants({ operations: [revoke(made.grantId), create('everyone', 'allow publish e')], now }),
    );
    expect(names).toEqual(['readGrants', 'readScopes']);
    expect(everythingStored(world)).toBe(before);
  });
});
