// Who may do something at a place in the topic tree, as the grants there say it.
import { coversPath } from './covers-path.ts';
import { bearsOn } from './topic-action.ts';
import type { TreeGrant } from './topic-tree.ts';

/** `denied`: whoever is allowed it is denied it as well; `nobody`: no grant says anything. */
export type Reach = 'everyone' | 'group' | 'user' | 'denied' | 'nobody';

export type TreeAction = 'publish' | 'subscribe' | 'receive';

export type Standing = {
  readonly action: TreeAction;
  /** Of those who are allowed, the widest. */
  readonly reach: Reach;
  readonly allowed: readonly string[];
  readonly denied: readonly string[];
};

/**
 * For each action that is asked for – `receive` only where a grant names it, since subscribing is receiving too.
 * A member of a group that is denied may be allowed as a user: whether a person may, only the service decides.
 */
export const standingsAt = (
  path: string,
  grants: readonly TreeGrant[],
  actions: readonly TreeAction[],
): readonly Standing[] => {
  const covering = grants.filter((grant) => coversPath(grant, path));
  return actions
    .filter((action) => action !== 'receive' || covering.some((grant) => grant.actions.includes(action)))
    .map((action) => standingOf(action, covering));
};

const standingOf = (action: TreeAction, covering: readonly TreeGrant[]): Standing => {
  const bearing = covering.filter((grant) => bearsOn(grant, action));
  const allowed = subjectsOf(bearing, 'allow');
  const denied = subjectsOf(bearing, 'deny');
  return { action, reach: reachOf(allowed, denied), allowed, denied };
};

const subjectsOf = (grants: readonly TreeGrant[], wanted: TreeGrant['effect']): readonly string[] =>
  [...new Set(grants.filter(({ effect }) => effect === wanted).map(({ subject }) => subject))].sort();

const reachOf = (allowed: readonly string[], denied: readonly string[]): Reach => {
  if (denied.includes('everyone')) return 'denied';
  const left = allowed.filter((subject) => !denied.includes(subject));
  if (left.includes('everyone')) return 'everyone';
  if (left.some((subject) => subject.startsWith('group/'))) return 'group';
  if (left.length > 0) return 'user';
  return denied.length > 0 ? 'denied' : 'nobody';
};

/** "publish: everyone, denied to group/guests". */
export const standingWords = ({ action, allowed, denied }: Standing): string => {
  const who = allowed.length === 0 ? 'nobody' : listed(allowed);
  return denied.length === 0 ? `${action}: ${who}` : `${action}: ${who}, denied to ${listed(denied)}`;
};

const named = 4;

const listed = (subjects: readonly string[]): string =>
  subjects.length <= named
    ? subjects.join(', ')
    : `${subjects.slice(0, named).join(', ')} and ${subjects.length - named} more`;
