// A grant as the API answers it.
import type { Grant } from '../../../web/shared/api-paths.ts';

export const grant = (given: Partial<Grant> = {}): Grant => ({
  grantId: 'g1',
  subject: 'everyone',
  effect: 'allow',
  actions: ['publish'],
  topicFilter: 'plant/state',
  allowWider: false,
  createdBy: 'system',
  createdAt: '2026-01-01T00:00:00Z',
  version: 1,
  status: { state: 'applied', effectiveBy: '2026-01-01T00:08:00Z', policies: [] },
  ...given,
});
