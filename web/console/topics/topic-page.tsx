// "Who can publish here?": users as the service decides it, and the grants that decide.
import { useLocation } from 'preact-iso';
import { answerOf } from '../../shared/api.ts';
import { usePaged } from '../../shared/use-paged.ts';
import { addressOf } from '../addresses.ts';
import { firstFilledPage } from '../grants/first-filled-page.ts';
import { Page } from '../page.tsx';
import { useService } from '../service.ts';
import { CoveringGrants } from './covering-grants.tsx';
import { faultsAt } from './faults-at.ts';
import { bearsOn, parseTopicAction, type TopicAction } from './topic-action.ts';
import { TopicForm } from './topic-form.tsx';
import { UsersWhoCan } from './users-who-can.tsx';
import './topics.css';

export const TopicPage = () => {
  const { api } = useService();
  const { query } = useLocation();
  const { topic = '' } = query;
  const action = parseTopicAction(query['action']);
  const grants = usePaged(
    async (cursor, signal) => {
      if (topic === '') return { items: [] };
      return firstFilledPage(async (from) => {
        const query = { topic, cursor: from, limit: 100 };
        const page = await answerOf(api.GET('/grants', { params: { query }, signal }));
        return { ...page, items: page.items.filter((grant) => bearsOn(grant, action)) };
      }, cursor);
    },
    [topic, action],
  );
  const faults = faultsAt(grants.error, '/query/topic');

  return (
    <Page title="Who can use a topic?">
      <TopicForm asked={{ topic, action }} faults={faults} />
      {topic !== '' && faults === undefined && (
        <div class="users-and-grants">
          <section class="card">
            <h2>
              Users who can {verbs[action]} <code>{topic}</code>
            </h2>
            <UsersWhoCan topic={topic} action={action} />
          </section>
          <section class="card">
            <h2>
              Grants that cover <code>{topic}</code>
            </h2>
            <CoveringGrants grants={grants} action={action} />
            <p>
              <a class="button" href={addressOf.newGrant({ topicFilter: topic })}>
                New grant for this topic
              </a>
            </p>
          </section>
        </div>
      )}
    </Page>
  );
};

const verbs = {
  publish: 'publish to',
  subscribe: 'subscribe to',
  receive: 'receive',
  retain: 'retain on',
} as const satisfies Record<TopicAction, string>;
