// Lists of filters as people read them: what another says already is left out, the rest is sorted.
import type { Part } from './filter-meet.ts';
import { levelText } from './topic-filter-variable.ts';

export type Filter = readonly Part[];

/** Filters of which none covers another, in order of their texts. */
export const reducedFilters = (filters: readonly Filter[]): readonly Filter[] => {
  const kept: Filter[] = [];
  for (const filter of filters) {
    if (kept.some((other) => coversFilter(other, filter))) continue;
    const needed = kept.filter((other) => !coversFilter(filter, other));
    kept.splice(0, kept.length, ...needed, filter);
  }
  return kept.sort((one, other) => (filterText(one) < filterText(other) ? -1 : 1));
};

/** Level by level, as the filter is read by MQTT; a `+` granted wider is within another such only. */
export const coversFilter = (outer: Filter, inner: Filter): boolean => {
  for (const [index, part] of outer.entries()) {
    // [MQTT-4.7.1-1]: `#` stands for the parent and any number of child levels.
    if (part.kind === 'multi') return true;
    const other = inner[index];
    if (!other || !coversPart(part, other)) return false;
  }
  return outer.length === inner.length;
};

/** A `+` granted wider is written `+` too. */
export const filterText = (filter: Filter): string =>
  filter.map((part) => (part.kind === 'wide' ? '+' : levelText(part))).join('/');

const coversPart = (outer: Part, inner: Part): boolean => {
  if (inner.kind === 'multi') return false;
  if (outer.kind === 'wide') return true;
  if (outer.kind === 'single') return inner.kind !== 'wide';
  return inner.kind === outer.kind && filterText([inner]) === filterText([outer]);
};
