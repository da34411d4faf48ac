// A grant while it is being typed, and the way from and to what the API knows.
import type { Grant, GrantInput } from '../../shared/api-paths.ts';

export type Action = Grant['actions'][number];
export type SubjectKind = 'everyone' | 'group' | 'user';

export type GrantDraft = {
  readonly kind: SubjectKind;
  /** What has been typed for the kinds that need it; it stays when another kind is looked at. */
  readonly group: string;
  readonly userId: string;
  readonly effect: Grant['effect'];
  readonly actions: readonly Action[];
  readonly topicFilter: string;
  readonly allowWider: boolean;
  /** An instant; empty: never; `incomplete`: only a part of it has been typed. */
  readonly expiresAt: string;
  readonly reason: string;
};

/** A place in the form, under the name that the API's pointers have for it. */
export type FieldFault = { readonly pointer: string; readonly code: string; readonly detail: string };

export const everyAction: readonly Action[] = ['publish', 'subscribe', 'receive'];

export const newDraft = (given: {
  readonly subject?: string;
  readonly topicFilter?: string;
}): GrantDraft => ({
  ...subjectParts(given.subject ?? ''),
  effect: 'allow',
  actions: [],
  topicFilter: given.topicFilter ?? '',
  allowWider: false,
  expiresAt: '',
  reason: '',
});

export const draftOf = (grant: Omit<GrantInput, 'subject'> & { readonly subject: string }): GrantDraft => ({
  ...subjectParts(grant.subject),
  effect: grant.effect ?? 'allow',
  actions: grant.actions,
  topicFilter: grant.topicFilter,
  allowWider: grant.allowWider ?? false,
  expiresAt: grant.expiresAt ?? '',
  reason: grant.reason ?? '',
});

export const subjectOf = ({ kind, group, userId }: GrantDraft): string => {
  if (kind === 'everyone') return 'everyone';
  return kind === 'group' ? `group/${group}` : `user/${userId}`;
};

/** What the service need not be asked about: it is not there yet. */
export const missingIn = (draft: GrantDraft): readonly FieldFault[] => [
  ...(draft.kind === 'group' && draft.group === '' ? [missing('/subject', 'Name the group.')] : []),
  ...(draft.kind === 'user' && draft.userId === '' ? [missing('/subject', 'Say which user.')] : []),
  ...(draft.actions.length === 0 ? [missing('/actions', 'Choose at least one action.')] : []),
  ...(draft.topicFilter === '' ? [missing('/topicFilter', 'Say which topics.')] : []),
  ...(draft.expiresAt === 'incomplete'
    ? [missing('/expiresAt', 'Complete the date and the time, or clear them.')]
    : []),
];

/** `undefined` while something is missing. */
export const inputOf = (draft: GrantDraft): GrantInput | undefined => {
  if (missingIn(draft).length > 0) return undefined;
  const { effect, actions, topicFilter, allowWider, expiresAt } = draft;
  const reason = draft.reason.trim();
  return {
    subject: subjectOf(draft),
    effect,
    actions: everyAction.filter((action) => actions.includes(action)),
    topicFilter,
    allowWider,
    ...(expiresAt !== '' && { expiresAt }),
    ...(reason !== '' && { reason }),
  };
};

/** Whether consent to a wider `+` is a question at all. */
export const asksForWider = ({ topicFilter, allowWider }: GrantDraft): boolean =>
  allowWider || topicFilter.split('/').includes('+');

const missing = (pointer: string, detail: string): FieldFault => ({ pointer, code: 'missing', detail });

const subjectParts = (subject: string): Pick<GrantDraft, 'kind' | 'group' | 'userId'> => {
  if (subject.startsWith('user/')) return { kind: 'user', group: '', userId: subject.slice('user/'.length) };
  if (subject === 'everyone') return { kind: 'everyone', group: '', userId: '' };
  return { kind: 'group', group: subject.replace(/^group\//, ''), userId: '' };
};
