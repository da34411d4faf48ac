// Looks after every write whether more is attached than granted, and whether that is a revocation known to be pending.
import type { Task } from '../../src/domain/due.ts';
import { formatSubject } from '../../src/domain/subject.ts';
import { isRegistered } from '../../src/domain/user.ts';
import { attachedRights, grantedRights, type Right } from './rights.ts';
import type { Hook, World } from './world.ts';

export type Watch = {
  /** To be around every call of every function. */
  readonly hook: Hook;
  /** What was found wrong, in words. */
  readonly wrong: readonly string[];
  /** What has been granted at some time: whatever else is attached was never to be. */
  readonly ever: ReadonlySet<string>;
};

export const isRead = (name: string): boolean =>
  /^(read|list|count|find|is[A-Z]|describe|identityOf|groupsOf)/.test(name);

/** `known`: what was granted before, or is granted to somebody who is about to be stored. */
export const watch = (world: World, known: Iterable<string> = []): Watch => {
  const wrong: string[] = [];
  const ever = new Set(known);
  const look = (after: string): void => {
    const granted = grantedRights(world);
    for (const key of granted.keys()) ever.add(key);
    for (const [key, right] of attachedRights(world)) {
      if (granted.has(key)) continue;
      if (!ever.has(key)) wrong.push(`After ${after}, ${key} is attached and was never granted.`);
      else if (!isPending(world, right))
        wrong.push(`After ${after}, ${key} is attached, revoked, and nothing says so.`);
    }
  };
  return {
    wrong,
    ever,
    hook: async ({ name }, run) => {
      try {
        return await run();
      } finally {
        if (!isRead(name)) look(name);
      }
    },
  };
};

/** Whether what is stored says that the right is still to be taken away. */
const isPending = ({ store }: World, { identityId, client, topic }: Right): boolean => {
  const user = [...store.users.values()].filter(isRegistered).find((each) => each.identityId === identityId);
  if (user === undefined) return false;
  if (user.generation !== user.appliedGeneration) return true;
  // The scope that the right is from, and those that may deny it.
  const subject = subjectOf(topic, user.userId);
  const isUnapplied = [...store.scopes]
    .filter(([key, { grants }]) => key === subject || grants.some(({ rule }) => rule.effect === 'deny'))
    .some(
      ([, { generation, appliedGeneration, state }]) =>
        generation !== appliedGeneration || state === 'deleting',
    );
  if (isUnapplied) return true;
  const device = client.slice(identityId.length + 1);
  return [...store.due.values()].some(({ work }) => concerns(work, { userId: user.userId, device, subject }));
};

const concerns = (
  work: Task,
  { userId, device, subject }: { readonly userId: string; readonly device: string; readonly subject: string },
): boolean => {
  switch (work.task) {
    case 'apply-user':
    case 'finish-offboarding':
      return work.userId === userId;
    case 'finish-registration':
    case 'finish-removal':
      return work.userId === userId && work.deviceId === device;
    case 'apply-scope':
    case 'expire-grants':
    case 'delete-scope':
      return formatSubject(work.subject) === subject;
    case 'apply-members':
      return `group/${work.group}` === subject;
    default:
      return false;
  }
};

const subjectOf = (topic: string, userId: string): string => {
  if (/^[bc]/.test(topic)) return `group/${topic.charAt(0)}`;
  return /^u2?\//.test(topic) ? `user/${userId}` : 'everyone';
};
