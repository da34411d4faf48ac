import type { Example } from '../operation.ts';
import { administratorId, createdAt, grantId, group } from './samples.ts';

export const auditExamples: readonly Example[] = [
  {
    operation: 'listAuditEvents',
    name: 'ofGroup',
    summary: 'Who changed what a group may do',
    as: 'administrator',
    query: { subject: `group/${group}`, since: '2026-01-01T00:00:00Z', limit: '10' },
    status: 200,
    answer: {
      items: [
        {
          auditId: '01KAR3C6V9D2F4G6H8J0K1M3N5',
          at: createdAt,
          actor: administratorId,
          subjects: [`group/${group}`],
          action: 'grants-changed',
          requestId: '0f1e2d3c-4b5a-4697-8879-6a5b4c3d2e1f',
          reason: 'Change 4711',
          before: [],
          after: [
            {
              grantId,
              subject: `group/${group}`,
              effect: 'allow',
              actions: ['publish', 'subscribe'],
              topicFilter: 'sites/rotterdam/state/#',
              allowWider: false,
              reason: 'Change 4711',
            },
          ],
        },
      ],
    },
  },
  {
    operation: 'listAuditEvents',
    name: 'foreignCursor',
    summary: 'A cursor that is none',
    as: 'administrator',
    query: { cursor: 'abc' },
    status: 400,
  },
];
