import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { maximumAttached, planUser, type UserStep } from '../../src/domain/plan-user.ts';
import { type PolicyName, parsePolicyName } from '../../src/domain/policy-name.ts';
import { runs } from './runs.ts';

// A law is tried often, and the machine may be busy.
vi.setConfig({ testTimeout: 60_000 });

const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'p' };

/** `c` and `s` are the fixed policies, `F…` are foreign, all others of groups; a `!` at the end says that it denies. */
const nameOf = (short: string): PolicyName => {
  const fixed: Record<string, string> = { c: 'p-connect', s: 'p-suspended' };
  const own = `p-g-${short.replace('!', '-denies')}-00000000000000000000-1`;
  const name = parsePolicyName(fixed[short] ?? (short.startsWith('F') ? short : own));
  if (!name) throw new Error(`${short} makes no policy name`);
  return name;
};
const shorts = [
  'c',
  's',
  ...[...'abdefghijklmnopqrxy'].flatMap((letter) => [letter, `${letter}!`]),
  ...[...'123456789'].map((n) => `F${n}`),
];
const shortOf = new Map(shorts.map((short) => [nameOf(short), short]));
const denying = new Set(shorts.filter((short) => short.endsWith('!')).map(nameOf));

const plan = (attached: readonly string[], wanted: readonly string[]) =>
  planUser({ space, attached: attached.map(nameOf), wanted: wanted.map(nameOf), denying });
const written = (steps: readonly UserStep[]): string =>
  steps.map(({ kind, policy }) => `${kind === 'attach' ? '+' : '-'}${shortOf.get(policy)}`).join(' ');

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

describe('planUser', () => {
  test.each([
    ['does nothing when nothing differs', 'c a b! F1', 'c a b!', ''],
    ['attaches in the wanted order to an identity without policies', '', 'c a b', '+c +a +b'],
    ['attaches what denies, detaches, attaches, detaches what denied', 'c a b!', 'c x y!', '+y! -a +x -b!'],
    ['suspends first', 'c a', 'c a s', '+s'],
    ['suspends before anything else changes', 'c a b!', 'c x y! s', '+s -a -b! +y! +x'],
    ['resumes last', 'c a s', 'c b', '-a +b -s'],
    ['leaves connect alone where nothing else is wanted', 'c a b!', 'c', '-a -b!'],
    ['never touches what is foreign', 'F1 a', 'c', '-a +c'],
    [
      'suspends a full identity by giving up an Allow that is not wanted',
      'c a b d e f g h i j',
      'c b d e f g h i s',
      '-a +s -j',
    ],
    [
      'suspends an identity that is full of wanted ones and a foreign one',
      'c a b d e f g h i F1',
      'c a b d e f g h s',
      '-i +s',
    ],
    [
      'gives up the last wanted Allow for a Deny, and takes it back',
      'c a b d! e f g h i! j!',
      'c a b d! e f g h x!',
      '-h +x! -i! +h -j!',
    ],
    [
      'gives up connect last',
      'c i! j! k! l! m! n! o! p!',
      'c j! k! l! m! n! o! x! y!',
      '+x! -c +y! -i! +c -p!',
    ],
    [
      'denies everything meanwhile where Denies cannot make room',
      'c a! b! d! e! f! g! h! i!',
      'c j! k! l! m! n! o! p! q!',
      '+s -a! -b! -d! -e! -f! -g! -h! -i! +j! +k! +l! +m! +n! +o! +p! +q! -s',
    ],
    [
      'stays suspended through such a changeover, and resumes last',
      'c a! b! d! e! f! g! h! i! s',
      'c j! k! l! m! n! o! p! q!',
      '-a! -b! -d! -e! -f! -g! -h! -i! +j! +k! +l! +m! +n! +o! +p! +q! -s',
    ],
    [
      'gives a Deny up for that only when there is nothing else',
      'a! b! d! e! f! g! h! i! j! k!',
      'c x! y!',
      '-a! +s -b! -d! -e! -f! -g! -h! -i! -j! -k! +x! +y! +c -s',
    ],
  ])('%s', (_, attached, wanted, expected) => {
    expect(written(plan(words(attached), words(wanted)).steps)).toBe(expected);
  });

  test('reports foreign policies as drift', () => {
    expect(plan(['F2', 'c', 'F1'], ['c']).foreign).toEqual([nameOf('F2'), nameOf('F1')]);
  });

  const own = fc.constantFrom(...shorts.filter((short) => !/^[csF]/.test(short)));
  const situations = fc
    .record({
      foreign: fc.subarray(['F1', 'F2', 'F3', 'F4', 'F5'], { maxLength: 5 }),
      before: fc.uniqueArray(fc.oneof(own, fc.constantFrom('c', 's')), { maxLength: 10 }),
      kept: fc.boolean(),
      after: fc.uniqueArray(own, { maxLength: 8 }),
      suspended: fc.boolean(),
    })
    .map(({ foreign, before, kept, after, suspended }) => ({
      attached: [...foreign, ...before].slice(0, maximumAttached),
      wanted: [
        ...['c', ...new Set([...(kept ? before.filter((each) => !/^[cs]/.test(each)) : []), ...after])].slice(
          0,
          9 - foreign.length,
        ),
        ...(suspended ? ['s'] : []),
      ],
    }));

  /** The attachments before the first step and after each. */
  const states = (attached: readonly string[], steps: readonly UserStep[]): ReadonlySet<string>[] => {
    const all = [new Set(attached)];
    for (const step of steps) {
      const next = new Set(all.at(-1));
      const short = shortOf.get(step.policy) ?? '';
      expect(next.has(short)).toBe(step.kind === 'detach');
      if (step.kind === 'attach') next.add(short);
      else next.delete(short);
      all.push(next);
    }
    return all;
  };
  const denies = (short: string): boolean => short === 's' || short.endsWith('!');
  const law = (
    check: (before: ReadonlySet<string>, wanted: ReadonlySet<string>, all: ReadonlySet<string>[]) => void,
  ) =>
    fc.assert(
      fc.property(situations, ({ attached, wanted }) => {
        check(new Set(attached), new Set(wanted), states(attached, plan(attached, wanted).steps));
      }),
      runs(2000),
    );

  test('ends with what is wanted and what is foreign, and then has nothing to do', () => {
    law((before, wanted, all) => {
      const foreign = [...before].filter((each) => each.startsWith('F'));
      const after = all.at(-1) ?? new Set();
      expect(after).toEqual(new Set([...wanted, ...foreign]));
      expect(plan([...after], [...wanted]).steps).toEqual([]);
    });
  });

  test('never has more than ten attached', () => {
    law((_, __, all) =>
      expect(Math.max(...all.map(({ size }) => size))).toBeLessThanOrEqual(maximumAttached),
    );
  });

  test('never attaches what is not wanted, but for `suspended`', () => {
    law((before, wanted, all) => {
      for (const state of all)
        expect([...state].filter((each) => each !== 's' && !before.has(each) && !wanted.has(each))).toEqual(
          [],
        );
    });
  });

  test('attaches no Allow before every wanted Deny', () => {
    law((before, wanted, all) => {
      const late = [...wanted].filter(denies);
      for (const state of all)
        if (!state.has('s') && [...state].some((each) => !denies(each) && !before.has(each)))
          expect([...state]).toEqual(expect.arrayContaining(late));
    });
  });

  test('lets no Deny end while an Allow is left that is not wanted, unless everything is denied meanwhile', () => {
    law((before, wanted, all) => {
      for (const state of all.slice(1)) {
        const ended = [...before].some((each) => denies(each) && !state.has(each));
        const excess = [...state].some((each) => !each.startsWith('F') && !denies(each) && !wanted.has(each));
        if (ended && excess) expect(state.has('s')).toBe(true);
      }
    });
  });

  test('keeps a Deny that is wanted before and after', () => {
    law((before, wanted, all) => {
      const lasting = [...before].filter((each) => denies(each) && wanted.has(each));
      for (const state of all) expect([...state]).toEqual(expect.arrayContaining(lasting));
    });
  });
});
