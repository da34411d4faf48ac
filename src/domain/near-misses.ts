// What is allowed instead of what was refused, in words.
import type { AccessAction } from './access.ts';
import { type Filter, filterText } from './filter-list.ts';
import { meetsOf } from './filter-meet.ts';
import { type Action, everyAction, type GrantRule, isLiteral } from './grant.ts';
import { reachOf } from './grant-reach.ts';
import { textLevels } from './topic-name.ts';

const maximumNearMisses = 5;

/**
 * Other actions on the very same topic or filter first; then where else the action is allowed, the filters that
 * have most levels in common with what was asked for at the top.
 */
export const nearMisses = (input: {
  readonly action: Exclude<AccessAction, 'connect'>;
  readonly resource: string;
  /** The Allows in force, for this device. */
  readonly allows: readonly GrantRule[];
  /** Where the device may retain. */
  readonly retainable: readonly Filter[];
}): readonly string[] => {
  const { action, resource, allows, retainable } = input;
  const asked = textLevels(resource);
  const otherwise = everyAction
    .filter((other) => other !== action)
    .flatMap((other) => allowedOn(other, allows))
    .filter(({ filter }) => meetsOf(filter, asked).length > 0);
  const elsewhere =
    action === 'retain'
      ? retainable.map((filter) => ({ filter, sentence: `retain is allowed on ${filterText(filter)}` }))
      : allowedOn(action, allows);
  const nearest = elsewhere
    .map(({ filter, sentence }) => ({ sentence, common: commonLevels(filter, asked) }))
    .sort((one, other) => other.common - one.common || (one.sentence < other.sentence ? -1 : 1));
  const found = new Set([...otherwise, ...nearest].map(({ sentence }) => sentence));
  return [...found].slice(0, maximumNearMisses);
};

type Allowed = { readonly filter: Filter; readonly sentence: string };

const allowedOn = (action: Action, allows: readonly GrantRule[]): readonly Allowed[] =>
  allows.flatMap((rule) => {
    const filter = reachOf(rule, action);
    if (!filter) return [];
    const exactly = action === 'subscribe' && isLiteral(rule) ? 'exactly ' : '';
    return [{ filter, sentence: `${action} is allowed on ${exactly}${filterText(filter)}` }];
  });

/** How many levels are alike from the first on. */
const commonLevels = (filter: Filter, asked: Filter): number => {
  const different = filter.findIndex(
    (part, index) => filterText([part]) !== filterText(asked.slice(index, index + 1)),
  );
  return different < 0 ? filter.length : different;
};
