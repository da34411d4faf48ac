// The packaged service: what would be deployed, made once for all the suites beside this file.
import { afterAll, beforeAll, describe } from 'vitest';
import { type PackagedService, packageService } from '../../scripts/package-service.ts';
import { fencesSuite } from './fences.suite.ts';
import { functionsSuite } from './functions.suite.ts';
import { gatewaySuite } from './gateway.suite.ts';
import { privilegesSuite } from './privileges.suite.ts';
import { resourcesSuite } from './resources.suite.ts';
import { routesSuite } from './routes.suite.ts';
import { parseTemplate, type Template } from './template.ts';

describe('the packaged service', () => {
  let service: PackagedService;
  let template: Template;

  beforeAll(async () => {
    service = await packageService();
    template = parseTemplate(service.template);
  }, 60_000);
  afterAll(() => service?.remove());

  routesSuite(() => template);
  privilegesSuite(() => template);
  fencesSuite(() => template);
  functionsSuite(
    () => template,
    () => service,
  );
  gatewaySuite(() => template);
  resourcesSuite(() => template);
});
