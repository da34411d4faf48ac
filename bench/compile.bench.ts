// How long compiling takes, how it grows, and how many bytes it takes beside the least possible.
import { compileScope } from '../src/domain/compile-scope.ts';
import { type GrantRule, parseGrantRule } from '../src/domain/grant.ts';
import { everyone, parseSubject, type Subject } from '../src/domain/subject.ts';
import { leastBytes } from './least-bytes.ts';

const space = { region: 'us-east-1', accountId: '123456789012', prefix: 'attache-dev' };

export function* bench(): Generator<string> {
  yield timed('50 grants in one scope', 1, fiftyGrants);
  yield timed('10,000 grants in 1,000 scopes', 300, thousandScopes);
  yield growth([625, 5_000]);
  const literals = fastest(() => compile(everyone, literalGrants(5_000)));
  yield `5,000 literal grants below one tree: ${literals.toFixed(1)} ms`;
  yield* bytesBesideLeast();
}

const timed = (title: string, limit: number, prepare: () => () => void): string => {
  const run = prepare();
  return `${title}: ${median(timesOf(run)).toFixed(2)} ms (to reach: ${limit} ms)`;
};

/** Milliseconds of many runs, the slow first ones among them. */
const timesOf = (run: () => void): number[] => {
  const times: number[] = [];
  const until = performance.now() + 1_500;
  while (times.length < 5 || performance.now() < until) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  return times.sort((one, other) => one - other);
};

const median = (times: readonly number[]): number => times[Math.floor(times.length / 2)] ?? 0;

/** The largest of the counts beside the smallest, measured in turns: what else the machine does meets both. */
const growth = (counts: readonly [number, number]): string => {
  const [few, many] = counts.map((count) => ({ count, rules: coveredGrants(count), fastest: Infinity }));
  if (!few || !many) throw new Error('Growth is between two counts.');
  for (const until = performance.now() + 3_000; performance.now() < until; ) {
    for (const size of [few, many]) {
      const start = performance.now();
      compile(everyone, size.rules);
      size.fastest = Math.min(size.fastest, performance.now() - start);
    }
  }
  const nLogN = (many.count * Math.log(many.count)) / (few.count * Math.log(few.count));
  const measured = many.fastest / few.fastest;
  return `${few.count} grants, most covered, ${few.fastest.toFixed(2)} ms; ${many.count}: ${many.fastest.toFixed(2)} ms; growth ${measured.toFixed(1)} (to reach: n log n, ${nLogN.toFixed(1)})`;
};

/** For growth: what the collector and other processes add is no part of it. */
const fastest = (run: () => void): number => timesOf(run)[0] ?? 0;

const compile = (subject: Subject, rules: readonly GrantRule[]): number => {
  const compiled = compileScope({ space, subject, rules, documents: subject.kind === 'user' ? 2 : 3 });
  if (!compiled.ok) throw new Error(compiled.fault.detail);
  return compiled.value.reduce((sum, { size }) => sum + size, 0);
};

const ruleOf = (
  subject: Subject,
  actions: GrantRule['actions'],
  topicFilter: string,
  effect: GrantRule['effect'] = 'allow',
): GrantRule => {
  const rule = parseGrantRule({ subject, actions, topicFilter, effect });
  if (!rule.ok) throw new Error(rule.fault.detail);
  return rule.value;
};

/** What an administrator's largest group may look like: 40 places, some denied, some covered. */
const fiftyRules = (subject: Subject): GrantRule[] =>
  Array.from({ length: 50 }, (_, n) => {
    if (n < 5) return ruleOf(subject, ['publish'], `sites/${n}/secret/#`, 'deny');
    if (n % 5 === 0) return ruleOf(subject, ['subscribe'], `plant/${n % 3}/line/+/state`);
    return ruleOf(
      subject,
      n % 2 ? ['publish'] : ['subscribe'],
      `plant/${n % 4}/${n % 3 ? 'data/#' : `unit/${n}`}`,
    );
  });

const fiftyGrants = (): (() => void) => {
  const rules = fiftyRules(everyone);
  return () => compile(everyone, rules);
};

const thousandScopes = (): (() => void) => {
  const scopes = Array.from({ length: 1_000 }, (_, n) => {
    const subject = parseSubject(n % 2 ? `group/line-${n}` : `user/user-${n}`) ?? everyone;
    const rules = Array.from({ length: 10 }, (_, m) =>
      ruleOf(subject, m % 2 ? ['publish'] : ['subscribe'], `plant/${n}/unit/${m}${m % 3 ? '' : '/#'}`),
    );
    return { subject, rules };
  });
  return () => {
    for (const { subject, rules } of scopes) compile(subject, rules);
  };
};

const coveredGrants = (count: number): GrantRule[] =>
  Array.from({ length: count }, (_, n) =>
    n < 10
      ? ruleOf(everyone, ['publish', 'subscribe'], `tree/${n}/#`)
      : ruleOf(
          everyone,
          n % 2 ? ['publish'] : ['subscribe'],
          `tree/${n % 10}/branch/${n % 97}/leaf/${n}${n % 3 ? '' : '/#'}`,
        ),
  );

const literalGrants = (count: number): GrantRule[] => [
  ruleOf(everyone, ['subscribe'], 'tree/#'),
  ...Array.from({ length: count - 1 }, (_, n) =>
    ruleOf(everyone, ['subscribe'], `tree/+/x${n % 71}/+/leaf/${n}`),
  ),
];

/** Small random sets, against an exhaustive search over all statements that say the same. */
function* bytesBesideLeast(): Generator<string> {
  let state = 7;
  const below = (n: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const actionSets: GrantRule['actions'][] = [
    ['publish'],
    ['subscribe'],
    ['receive'],
    ['publish', 'receive'],
    ['publish', 'subscribe'],
  ];
  const filters = ['a', 'a/#', 'a/b', 'a/b/#', 'b/long/level/of/a/tree', 'c/d', 'a/+/c', 'c/#'];
  let worst = 0;
  let sum = 0;
  const sets = 2_000;
  for (let set = 0; set < sets; set += 1) {
    const rules: GrantRule[] = [];
    for (let count = 1 + below(4); count > 0; count -= 1) {
      const filter = filters[below(filters.length)] ?? 'a';
      const actions = filter.includes('+') ? (['subscribe'] as const) : (actionSets[below(5)] ?? []);
      rules.push(
        ruleOf(everyone, actions, filter, below(4) === 0 && !filter.includes('+') ? 'deny' : 'allow'),
      );
    }
    const compiled = compileScope({ space, subject: everyone, rules, documents: 1 });
    if (!compiled.ok) continue;
    const ratio = (compiled.value[0]?.size ?? 0) / leastBytes(rules, space);
    worst = Math.max(worst, ratio);
    sum += ratio;
  }
  yield `bytes beside the least possible, ${sets} small sets: mean ${(sum / sets).toFixed(3)}, worst ${worst.toFixed(3)} (to reach: 1.1)`;
}
