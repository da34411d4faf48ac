// The packaged service: what would be deployed, made once for all the suites beside this file – and once more with
// other settings.
import { afterAll, beforeAll, describe } from 'vitest';
import { type PackagedService, packageService } from '../../scripts/package-service.ts';
import { alarmsSuite, dashboardSuite } from './alarms.suite.ts';
import { fencesSuite } from './fences.suite.ts';
import { functionsSuite } from './functions.suite.ts';
import { gatewaySuite } from './gateway.suite.ts';
import { hooksSuite } from './hooks.suite.ts';
import { privilegesSuite } from './privileges.suite.ts';
import { resourcesSuite } from './resources.suite.ts';
import { routesSuite } from './routes.suite.ts';
import { securityTableSuite } from './security-table.suite.ts';
import { otherSettings, settingsSuite } from './settings.suite.ts';
import { parseTemplate, type Template } from './template.ts';
import { webSuite } from './web.suite.ts';

describe('the packaged service', () => {
  let service: PackagedService;
  let other: PackagedService;
  let template: Template;

  beforeAll(async () => {
    [service, other] = await Promise.all([packageService(), packageService('prod', otherSettings)]);
    template = parseTemplate(service.template);
  });
  afterAll(async () => {
    await service?.remove();
    await other?.remove();
  });

  routesSuite(() => template);
  privilegesSuite(() => template);
  fencesSuite(() => template);
  functionsSuite(
    () => template,
    () => service,
  );
  gatewaySuite(() => template);
  hooksSuite(() => template);
  resourcesSuite(() => template);
  alarmsSuite(() => template);
  dashboardSuite(() => template);
  securityTableSuite(() => template);
  settingsSuite(() => parseTemplate(other.template));
  webSuite(
    () => template,
    () => parseTemplate(other.template),
  );
});
