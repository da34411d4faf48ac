import { describe, expect, it } from 'vitest';
import { copyWorld } from './copy-world.ts';
import { disagreements, record, type Started, start, sweepTwice } from './fault-matrix.ts';
import { interleave, random, type Schedule, switching, withFewSwitches } from './interleave.ts';
import { type Race, races } from './races.ts';
import { grantedRights } from './rights.ts';
import { watch } from './watch.ts';

const isWhole = process.env['PROOF'] === 'all';
/** All with three changes of turns; or a third of those with two, which takes some seconds only. */
const randomOnes = isWhole ? 2000 : 60;
const firstSeed = Number(process.env['PROOF_SEED'] ?? 1);

/** What is wrong in the end, or was on the way; with the calls in their order. */
const race = async (
  { world: begun, ever }: Started,
  { runs }: Race,
  schedule: Schedule,
  name: string,
): Promise<readonly string[]> => {
  const world = await copyWorld(begun);
  const watched = watch(world, ever);
  const made = await interleave(world, runs, schedule, watched.hook);
  await sweepTwice(world, watched);
  const wrong = [...watched.wrong, ...(await disagreements(world))];
  return wrong.length > 0 ? [`${name}: ${wrong.join(' ')} – ${made.join(', ')}`] : [];
};

/** The rights of whoever registers count as granted from the beginning: it is stored on the way only. */
const startRace = async (each: Race): Promise<Started> => {
  const { world, ever } = await start(each);
  const alone = await copyWorld(world);
  await each.runs[0](alone.flows(), alone);
  return { world, ever: new Set([...ever, ...grantedRights(alone).keys()]) };
};

describe.each(races.map((each) => ({ name: each.name, each })))('$name', ({ each }) => {
  it('leave nothing attached that is not granted, nor have it without saying so, in any order', async () => {
    const started = await startRace(each);
    const [one, other] = [await record(started, each.runs[0]), await record(started, each.runs[1])];
    const schedules: (readonly [string, Schedule])[] = [
      ...withFewSwitches(one.length + other.length, isWhole ? 3 : 2)
        .filter((_places, index) => isWhole || index % 3 === 0)
        .flatMap((places) =>
          (['first', 'second'] as const).map(
            (beginner) => [`${beginner} ${places.join()}`, switching(places, beginner)] as const,
          ),
        ),
      ...Array.from(
        { length: randomOnes },
        (_, index) => [`seed ${firstSeed + index}`, random(firstSeed + index)] as const,
      ),
    ];
    const wrong: string[] = [];
    for (const [name, schedule] of schedules) wrong.push(...(await race(started, each, schedule, name)));
    expect(wrong).toEqual([]);
  }, 300_000);
});
