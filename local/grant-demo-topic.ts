// A topic for everyone to try, granted as any other: by an administrator, through the API.
import { signIn } from './app.ts';
import type { StackDescription } from './stack-description.ts';

const demoTopic = 'demoTopic';

/** @throws when the API does not take it. */
export const grantDemoTopic = async (stack: StackDescription): Promise<void> => {
  const administrator = stack.users.find(({ groups }) => groups.includes('admins'));
  if (administrator === undefined) throw new Error('The local stack has no administrator.');
  const { request } = await signIn(stack, administrator);
  const answer = await request('POST', '/grants', {
    subject: 'everyone',
    actions: ['publish', 'subscribe'],
    topicFilter: demoTopic,
    reason: 'For everyone to try',
  });
  if (!answer.ok) throw new Error(`Granting ${demoTopic} answered ${answer.status}: ${await answer.text()}`);
};
