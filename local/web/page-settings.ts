import type { StackDescription } from '../stack-description.ts';
import type { Pages } from './serve-pages.ts';

/** What the pages are told of a local stack, and what they connect to there. */
export const pageSettings = (stack: StackDescription): Omit<Pages, 'folder'> => {
  const { region, apiUrl, userPoolId, userPoolClientId, mqttUrl, confirmationCode, users } = stack;
  const { cognitoIdp, cognitoIdentity } = stack.endpoints;
  return {
    settings: {
      stage: 'local',
      region,
      apiUrl,
      userPoolId,
      userPoolClientId,
      endpoints: { cognitoIdp, cognitoIdentity },
      trial: { confirmationCode, users },
    },
    connections: { api: apiUrl, signIn: cognitoIdp, cognitoIdentity, mqtt: mqttUrl },
  };
};
