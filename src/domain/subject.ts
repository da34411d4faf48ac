// Who a grant is for: `user/<userId>`, `group/<Cognito group>` or `everyone`.
import { type GroupName, parseGroupName, parseUserId, type UserId } from './identifiers.ts';

export type Subject =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'group'; readonly group: GroupName }
  | { readonly kind: 'user'; readonly userId: UserId };

export const everyone: Subject = { kind: 'everyone' };

/** The text form used in the API, in keys and in policy names. */
export const formatSubject = (subject: Subject): string => {
  switch (subject.kind) {
    case 'everyone':
      return 'everyone';
    case 'group':
      return `group/${subject.group}`;
    case 'user':
      return `user/${subject.userId}`;
  }
};

export const parseSubject = (text: string): Subject | undefined => {
  if (text === 'everyone') return everyone;
  if (text.startsWith('group/')) {
    const group = parseGroupName(text.slice('group/'.length));
    return group && { kind: 'group', group };
  }
  if (text.startsWith('user/')) {
    const userId = parseUserId(text.slice('user/'.length));
    return userId && { kind: 'user', userId };
  }
  return undefined;
};
