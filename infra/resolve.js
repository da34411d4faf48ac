// What serverless.yml and the files beside this one ask for as `${file(infra/resolve.js):name}`: the framework reads
// only .js files, the typed modules do the work.
import { alarms as makeAlarms } from './alarms.ts';
import { apiStage as makeApiStage } from './api-stage.ts';
import { dashboard as makeDashboard } from './dashboard.ts';
import { gatewayResponses as makeGatewayResponses } from './gateway-responses.ts';
import { retainStatement as makeRetainStatement } from './retain-statement.ts';
import { separated } from './separated.ts';
import { hostsPages, web as makeWeb } from './web.ts';
import { webOrigin, webOriginInPreflights } from './web-origin.ts';

const hasWeb = async (resolveVariable) => hostsPages(await resolveVariable('param:web'));

export const corsOrigins = async ({ resolveVariable }) => {
  const origins = await resolveVariable('param:corsOrigins');
  return (await hasWeb(resolveVariable))
    ? { 'Fn::Sub': [...separated(origins), webOrigin].join(',') }
    : origins;
};

export const preflightOrigins = async ({ resolveVariable }) => [
  ...separated(await resolveVariable('param:corsOrigins')),
  ...((await hasWeb(resolveVariable)) ? [webOriginInPreflights] : []),
];

export const callbackUrls = async ({ resolveVariable }) => [
  ...separated(await resolveVariable('param:callbackUrls')),
  ...((await hasWeb(resolveVariable))
    ? [{ 'Fn::Sub': `${webOrigin}/` }, { 'Fn::Sub': `${webOrigin}/console/` }]
    : []),
];

export const web = async ({ resolveVariable }) =>
  (await hasWeb(resolveVariable))
    ? makeWeb({
        prefix: await resolveVariable('self:custom.prefix'),
        priceClass: await resolveVariable('param:webPriceClass'),
      })
    : {};

export const userPoolDeletionProtection = async ({ resolveVariable }) =>
  String(await resolveVariable('param:deletionProtection')) === 'true' ? 'ACTIVE' : 'INACTIVE';

export const retainStatement = async ({ resolveVariable }) =>
  makeRetainStatement(separated(await resolveVariable('param:retainedTopics')));

export const gatewayResponses = async ({ resolveVariable }) => ({
  Resources: makeGatewayResponses(
    (await hasWeb(resolveVariable)) ? ['*'] : separated(await resolveVariable('param:corsOrigins')),
  ),
});

export const apiStage = async ({ resolveVariable }) =>
  makeApiStage({
    instanceId: await resolveVariable('sls:instanceId'),
    stage: await resolveVariable('sls:stage'),
    deployedAlong: Object.keys(makeGatewayResponses([])),
    throttleRate: Number(await resolveVariable('param:throttleRate')),
    throttleBurst: Number(await resolveVariable('param:throttleBurst')),
  });

export const alarms = async ({ resolveVariable }) => {
  const functions = Object.entries(await resolveVariable('self:functions'));
  const prefix = await resolveVariable('self:custom.prefix');
  const of = { prefix, stage: await resolveVariable('sls:stage'), apiName: prefix };
  return {
    Resources: {
      ...makeAlarms({
        ...of,
        functions: functions.map(([key, { events = [] }]) => ({
          key,
          isTrigger: events.some((event) => 'cognitoUserPool' in event),
        })),
      }),
      ...makeDashboard({ ...of, functionKeys: functions.map(([key]) => key) }),
    },
  };
};
