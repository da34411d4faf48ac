import { type GrantRule, type GrantRuleInput, parseGrantRule } from '../../src/domain/grant.ts';
import { everyone, parseSubject, type Subject } from '../../src/domain/subject.ts';

export const subjectOf = (text: string): Subject => {
  const subject = parseSubject(text);
  if (!subject) throw new Error(`not a subject: ${text}`);
  return subject;
};

/** A grant in a word: `ruleOf('allow publish+subscribe a/#')`; `wider` in front sets allowWider. */
export const ruleOf = (words: string, subject: Subject = everyone): GrantRule => {
  const rule = parseGrantRule(inputOf(words, subject));
  if (!rule.ok) throw new Error(rule.fault.detail);
  return rule.value;
};

export const inputOf = (words: string, subject: Subject = everyone): GrantRuleInput => {
  const allowWider = words.startsWith('wider ');
  const [effect, actions = '', ...filter] = words.replace(/^wider /, '').split(' ');
  return {
    subject,
    effect: effect === 'deny' ? 'deny' : 'allow',
    actions: actions
      .split('+')
      .filter((action) => action === 'publish' || action === 'subscribe' || action === 'receive'),
    topicFilter: filter.join(' '),
    allowWider,
  };
};
