// PostConfirmation of the user pool: someone has signed up. Composition; the flow is src/provisioning/welcome-user.ts.
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { ulid } from 'ulid';
import { clientOptions } from '../aws/client-options.ts';
import { documentClient } from '../aws/document-client.ts';
import { metered } from '../aws/metered.ts';
import { userStore } from '../aws/store-users.ts';
import { poolMembership } from '../aws/user-pool.ts';
import { log } from '../http/log.ts';
import { metricsOf } from '../http/metrics.ts';
import { type TriggerContext, trigger } from '../http/trigger.ts';
import { createUser } from '../provisioning/create-user.ts';
import { welcomeUser } from '../provisioning/welcome-user.ts';
import { readConfig, variables } from '../schema/config.ts';
import { type Confirmation, confirmation } from '../schema/pool-events.ts';

const config = readConfig(
  {
    TABLE_NAME: variables.TABLE_NAME,
    DEFAULT_GROUPS: variables.DEFAULT_GROUPS,
    SERVICE_STAGE: variables.SERVICE_STAGE,
  },
  process.env,
);
const metrics = metricsOf({ stage: config.SERVICE_STAGE });
const users = metered(new CognitoIdentityProviderClient(clientOptions), metrics);
const documents = metered(documentClient(), metrics);

/** The pool is the event's own: this function cannot refer to the pool that refers to it. */
const welcome = async (
  { confirmed, userPoolId, userId, username }: Confirmation,
  { requestId, now, signal }: TriggerContext,
): Promise<void> => {
  if (confirmed !== 'sign-up') return;
  const table = { client: documents, tableName: config.TABLE_NAME, abortSignal: signal };
  const flow = welcomeUser({
    createUser: createUser({ store: userStore(table), newId: ulid }),
    pool: (bound) => poolMembership(users, bound, userPoolId),
    defaultGroups: config.DEFAULT_GROUPS,
    signal,
    report: (group, why) => {
      metrics.add('TriggersUnfinished', 1);
      const cause = why instanceof Error ? { error: why } : { why };
      log('error', { requestId, userId, message: 'not put into a default group', group, ...cause });
    },
  });
  await flow({ userId, username, requestId, now });
};

export const handler = trigger(confirmation, welcome, { metrics });
