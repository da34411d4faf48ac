// Why the service decided so, in a sentence, and what there is to be done about it.
import type { Evaluation } from '../../shared/api-paths.ts';
import { addressOf } from '../addresses.ts';
import type { Question } from './question.ts';

type Reason = Evaluation['context']['reason'];

/** Of what a grant decided, the grants stand beside it. */
export const sentenceOn = (reason: Reason, { action, topic }: Pick<Question, 'action' | 'topic'>): string => {
  if (reason === 'granted' && action === 'connect') return 'It is the client ID of a registered device.';
  if (reason === 'role' && action === 'retain')
    return 'Publishing is granted; retaining is allowed on the RETAINED_TOPICS of the stack alone.';
  if (reason === 'role' && action === 'connect')
    return 'A user connects as its own devices: with the client ID that registering answers.';
  // [MQTT-3.3.2-2]
  if (reason === 'no-grant' && action !== 'subscribe' && /[+#]/.test(topic))
    return 'A topic has no wildcards: + and # belong to the filters that are subscribed to.';
  return sentences[reason];
};

const sentences = {
  granted: 'A grant allows it, and none denies it.',
  'no-grant': 'No grant allows it.',
  denied: 'A grant denies it. A deny beats every allow.',
  expired: 'It was granted, until the grant ended.',
  unregistered:
    'The user has never registered a device, so it has no identity that could be allowed anything.',
  'no-device':
    'It is no registered device of the user: whatever is granted holds for registered devices only.',
  suspended: 'The user is suspended: everything is denied, whatever is granted.',
  withheld:
    'It is granted, and not attached: the policies of all the groups that the user is in do not fit on one identity.',
  role: 'The IAM role does not allow it to anybody: $-topics are closed but for shadows and jobs of one’s own things.',
} as const satisfies Record<Reason, string>;

export type Step = { readonly text: string; readonly href: string };

/** Where to go to change the answer, the nearest first. */
export const nextSteps = (reason: Reason, { user, action, topic }: Question): readonly Step[] => {
  const ofUser = (text: string): Step => ({ text, href: addressOf.user(user) });
  const newGrant: Step = {
    text: 'Grant it to this user',
    href: addressOf.newGrant({ subject: `user/${user}`, topicFilter: topic }),
  };
  const others: Step = {
    text: `Who can ${action} there?`,
    href: addressOf.topic(topic, action),
  };
  const aboutTopic = action === 'connect' || /[+#]/.test(topic) ? [] : [others];
  switch (reason) {
    case 'granted':
      return [ofUser('All that this user may do'), ...aboutTopic];
    case 'no-grant':
    case 'expired':
      return action === 'connect' ? [ofUser('The user and its devices')] : [newGrant, ...aboutTopic];
    case 'denied':
      return [ofUser('All that this user may do'), ...aboutTopic];
    case 'unregistered':
    case 'no-device':
      return [ofUser('The user and its devices')];
    case 'suspended':
      return [ofUser('Resume the user')];
    case 'withheld':
      return [ofUser('The user’s groups and attachments')];
    case 'role':
      return aboutTopic;
  }
};
