// Why a grant is refused although its topic filter is one: what is wrong, where, and what to write instead.
import type { GrantRule } from './grant.ts';
import type { TopicFilterFault } from './topic-filter-fault.ts';
import { levelText } from './topic-filter-variable.ts';

export type GrantRuleFault = {
  readonly code:
    | 'no-action'
    | 'variable-not-for-subject'
    | 'variable-not-in-deny'
    | 'wildcard-not-expressible'
    | 'use-multi-level-wildcard';
  /** The text of the offending level. */
  readonly level?: string;
  /** Which level it is, counted from 1. */
  readonly position?: number;
  readonly detail: string;
};

export type GrantFault = TopicFilterFault | GrantRuleFault;

export const ruleFault = (
  code: Exclude<GrantRuleFault['code'], 'no-action'>,
  rule: GrantRule,
  index: number,
): GrantRuleFault => {
  const level = rule.topicFilter.levels[index];
  const text = level ? levelText(level) : '';
  const detail = `Level ${index + 1} ("${text}") ${sentences[code](rule, index)}`;
  return { code, level: text, position: index + 1, detail };
};

const sentences = {
  'variable-not-for-subject': () =>
    'stands for one user: only a grant of a user can have it. For a group or everyone use ${identityId} or ${thingName}.',
  'variable-not-in-deny': () =>
    'may be unresolved, and a Deny with an unresolved variable denies nothing: use ${identityId}, or a level that is text.',
  'wildcard-not-expressible': (rule: GrantRule, index: number) =>
    `cannot be said exactly by an IoT policy for ${rule.effect === 'deny' ? 'a deny' : namedActions(rule)}. Write ${alternatives(rule, index)}.`,
  'use-multi-level-wildcard': (rule: GrantRule, index: number) =>
    `with allowWider means any text from there on, which is what "#" says: write ${treeAt(rule, index)}.`,
};

const namedActions = (rule: GrantRule): string =>
  rule.actions.filter((action) => action !== 'subscribe').join(' and ');

/** What says exactly something near: a variable, the levels one by one, `#`, or consent to more. */
const alternatives = (rule: GrantRule, index: number): string => {
  const variable = rule.effect === 'deny' ? '${identityId}' : '${thingName} or ${identityId}';
  const exact = `${variable} in its place, or one grant for each text that may stand there, or ${treeAt(rule, index)} for everything below`;
  const last = rule.topicFilter.levels.at(-1)?.kind;
  const { levels } = rule.topicFilter;
  const open = last === 'single' || (last === 'multi' && levels.at(-2)?.kind === 'single');
  return open ? exact : `${exact}, or "allowWider": true, which lets "+" be any text, "/" included`;
};

/** The filter up to the level, with everything below. */
const treeAt = (rule: GrantRule, index: number): string =>
  `"${[...rule.topicFilter.levels.slice(0, index).map(levelText), '#'].join('/')}"`;
