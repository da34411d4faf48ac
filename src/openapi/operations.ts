// Every operation of the API, once: what the document says of it, and what serverless.yml and the handlers are held to.
import type { Operation } from './operation.ts';
import { accessOperations } from './operations/access.ts';
import { auditOperations } from './operations/audit-events.ts';
import { deviceOperations } from './operations/devices.ts';
import { grantOperations } from './operations/grants.ts';
import { groupOperations } from './operations/groups.ts';
import { serviceOperations } from './operations/service.ts';
import { userOperations } from './operations/users.ts';

export const operations: readonly Operation[] = [
  ...deviceOperations,
  ...grantOperations,
  ...groupOperations,
  ...userOperations,
  ...accessOperations,
  ...auditOperations,
  ...serviceOperations,
];
