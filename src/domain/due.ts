// Work to come: stored with the change that makes it necessary, done by whoever has the time, at last by the sweeper.
import type { DeviceId, GroupName, ThingName, UserId } from './identifiers.ts';
import { formatSubject, type Subject } from './subject.ts';

/** Every task can be repeated without harm. */
export type Task =
  | { readonly task: 'apply-scope'; readonly subject: Subject }
  | { readonly task: 'expire-grants'; readonly subject: Subject }
  | { readonly task: 'apply-user'; readonly userId: UserId }
  /**
   * Applies every known member of a group, page by page; and once more when every registration is over that had
   * read the group's scope before it changed.
   */
  | {
      readonly task: 'apply-members';
      readonly group: GroupName;
      readonly round: 1 | 2;
      readonly after?: string | undefined;
    }
  /**
   * Drops the sessions of all whom the subject stands for, page by page: of those whose old subscriptions to
   * `filters` would still be delivered more than is granted now, or of all when there are none.
   */
  | {
      readonly task: 'drop-sessions';
      readonly subject: Subject;
      /** Tells one change from the next. */
      readonly changeId: string;
      readonly filters?: readonly string[] | undefined;
      readonly after?: string | undefined;
    }
  /** Drops a session that was dropped before, now that the change behind it is effective everywhere. */
  | { readonly task: 'disconnect'; readonly clientId: ThingName; readonly changeId: string }
  /** Detaches and deletes the policies of a scope that is `deleting`, unless it was made anew. */
  | { readonly task: 'delete-scope'; readonly subject: Subject; readonly detachedAt?: number | undefined }
  | {
      readonly task: 'finish-registration';
      readonly userId: UserId;
      readonly deviceId: DeviceId;
      readonly attempt: string;
    }
  | { readonly task: 'finish-removal'; readonly userId: UserId; readonly deviceId: DeviceId }
  /** Takes away what an offboarded user still has: devices, grants, and memberships of the groups it was in. */
  | {
      readonly task: 'finish-offboarding';
      readonly userId: UserId;
      readonly groups: readonly GroupName[];
      /** Who offboarded it: what is taken away later is that one's doing. */
      readonly actor: string;
    }
  /**
   * Makes what AWS has what is wanted, whatever is recorded of it: of one subject and all whom it stands for, page by
   * page; of all there are, when there is no subject.
   */
  | {
      readonly task: 'reconcile';
      readonly subject?: Subject | undefined;
      /** Groups come before users. */
      readonly stage?: 'users' | undefined;
      readonly after?: string | undefined;
    }
  /**
   * Compares what AWS has with what is recorded, a slice in each sweep that has time left, round after round: it is
   * never done.
   */
  | {
      readonly task: 'compare';
      /** When the round began, in epoch milliseconds; absent before it begins. */
      readonly since?: number | undefined;
      /** Groups come before users. */
      readonly stage?: 'users' | undefined;
      readonly after?: string | undefined;
    };

export type Due = {
  readonly work: Task;
  /** Epoch milliseconds. */
  readonly dueAt: number;
  /** How often it has failed. */
  readonly failures: number;
  /** When the change behind it took something away, in epoch milliseconds; absent when it took nothing. */
  readonly revokedAt?: number | undefined;
  /** Differs each time it is stored: what was made due anew meanwhile is not finished. */
  readonly stamp: string;
};

/** What tells one piece of work from another: what it is about, not how far it is. */
export const taskKey = (work: Task): string => {
  switch (work.task) {
    case 'apply-scope':
    case 'expire-grants':
    case 'delete-scope':
      return `${work.task}/${formatSubject(work.subject)}`;
    case 'apply-user':
      return `${work.task}/${work.userId}`;
    case 'apply-members':
      return `${work.task}/${work.group}`;
    case 'drop-sessions':
      return `${work.task}/${formatSubject(work.subject)}/${work.changeId}`;
    case 'disconnect':
      return `${work.task}/${work.clientId}/${work.changeId}`;
    case 'finish-registration':
      return `${work.task}/${work.userId}/${work.deviceId}/${work.attempt}`;
    case 'finish-removal':
      return `${work.task}/${work.userId}/${work.deviceId}`;
    case 'finish-offboarding':
      return `${work.task}/${work.userId}`;
    case 'reconcile':
      return `${work.task}/${work.subject ? formatSubject(work.subject) : 'all'}`;
    case 'compare':
      return work.task;
  }
};
