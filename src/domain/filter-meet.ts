// What two filters have in common, as filters again – also where a `+` was granted wider than MQTT's.
import type { Level } from './topic-filter.ts';
import { levelText } from './topic-filter-variable.ts';

/** A level, or `wide`: one level or several, whatever is in them, which is what `*` between two `/` allows. */
export type Part = Level | { readonly kind: 'wide' };

/**
 * The parts of filters which together match exactly the topics that both match; none when there is no such topic.
 * A variable is taken as a text that differs from every other: variables are put in beforehand where they can be.
 */
export const meetsOf = (one: readonly Part[], other: readonly Part[]): readonly (readonly Part[])[] => {
  const [head, ...rest] = one;
  const [otherHead, ...otherRest] = other;
  // [MQTT-4.7.1-1]: `#` is the parent and any number of levels below: all that the other has left.
  if (head?.kind === 'multi') return [other];
  if (otherHead?.kind === 'multi') return [one];
  if (!head || !otherHead) return head === otherHead ? [[]] : [];
  const common = commonPart(head, otherHead);
  if (!common) return [];
  // A `wide` may end here, or go on in the other's next level; two of them do not go on together for ever.
  const rests = [
    ...meetsOf(rest, otherRest),
    ...(head.kind === 'wide' ? meetsOf(one, otherRest) : []),
    ...(otherHead.kind === 'wide' ? meetsOf(rest, other) : []),
  ];
  return rests.map((each) => [common, ...each]);
};

const commonPart = (one: Part, other: Part): Part | undefined => {
  if (one.kind === 'wide') return other;
  if (other.kind === 'wide') return one;
  if (one.kind === 'single') return other;
  if (other.kind === 'single') return one;
  return levelText(one) === levelText(other) ? one : undefined;
};
