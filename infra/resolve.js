// What serverless.yml and the files beside this one ask for as `${file(infra/resolve.js):name}`: the framework reads
// only .js files, the typed modules do the work.
import { apiStage as makeApiStage } from './api-stage.ts';
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
