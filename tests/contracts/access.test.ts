// Questions of access are answered alike from the store in memory and from the table.
import { beforeEach, describe, expect, it } from 'vitest';
import { ok } from '../../src/domain/result.ts';
import { everyone } from '../../src/domain/subject.ts';
import { answerAccess } from '../../src/provisioning/answer-access.ts';
import { readAuditEvents } from '../../src/provisioning/read-audit-events.ts';
import { searchSubjects } from '../../src/provisioning/search-subjects.ts';
import { subjectOf } from '../domain/rules.ts';
import type { Store } from '../fakes/memory-store.ts';
import { firstIntent, founding, group, now, userId } from '../fakes/samples.ts';
import { administrator, asked, scopeOf, standing } from '../provisioning/standing.ts';
import { bothStores } from './open-store.ts';

const members = ['user-1', 'user-3'];

/** Three users with a device, of whom two are in the group `in`. */
const fill = async (store: Store) => {
  const expired = standing(everyone, [['g-old', 'allow publish old', now - 1]]);
  const scopes = [
    scopeOf('everyone', [['g-1', 'allow subscribe news/#']], { expired }),
    scopeOf('group/in', [['g-2', 'allow publish a/#']]),
    scopeOf('user/user-3', [['g-3', 'deny publish a/secret']]),
  ];
  for (const scope of scopes) await store.changeScopes(founding(scope));
  for (const id of ['user-1', 'user-2', 'user-3']) {
    const intent = firstIntent({ userId: userId(id), groups: members.includes(id) ? [group('in')] : [] });
    await store.intendRegistration(intent);
    await store.completeRegistration({
      userId: userId(id),
      deviceId: intent.device.deviceId,
      attempt: intent.attempt,
      generation: intent.user.generation,
      attached: [],
      effectiveBy: now,
    });
  }
};

describe.each(bothStores())('access by the store %s', (_name, open) => {
  let store: Store;
  beforeEach(async () => {
    store = (await open()).store;
    await fill(store);
  });

  it('is answered with its reasons', async () => {
    const requests = [
      asked('publish', 'a/b'),
      asked('subscribe', 'news/#', 'user-2'),
      asked('publish', 'a/secret', 'user-3'),
      asked('publish', 'old'),
      asked('publish', 'a/b', 'user-2'),
      asked('publish', 'a/b', 'nobody'),
    ];
    const answers = await answerAccess({ store, retainedTopics: [] })({
      asker: administrator,
      requests: requests.map(ok),
      semantic: 'execute_all',
      now,
    });
    if (!answers.ok) throw new Error(answers.fault.kind);
    const said = answers.value.map((answer) => answer.ok && [answer.value.reason, ...answer.value.grants]);
    expect(said).toEqual([
      ['granted', 'g-2'],
      ['granted', 'g-1'],
      ['denied', 'g-3'],
      ['expired', 'g-old'],
      ['no-grant'],
      ['unregistered'],
    ]);
  });

  it('is found, and goes on from the user that was found last', async () => {
    const { subject: _, ...request } = asked('publish', 'a/b');
    const search = searchSubjects({ store, retainedTopics: [] });
    const first = await search({ request, limit: 1, now });
    expect(first).toEqual({ found: ['user-1'], after: 'user-1' });
    expect(await search({ request, limit: 1, after: first.after, now })).toEqual({ found: ['user-3'] });
  });

  it('has its history, by subject and actor', async () => {
    const read = readAuditEvents(store);
    const query = { limit: 50, subject: subjectOf('user/user-1') };
    const { items } = await read({ ...query, actor: 'system' });
    expect(items.map(({ action }) => action)).toEqual(['device-registered']);
    expect((await read({ ...query, actor: 'admin-1' })).items).toEqual([]);
  });
});
