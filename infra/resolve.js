// What serverless.yml and the files beside this one ask for as `${file(infra/resolve.js):name}`: the framework reads
// only .js files, the typed modules do the work.
import { alarms as makeAlarms } from './alarms.ts';
import { apiStage as makeApiStage } from './api-stage.ts';
import { dashboard as makeDashboard } from './dashboard.ts';
import { gatewayResponses as makeGatewayResponses } from './gateway-responses.ts';
import { origins } from './origins.ts';
import { retainStatement as makeRetainStatement } from './retain-statement.ts';
import { separated } from './separated.ts';
import { web as makeWeb } from './web.ts';
import { hostsPages } from './web-origin.ts';

const resolveOrigins = async (resolveVariable) =>
  origins({
    corsOrigins: await resolveVariable('param:corsOrigins'),
    callbackUrls: await resolveVariable('param:callbackUrls'),
    web: await resolveVariable('param:web'),
    webDomain: await resolveVariable('param:webDomain'),
  });

export const corsOrigins = async ({ resolveVariable }) => (await resolveOrigins(resolveVariable)).cors;

export const preflightOrigins = async ({ resolveVariable }) =>
  (await resolveOrigins(resolveVariable)).preflights;

export const callbackUrls = async ({ resolveVariable }) => (await resolveOrigins(resolveVariable)).callbacks;

export const web = async ({ resolveVariable }) =>
  hostsPages(await resolveVariable('param:web'))
    ? makeWeb({
        prefix: await resolveVariable('self:custom.prefix'),
        priceClass: await resolveVariable('param:webPriceClass'),
        domain: await resolveVariable('param:webDomain'),
        certificate: await resolveVariable('param:webCertificate'),
      })
    : {};

export const userPoolDeletionProtection = async ({ resolveVariable }) =>
  String(await resolveVariable('param:deletionProtection')) === 'true' ? 'ACTIVE' : 'INACTIVE';

export const retainStatement = async ({ resolveVariable }) =>
  makeRetainStatement(separated(await resolveVariable('param:retainedTopics')));

export const gatewayResponses = async ({ resolveVariable }) => ({
  Resources: makeGatewayResponses((await resolveOrigins(resolveVariable)).gatewayResponses),
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
