// What serverless.yml and the files beside this one ask for as `${file(infra/resolve.js):name}`: the framework reads
// only .js files, the typed modules do the work.
import { alarms as makeAlarms } from './alarms.ts';
import { apiStage as makeApiStage } from './api-stage.ts';
import { dashboard as makeDashboard } from './dashboard.ts';
import { gatewayResponses as makeGatewayResponses } from './gateway-responses.ts';
import { retainStatement as makeRetainStatement } from './retain-statement.ts';
import { separated } from './separated.ts';

export const corsOrigins = async ({ resolveVariable }) =>
  separated(await resolveVariable('param:corsOrigins'));

export const callbackUrls = async ({ resolveVariable }) =>
  separated(await resolveVariable('param:callbackUrls'));

export const userPoolDeletionProtection = async ({ resolveVariable }) =>
  String(await resolveVariable('param:deletionProtection')) === 'true' ? 'ACTIVE' : 'INACTIVE';

export const retainStatement = async ({ resolveVariable }) =>
  makeRetainStatement(separated(await resolveVariable('param:retainedTopics')));

export const gatewayResponses = async ({ resolveVariable }) => ({
  Resources: makeGatewayResponses(separated(await resolveVariable('param:corsOrigins'))),
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
