// Topics beginning with `$` belong to the broker; of them a grant may name its own device's shadow and jobs.
import { levelFault, type TopicFilterFault } from './topic-filter-fault.ts';

/** The fault of a filter that reaches into reserved topics it may not name. */
export const checkReserved = (levels: readonly string[]): TopicFilterFault | undefined => {
  const first = levels[0] ?? '';
  if (!first.startsWith('$') || first.startsWith('${')) return undefined;
  if (first === '$share') {
    // "$share/<group>/<filter>" is the filter text of a shared subscription; `topicfilter/$share/*` would cover every group's.
    return levelFault(
      'shared-subscription',
      levels,
      0,
      'makes a shared subscription, which cannot be granted.',
    );
  }
  const wrong = ownThing.findIndex((allowed, index) => !allowed.includes(levels[index] ?? ''));
  if (wrong >= 0) return levelFault('reserved-topic', levels, Math.min(wrong, levels.length - 1), sentence);
  return levels.length > ownThing.length
    ? undefined
    : levelFault('reserved-topic', levels, ownThing.length - 1, sentence);
};

/** The literal levels that may begin with `$`: `$aws` itself, and `$next`, the next pending job of a thing. */
export const isBrokerLevel = (levels: readonly string[], index: number): boolean =>
  index === 0
    ? levels[0] === '$aws'
    : levels[index] === '$next' && levels[0] === '$aws' && levels[3] === 'jobs';

const ownThing = [['$aws'], ['things'], ['${thingName}'], ['shadow', 'jobs']];

const sentence =
  'leads into reserved topics: of those, only $aws/things/${thingName}/shadow/… and $aws/things/${thingName}/jobs/… can be granted.';
