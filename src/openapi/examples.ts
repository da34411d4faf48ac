// The examples of all operations, in an order in which they can be sent: later ones need what earlier ones make.
import { accessExamples } from './examples/access.ts';
import { auditExamples } from './examples/audit-events.ts';
import { registrationExamples, removalExamples } from './examples/devices.ts';
import { grantExamples } from './examples/grants.ts';
import { groupExamples } from './examples/groups.ts';
import { serviceExamples } from './examples/service.ts';
import { offboardingExamples, userExamples } from './examples/users.ts';
import type { Example } from './operation.ts';

export const examples: readonly Example[] = [
  ...serviceExamples,
  ...registrationExamples,
  ...grantExamples,
  ...groupExamples,
  ...accessExamples,
  ...auditExamples,
  ...userExamples,
  ...removalExamples,
  ...offboardingExamples,
];
