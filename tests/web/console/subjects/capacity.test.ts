import { expect, it } from 'vitest';
import { loadCapacity, policyUse } from '../../../../web/console/subjects/capacity.ts';
import { answeringApi } from '../answering-api.ts';
import { grant } from '../grant.ts';

const { signal } = new AbortController();

const document = (...actions: readonly unknown[]) => ({
  Version: '2012-10-17',
  Statement: actions.map((Action) => ({ Effect: 'Allow', Action, Resource: '*' })),
});

it('asks what revoking a grant would change, in a dry run that could do no harm', async () => {
  const before = [{ name: 'p-1', size: 700, document: document('iot:Publish') }];
  const { api, asked } = answeringApi(({ route }) =>
    route === 'GET /grants'
      ? { items: [grant({ grantId: 'g7' })], cursor: 'more' }
      : { before, after: [], notes: [] },
  );
  expect(await loadCapacity(api, 'group/ops', signal)).toEqual([
    { name: 'p-1', bytes: 700, isUnused: false },
  ]);
  expect(asked.map(({ route, query, body }) => ({ route, query, body }))).toEqual([
    { route: 'GET /grants', query: { subject: 'group/ops', limit: '1' }, body: undefined },
    {
      route: 'POST /grants/batch',
      query: { dryRun: 'true' },
      // Without `ifMatch`: 428, if ever it were no dry run.
      body: { operations: [{ op: 'delete', grantId: 'g7' }] },
    },
  ]);
  expect(asked.some(({ headers }) => headers.has('If-Match'))).toBe(false);
});

it('asks no more where there is no grant', async () => {
  const { api, asked } = answeringApi(() => ({ items: [] }));
  expect(await loadCapacity(api, 'everyone', signal)).toBe('none');
  expect(asked).toHaveLength(1);
});

it.each([
  ['nothing but connecting', document('iot:Connect'), true],
  ['connecting in a list', document(['iot:Connect']), true],
  ['one grant', document(['iot:Connect'], 'iot:Receive'), false],
  ['several actions', document(['iot:Publish', 'iot:RetainPublish']), false],
])('knows a document with %s', (_what, held, isUnused) => {
  expect(policyUse({ name: 'p', size: 200, document: held })).toEqual({ name: 'p', bytes: 200, isUnused });
});
