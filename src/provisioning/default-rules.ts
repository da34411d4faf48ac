// What everyone may do until an administrator says otherwise: talk on topics of their own.
import { type GrantRule, parseGrantRule } from '../domain/grant.ts';
import { everyone } from '../domain/subject.ts';

const parsed = parseGrantRule({
  subject: everyone,
  actions: ['publish', 'subscribe'],
  topicFilter: 'users/${identityId}/#',
});
if (!parsed.ok) throw new Error(parsed.fault.detail);

export const defaultRules: readonly GrantRule[] = [parsed.value];
