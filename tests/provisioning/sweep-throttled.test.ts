// Many changes at once over a control plane that enforces its quotas: what a request cannot apply, sweeps do.
import { describe, expect, it } from 'vitest';
import { compileScope } from '../../src/domain/compile-scope.ts';
import { parseGroupName } from '../../src/domain/identifiers.ts';
import { formatSubject, type Subject } from '../../src/domain/subject.ts';
import { awsError } from '../fakes/memory-iot.ts';
import { now, parsed, space, userId } from '../fakes/samples.ts';
import { dueKeys, grantOf, openSweepWorld, type SweepWorld } from './sweep-world.ts';

/** Calls a second that IoT Core takes of each operation (AWS IoT Core quotas). */
const quota = (name: string): number =>
  ['attachPolicy', 'detachPolicy', 'listAttached'].includes(name) ? 15 : 10;

/** Refuses what is beyond the quota of the last second. */
const throttle = (world: SweepWorld) => {
  const taken = new Map<string, number[]>();
  const refused: string[] = [];
  world.hook = async ({ name }, run) => {
    const at = world.clock.now();
    const recent = (taken.get(name) ?? []).filter((time) => time > at - 1000);
    taken.set(name, recent);
    if (recent.length >= quota(name)) {
      refused.push(name);
      throw awsError('ThrottlingException');
    }
    recent.push(at);
    return run();
  };
  return refused;
};

const grantWrites = (world: SweepWorld, count: number, scopes: number) => {
  const { changeGrants } = world.flows();
  return Array.from({ length: count }, (_, index) => {
    const subject: Subject = { kind: 'group', group: parsed(parseGroupName(`group-${index % scopes}`)) };
    const { rule } = grantOf(subject, `sites/${index}/state`);
    return changeGrants({
      operations: [{ op: 'create', pointer: '', draft: { rule } }],
      sessions: 'keep',
      actor: userId('admin'),
      requestId: `request-${index}`,
      now,
    });
  });
};

/** Where the policies differ from what the stored grants compile to. */
const differences = (world: SweepWorld): readonly string[] =>
  [...world.store.scopes.values()].flatMap(({ subject, grants, documents }) => {
    const rules = grants.map(({ rule }) => rule);
    const compiled = compileScope({ space, subject, rules, documents });
    if (!compiled.ok) return [`${formatSubject(subject)} does not compile`];
    return compiled.value
      .filter(({ name, text }) => world.iot.policies.get(name)?.versions.at(-1)?.text !== text)
      .map(({ name }) => name);
  });

describe('200 grant writes at once over a throttled control plane', () => {
  it.each([200, 40])(
    'of %d groups lose nothing: each is answered, and in the end all are applied',
    async (scopes) => {
      const world = await openSweepWorld();
      const refused = throttle(world);
      const answers = await world.clock.run(Promise.all(grantWrites(world, 200, scopes)));
      const states = answers.map((answer) => (answer.ok ? answer.value.state : answer.fault.kind));
      expect(refused.length).toBeGreaterThan(0);
      const stored = states.filter((state) => state === 'applied' || state === 'pending').length;
      expect(world.store.grants.size).toBe(stored);
      expect(states).toContain('pending');
      const before = refused.length;
      const reports = await world.sweepFor(20);
      expect(differences(world)).toEqual([]);
      expect(dueKeys(world)).toEqual([]);
      for (const scope of world.store.scopes.values()) expect(scope.appliedGeneration).toBe(scope.generation);
      expect(reports.at(-1)?.tasks).toEqual({});
      // At half of the quota the sweeper itself is never refused.
      expect(refused.length).toBe(before);
    },
  );

  it('are completed while others use the rest of the quota', async () => {
    const world = await openSweepWorld();
    throttle(world);
    await world.clock.run(Promise.all(grantWrites(world, 200, 200)));
    const { hook } = world;
    // As often as AWS answers this request, it answers that somebody else was faster.
    let turn = 0;
    world.hook = (call, run) =>
      turn++ % 3 === 0 ? Promise.reject(awsError('ThrottlingException')) : hook(call, run);
    await world.sweepFor(60);
    expect(differences(world)).toEqual([]);
    expect(dueKeys(world)).toEqual([]);
  });
});
