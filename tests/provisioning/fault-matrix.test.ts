import { afterAll, describe, expect, it } from 'vitest';
import { type FaultyFlow, faultyFlows } from './fault-flows.ts';
import { faultKinds, meetFault, type Recorded, record, start } from './fault-matrix.ts';

/** Calls that the flow is not listed to make, and listed ones that it does not make. */
const unlisted = ({ calls }: FaultyFlow, made: Recorded): readonly string[] => {
  const listed = new Set(calls.split(' '));
  return [
    ...[...new Set(made)].filter((name) => !listed.has(name)).map((name) => `${name} is not listed`),
    ...[...listed].filter((name) => !made.includes(name)).map((name) => `${name} is not made`),
  ];
};

const sizes = { calls: 0, cases: 0, wrong: 0 };

afterAll(() => {
  const { calls, cases, wrong } = sizes;
  process.stdout.write(
    `Fault matrix: ${faultyFlows.length} flows, ${calls} calls, ${cases} cases, ${wrong} wrong.\n`,
  );
});

describe.each(faultyFlows.map((flow) => ({ ...flow, flow })))('$name', ({ flow }) => {
  const begun = start(flow);

  it('makes the calls that are listed', async () => {
    expect(unlisted(flow, await record(await begun, flow.run))).toEqual([]);
  });

  it('would be found to make another call', async () => {
    const planted: FaultyFlow['run'] = async (flows, world) => {
      await flow.run(flows, world);
      await flows.listGrants({ filter: {}, limit: 1, now: world.time.now });
    };
    expect(unlisted(flow, await record(await begun, planted))).toContain('listGrants is not listed');
  });

  it('leaves attached what is granted, and never more, whichever fault meets whichever call', async () => {
    const started = await begun;
    const made = await record(started, flow.run);
    sizes.calls += made.length;
    const wrong: string[] = [];
    for (const [at, name] of made.entries()) {
      for (const kind of faultKinds.filter(({ concerns }) => concerns(name))) {
        sizes.cases++;
        const found = await meetFault(started, flow.run, at, kind);
        if (found.length > 0) wrong.push(`${name} (${at}) ${kind.name}: ${found.join(' ')}`);
      }
    }
    sizes.wrong += wrong.length;
    expect(wrong).toEqual([]);
  });
});
