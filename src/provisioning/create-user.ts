import type { User } from '../domain/user.ts';
import type { Stored, UserStore } from './ports.ts';

/** Stores what the user pool says of a user that is not stored yet; `conflict` when it is meanwhile. */
export type CreateUser = (
  user: Pick<User, 'userId' | 'groups' | 'groupsAsOf' | 'disabled'>,
  by: { readonly requestId: string; readonly now: number },
) => Promise<Stored>;

type Dependencies = { readonly store: Pick<UserStore, 'changeUser'>; readonly newId: () => string };

export const createUser =
  ({ store, newId }: Dependencies): CreateUser =>
  (user, { requestId, now }) =>
    store.changeUser({
      user: { ...user, status: 'active', blocked: [] },
      removing: [],
      due: [],
      audit: {
        auditId: newId(),
        at: now,
        actor: 'system',
        subjects: [`user/${user.userId}`],
        action: 'user-created',
        requestId,
        after: { groups: user.groups, disabled: user.disabled },
      },
    });
